"""Rules about packages, their versions, and the references to them."""
