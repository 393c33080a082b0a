# The commands of developers and CI. Each target that needs the environment creates it first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/.made
RUN := $(BIN)/python -m

.PHONY: demo test conformance e2e editors lint format pages pictures grammar recovery dump bench wheel vsix clean
.DEFAULT_GOAL := demo

demo: $(STAMP) ## show what `check` reports and what `fix` would change in the examples
	@echo '$$ wit-lsp check examples'
	@$(BIN)/wit-lsp check --fail-on never examples
	@echo
	@echo '$$ wit-lsp fix --unsafe-fixes --diff examples'
	@$(BIN)/wit-lsp fix --unsafe-fixes --diff examples || test $$? -eq 1

test: $(STAMP) ## run the tests
	$(RUN) pytest

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

dump: $(STAMP) ## record all that is reported for the corpora and for broken files in the file OUT
	$(RUN) tests.dump $(OUT)

bench: $(STAMP) ## run the benchmarks; the machine should be idle
	$(RUN) tests.bench

wheel: $(STAMP) ## build a wheel for this machine, in dist/
	$(RUN) build --wheel

vsix: ## build the extension for VS Code, in dist/; needs Node 20
	cd editors/vscode && npm ci --ignore-scripts --loglevel error && mkdir -p ../../dist && \
	  npm run package -- --out ../../dist/wit-lsp-vscode.vsix

$(STAMP): pyproject.toml build_parser.py $(wildcard tree-sitter-wit/src/*.c tree-sitter-wit/src/*.h)
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing $(VENV) && uv pip install --quiet --python $(VENV) -e '.[dev]'; \
	else \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo 'This Python has no venv. Install your system'"'"'s package for it (Debian, Ubuntu: apt install python3-venv), or uv.' >&2; exit 1; }; \
	  $(PYTHON) -m venv $(VENV) && $(RUN) pip install --quiet --disable-pip-version-check -e '.[dev]'; \
	fi
	@touch $@

clean:
	rm -rf $(VENV) dist wit_lsp/syntax/_wit.*
