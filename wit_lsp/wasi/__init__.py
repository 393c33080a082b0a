"""What is known of the released WASI packages without a download."""
