# What a person or CI types. `make demo` and `make test` make the environment on their own.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/.made
RUN := $(BIN)/python -m

.PHONY: demo test conformance lint format pages grammar bench wheel clean
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

lint: $(STAMP) ## format, lint and types, as CI checks them
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy

format: $(STAMP)
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

pages: $(STAMP) ## write the pages that are made from the rules
	$(RUN) pytest tests/test_docs.py --update

grammar: ## generate the parser again: needs the tree-sitter CLI
	cd tree-sitter-wit && tree-sitter generate --js-runtime native --abi 14 && $(PYTHON) words.py && tree-sitter test

bench: $(STAMP) ## measure, on a machine that is otherwise idle
	$(RUN) tests.bench

wheel: $(STAMP) ## a wheel for this machine, in dist/
	$(RUN) build --wheel

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
