"""Time: limits, clocks and waiting."""
