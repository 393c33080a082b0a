"""Packages of any size to measure on: interfaces of 100 lines, valid for the reference, about a warning in each."""

from __future__ import annotations

from itertools import cycle

_TYPES = ("u32", "string", "list<string>", "option<u64>", "tuple<u32, string>")
_RESULTS = ("u32", "string", "record-1", "option<record-2>", "list<record-3>")


def package(lines: int) -> str:
    return "package bench:large@1.0.0;\n\n" + "".join(interface(number) for number in range(lines // 100))


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
