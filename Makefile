# The commands of developers and CI. Each target that needs the environment creates it first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/.made
RUN := $(BIN)/python -m
UV ?= $(shell command -v uv)
OLDEST := $(shell sed -n 's/^requires-python = ">=\(.*\)"/\1/p' pyproject.toml)

.PHONY: demo help test installs conformance e2e editors lint format pages pictures grammar recovery fuzz soak dump bench wheel vsix clean
.DEFAULT_GOAL := demo

help: ## list the targets; without a target, make runs `demo`
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: $(STAMP) ## show what `check` reports and what `fix` would change in the examples
	@echo '$$ wit-lsp check examples'
	@$(BIN)/wit-lsp check --fail-on never examples
	@echo
	@echo '$$ wit-lsp fix --unsafe-fixes --diff examples'
	@$(BIN)/wit-lsp fix --unsafe-fixes --diff examples || test $$? -eq 1

test: $(STAMP) ## run the tests
	$(RUN) pytest

installs: $(STAMP) ## run the commands of docs/install.md and docs/ci.md, which install packages
	WIT_LSP_INSTALLS=1 $(RUN) pytest tests/documented

conformance: $(STAMP) ## run the tests on the corpora in $WIT_LSP_CORPORA; fail if they are missing
	WIT_LSP_CONFORMANCE=1 $(RUN) pytest -s tests/conformance

e2e: $(STAMP) vsix ## run the tests in real editors; tests/e2e/install puts these into $WIT_LSP_E2E_CACHE
	for script in tests/e2e/install/*.sh; do sh $$script || exit 1; done
	WIT_LSP_E2E=1 $(RUN) pytest tests/e2e $(E2E)

editors: ## run e2e without the test that takes pictures of VS Code
	$(MAKE) e2e E2E='-k "not person"'

lint: $(STAMP) ## check format, lint and types, as CI does
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy

format: $(STAMP) ## apply the fixes of the linter, and format
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

pages: $(STAMP) ## generate the pages and files that are made from the rules
	$(RUN) pytest tests/test_docs.py tests/test_editors.py tests/e2e/test_vscode.py --update

pictures: $(STAMP) vsix ## take the pictures in docs/ again
	sh tests/e2e/install/vscode.sh
	WIT_LSP_E2E=1 WIT_LSP_PICTURES=$(CURDIR)/docs/pictures $(RUN) pytest tests/e2e/test_vscode.py -k person

grammar: $(STAMP) ## generate the parser; needs the tree-sitter CLI
	cd tree-sitter-wit && tree-sitter generate --js-runtime native --abi 14 && $(PYTHON) words.py && tree-sitter test
	$(RUN) pytest tests/syntax/test_kinds.py --update

recovery: $(STAMP) ## measure the recovery from syntax errors; SEED selects files from $WIT_LSP_CORPORA
	$(RUN) tests.recovery $(SEED)

fuzz: $(STAMP) ## try COUNT texts that SEED makes of the files in $WIT_LSP_CORPORA; fail on whatever must not be
	$(RUN) tests.fuzz $(SEED) $(COUNT)

soak: $(STAMP) ## type EDITS times into 20 documents of a session; fail if memory or cost grows
	$(RUN) tests.fuzz.soak $(SEED) $(EDITS)

dump: $(STAMP) ## record all that is reported for the corpora and for broken files in the file OUT
	$(RUN) tests.dump $(OUT)

bench: $(STAMP) ## run the benchmarks; the machine should be idle
	$(RUN) tests.bench

wheel: $(STAMP) ## build a wheel for this machine, in dist/
	$(RUN) build --wheel

vsix: ## build the extension for VS Code, in dist/; needs Node 20
	cd editors/vscode && npm ci --ignore-scripts --loglevel error && mkdir -p ../../dist && \
	  npm run package -- --out ../../dist/wit-lsp-vscode.vsix

# The compilers that build_parser.py looks for; `CC` is `cc` unless the environment sets it.
COMPILER = $(shell for name in $(firstword $(CC)) gcc clang; do command -v $$name && break; done)
QUIET = $(if $(COMPILER),--quiet)

$(STAMP): pyproject.toml build_parser.py $(wildcard tree-sitter-wit/src/*.c tree-sitter-wit/src/*.h)
ifeq ($(UV),)
	@command -v $(PYTHON) >/dev/null || { \
	  echo 'There is no $(PYTHON). Install Python $(OLDEST) or newer, or name it: make PYTHON=…' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < tuple(map(int, "$(OLDEST)".split("."))))' || { \
	  echo "wit-lsp needs Python $(OLDEST) or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) has no venv. Install the package for it (Debian, Ubuntu: apt install python3-venv), or uv.' >&2; exit 1; }
endif
	@echo 'Creating $(VENV) …'
	@$(if $(UV),'$(UV)' venv --quiet --allow-existing,$(PYTHON) -m venv) $(VENV)
	@echo 'Installing wit-lsp and its development tools in $(VENV) …'
	@$(if $(COMPILER),,echo 'There is no C compiler: one is downloaded as a Python package of 100 MB, which can take minutes.')
	@$(if $(UV),'$(UV)' pip install --python $(VENV),$(RUN) pip install --disable-pip-version-check) $(QUIET) -e '.[dev]'
	@touch $@

clean: ## remove the environment and all that was built
	rm -rf $(VENV) dist wit_lsp/syntax/_wit.*
