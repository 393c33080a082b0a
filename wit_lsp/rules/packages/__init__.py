"""Packages, their versions, and the references to them."""
