"""WIT text to syntax trees. Knows nothing of packages, rules or editors."""
