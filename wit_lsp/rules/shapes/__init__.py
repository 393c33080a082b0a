"""Rules about the types that functions take and return."""
