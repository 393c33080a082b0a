"""Runs checks and rules over subjects, and turns what they find into diagnostics."""
