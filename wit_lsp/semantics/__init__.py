"""What WIT means beyond one segment. Every answer is a tracked read, so that nobody asks again what did not change."""
