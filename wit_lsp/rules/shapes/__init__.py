"""The shapes of functions and of what they give."""
