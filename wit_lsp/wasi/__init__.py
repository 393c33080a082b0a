"""Built-in knowledge about the released WASI packages."""
