"""`make dump OUT=file` writes a dump; `python -m tests.dump compare A B` shows the differences of two dumps."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator

from tests.conformance import corpora
from tests.dump import show, texts
from tests.dump.compare import compare
from tests.dump.record import read, write
from tests.dump.texts import Text

EACH = 50
MANY = 50
IGNORED = {"messages": "message", "titles": "fix title"}


def main(arguments: list[str]) -> int:
    return _compare(arguments[1:]) if arguments[:1] == ["compare"] else _dump(arguments)


def _dump(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.dump", description="Record what the product says of many texts.")
    parser.add_argument("out", metavar="OUT", help="the file to write, gzipped where its name ends in .gz")
    parser.add_argument(
        "--seeds", type=int, nargs="*", default=[1, 2], help="each draws ten files to put mistakes into"
    )
    parser.add_argument("--each", type=int, default=EACH, help="texts of a file with one mistake, for each kind")
    parser.add_argument("--many", type=int, default=MANY, help="texts of a file with many mistakes")
    parser.add_argument("--like", metavar="DUMP", help="take the very texts of another dump")
    parser.add_argument("-j", type=int, choices=(1, 2), default=1, dest="jobs", help="processes")
    options = parser.parse_args(arguments)
    if corpora.FOLDER is None:
        sys.exit(corpora.MISSING)
    count = write(options.out, _texts(options), options.jobs)
    print(f"{count:,} texts")
    return 0


def _compare(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.dump compare", description="Tell how two dumps differ.")
    parser.add_argument("old", metavar="A")
    parser.add_argument("new", metavar="B")
    parser.add_argument("--by-kind", action="store_true", help="group by what changed alone, whatever the codes")
    parser.add_argument("--show", type=int, default=3, metavar="N", help="examples of each group")
    parser.add_argument("--ignore", choices=IGNORED, nargs="+", action="extend", default=[], help="what may differ")
    options = parser.parse_args(arguments)
    for name in options.old, options.new:
        if not os.path.isfile(name):
            parser.error(f"no such file: {name}")
    ignored = {IGNORED[name] for name in options.ignore}
    found = compare(read(options.old), read(options.new), ignored, options.show)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a message may quote a part of a character
    for line in show.lines(found, options.show, options.by_kind):
        print(line)
    return 0 if found.is_equal else 1


def _texts(options: argparse.Namespace) -> Iterator[Text]:
    if options.like is not None:
        yield from (record.text for record in read(options.like))
        return
    yield from texts.of_corpora()
    for seed in options.seeds:
        yield from texts.with_mistakes(seed, options.each, options.many)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
