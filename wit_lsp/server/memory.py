"""When objects that only refer to each other are collected, and which objects no collection looks at any more.

What is known of the files of a workspace may be millions of objects, all of which stay. A collection that looked at all
of them would take a second, during which no message is read. So what was learnt is frozen in portions.
"""

from __future__ import annotations

import gc

YOUNG = 5_000
"""New objects that are there to stay, or are kept by a cycle of references, after which young objects are collected."""

PORTION = 5
"""Collections of young objects after which those that are left are frozen, which takes about 10 ms."""


def freeze() -> None:
    """Collect what is garbage, and look at nothing else again that is there now.

    What is frozen and becomes garbage is freed only if no cycle of references keeps it. So no document must be there
    that will be replaced.
    """
    gc.collect()
    gc.freeze()


def is_portion_full() -> bool:
    """Whether so much was made since `freeze` that doing it again would soon take long."""
    _, young, old = gc.get_count()
    return young >= PORTION or old > 0


def take_over() -> None:
    """Freeze what is there at the start, and have only young objects collected while the server works."""
    freeze()
    gc.set_threshold(YOUNG, 5, 10_000)
