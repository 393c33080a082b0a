"""Benchmarks; see `__main__`."""

from collections.abc import Iterator

Rows = Iterator[tuple[str, str, str]]
"""What is measured, the figure, and the target."""
