"""wit-lsp: a language server and linter for WIT, the interface language of WebAssembly components."""

__version__ = "0.1.0"
