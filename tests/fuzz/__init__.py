"""`make fuzz SEED=n COUNT=m`: texts that nobody wrote, and what must hold of whatever is reported of them.

`texts` makes them from the files of the corpora, `laws` says what must hold, `shrink` makes a text that breaks a law
short, and `soak` types for hours in a session.
"""
