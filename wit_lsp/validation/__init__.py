"""What the grammar accepts and the reference toolchain rejects, found in the text of one segment."""
