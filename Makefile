# What a person or CI types. `make demo` and `make test` make the environment on their own.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/.made
RUN := $(BIN)/python -m

.PHONY: demo test conformance e2e editors lint format pages pictures grammar recovery dump bench wheel vsix clean
.DEFAULT_GOAL := demo

demo: $(STAMP) ## what `check` says of the examples, and what `fix` would do about it
	@echo '$$ wit-lsp check examples'
	@$(BIN)/wit-lsp check --fail-on never examples
	@echo
	@echo '$$ wit-lsp fix --unsafe-fixes --diff examples'
	@$(BIN)/wit-lsp fix --unsafe-fixes --diff examples || test $$? -eq 1

test: $(STAMP) ## the tests
	$(RUN) pytest

conformance: $(STAMP) ## the tests against the corpora in $WIT_LSP_CORPORA, where a skip is a failure
	WIT_LSP_CONFORMANCE=1 $(RUN) pytest -s tests/conformance

e2e: $(STAMP) vsix ## the tests in real editors, which install/ brings into $WIT_LSP_E2E_CACHE
	for script in tests/e2e/install/*.sh; do sh $$script || exit 1; done
	WIT_LSP_E2E=1 $(RUN) pytest tests/e2e $(E2E)

editors: ## as e2e, without the run of VS Code that a person would see
	$(MAKE) e2e E2E='-k "not person"'

lint: $(STAMP) ## format, lint and types, as CI checks them
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy

format: $(STAMP)
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

pages: $(STAMP) ## write the pages that are made from the rules
	$(RUN) pytest tests/test_docs.py tests/test_editors.py tests/e2e/test_vscode.py --update

pictures: $(STAMP) vsix ## take the pictures of the pages anew
	sh tests/e2e/install/vscode.sh
	WIT_LSP_E2E=1 WIT_LSP_PICTURES=$(CURDIR)/docs/pictures $(RUN) pytest tests/e2e/test_vscode.py -k person

grammar: ## generate the parser again: needs the tree-sitter CLI
	cd tree-sitter-wit && tree-sitter generate --js-runtime native --abi 14 && $(PYTHON) words.py && tree-sitter test

recovery: $(STAMP) ## how broken files are told and mended: SEED draws the files from $WIT_LSP_CORPORA
	$(RUN) tests.recovery $(SEED)

dump: $(STAMP) ## record in the file OUT what is said of the corpora and of broken files, to be compared after a change
	$(RUN) tests.dump $(OUT)

bench: $(STAMP) ## measure, on a machine that is otherwise idle
	$(RUN) tests.bench

wheel: $(STAMP) ## a wheel for this machine, in dist/
	$(RUN) build --wheel

vsix: ## the extension for VS Code, in dist/: needs Node 20
	cd editors/vscode && npm ci --ignore-scripts --loglevel error && mkdir -p ../../dist && \
	  npm run package -- --out ../../dist/wit-lsp-vscode.vsix

$(STAMP): pyproject.toml build_parser.py $(wildcard tree-sitter-wit/src/*.c tree-sitter-wit/src/*.h)
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing $(VENV) && uv pip install --quiet --python $(VENV) -e '.[dev]'; \
	else \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo 'This Python has no venv: install your system'"'"'s package for it (Debian, Ubuntu: apt install python3-venv), or uv.' >&2; exit 1; }; \
	  $(PYTHON) -m venv $(VENV) && $(RUN) pip install --quiet --disable-pip-version-check -e '.[dev]'; \
	fi
	@touch $@

clean:
	rm -rf $(VENV) dist wit_lsp/syntax/_wit.*
