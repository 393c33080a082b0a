"""What the grammar reads though the reference refuses it, from the text of one segment: a module for each matter."""
