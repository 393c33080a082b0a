"""`python -m tests.fuzz SEED COUNT`: makes COUNT texts of a seed, and reports each law that one of them breaks.

Of each law the first broken texts are printed, made short, with their numbers; `--only NUMBER` makes that text alone
and prints all of it. The exit code is 1 if a law was broken.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections import Counter

from tests.conformance import corpora
from tests.fuzz.laws import Broken, broken
from tests.fuzz.shrink import shrunk
from tests.fuzz.texts import made

STEP = 1_000
"""Texts after which a line says how far it is."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int, nargs="?", default=STEP)
    parser.add_argument("--show", type=int, default=3, metavar="N", help="texts that are printed for each law")
    parser.add_argument("--only", type=int, metavar="NUMBER")
    options = parser.parse_args()
    if corpora.FOLDER is None:
        sys.exit(corpora.MISSING)
    if options.only is not None:
        return _one(made(options.seed, options.only))
    gc.disable()  # as commands do
    laws: Counter[str] = Counter()
    slowest, slow_number, size = 0.0, 0, 0
    for number in range(options.count):
        text = made(options.seed, number)
        started = time.process_time()
        found = broken(text)
        spent = time.process_time() - started
        if spent > slowest:
            slowest, slow_number = spent, number
        size += len(text)
        for each in found:
            laws[each.law] += 1
            if laws[each.law] <= options.show:
                _print(options.seed, number, text, each)
        if (number + 1) % STEP == 0:
            gc.collect()
            print(f"seed {options.seed}: {number + 1:,} texts, {laws.total()} broken", flush=True)
    print(f"seed {options.seed}: {options.count:,} texts, {size / 1e6:.1f} MB, {laws.total()} broken")
    print(f"slowest: text {slow_number}, {slowest:.2f} s")
    for law, count in laws.most_common():
        print(f"{count:6}  {law}")
    return 1 if laws else 0


def _print(seed: int, number: int, text: bytes, found: Broken) -> None:
    short = shrunk(text, lambda text: any(each.law == found.law for each in broken(text)))
    detail = next((each.detail for each in broken(short) if each.law == found.law), found.detail)
    print(f"--- seed {seed}, text {number}: {found.law}\n{detail}\n{short!r}\n", flush=True)


def _one(text: bytes) -> int:
    print(text.decode("utf-8", "backslashreplace"))
    found = broken(text)
    for law, detail in found:
        print(f"--- {law}\n{detail}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
