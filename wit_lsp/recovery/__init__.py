"""Text that does not parse: what is wrong with it, and a repaired text that does. Knows the text of one segment."""
