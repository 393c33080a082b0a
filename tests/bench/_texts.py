"""Valid packages of any size, for benchmarks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

_TYPES = ("u32", "string", "list<string>", "option<u64>", "tuple<u32, string>")
_RESULTS = ("u32", "string", "record-1", "option<record-2>", "list<record-3>")
_HEADER = "package bench:large@1.0.0;\n\n"


def lay(folder: Path, texts: Iterable[str]) -> None:
    """Write the files of a new folder."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.wit").write_text(text)


def package(lines: int, first: int = 0) -> str:
    """Interfaces of 100 lines, each with about one warning. `first` is the number of the first one."""
    return _HEADER + "".join(interface(number) for number in range(first, first + lines // 100))


def function(number: int) -> str:
    """A minimal file."""
    return f"{_HEADER}interface interface-{number} {{\n  run: func() -> u32;\n}}\n"


def single(lines: int) -> str:
    """One interface, in which lines with docs and lines with a function alternate."""
    member = (
        "  /// What it does.\n  function-{}: func(first: u32, second: list<string>, timeout-ms: u32) -> result<u32>;\n"
    )
    return _HEADER + "interface single {\n" + "".join(map(member.format, range(lines // 2))) + "}\n"


def interface(number: int) -> str:
    types, results = cycle(_TYPES), cycle(_RESULTS)
    body = [f"/// Interface number {number}.", f"interface interface-{number} {{"]
    for record in range(4):
        body += ["  /// What is passed around.", f"  record record-{record} {{"]
        body += [f"    field-{field}: {next(types)}," for field in range(8)]
        body += ["  }", ""]
    body += ["  variant failure {", "    invalid(string),", "    unknown(record-0),", "    timeout,", "  }", ""]
    body += ["  enum color { red, green, blue }", ""]
    while len(body) < 97:
        params = f"first: {next(types)}, second: list<record-{len(body) % 4}>"
        body.append(f"  function-{len(body)}: func({params}, timeout-ms: u32) -> result<{next(results)}, failure>;")
    body += [f"  load: func(name: string, at: color) -> result<record-{number % 4}, failure>;", "}", ""]
    return "\n".join(body) + "\n"
