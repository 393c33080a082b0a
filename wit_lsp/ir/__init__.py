"""What WIT text means. Knows nothing of rules, of an editor, or of where files lie."""
