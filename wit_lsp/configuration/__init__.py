"""What may be set, and what it means: in `wit-lsp.toml`, in an editor, on the command line. Reads no disk."""
