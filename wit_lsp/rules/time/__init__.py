"""Rules about time limits, clocks and waiting."""
