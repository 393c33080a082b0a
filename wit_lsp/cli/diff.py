"""Patches that `patch -p1` and `git apply` accept. Lines end at LF alone, whatever ends them in the file."""

from __future__ import annotations

from difflib import unified_diff

Side = tuple[str, bytes] | None
"""The name and text of a file; None where it is not there."""


def patch(old: Side, new: Side) -> list[str]:
    """The lines of a patch without their ends. Bytes that are not UTF-8 are surrogates, as `os.fsdecode` makes them."""
    before, after = (_name(side[0]) for side in (old or new, new or old) if side is not None)
    lines = [f"diff --git {_prefixed(before, 'a/')} {_prefixed(after, 'b/')}"]
    if old is None:
        lines.append("new file mode 100644")
    elif new is None:
        lines.append("deleted file mode 100644")
    elif old[0] != new[0]:
        lines += [f"rename from {before}", f"rename to {after}"]
    found = unified_diff(_lines(old), _lines(new), _header(old, "a/"), _header(new, "b/"))
    for line in found:
        if line.endswith("\n"):
            lines.append(line[:-1])
        else:
            lines += [line, "\\ No newline at end of file"]
    return lines


def _lines(side: Side) -> list[str]:
    if side is None:
        return []
    *lines, last = side[1].decode("utf-8", "surrogateescape").split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _header(side: Side, prefix: str) -> str:
    if side is None:
        return "/dev/null"
    name = _prefixed(_name(side[0]), prefix)
    return f"{name}\t" if " " in name and name[0] != '"' else name  # the tab says where it ends


def _prefixed(name: str, prefix: str) -> str:
    """Below the folder in which the patch is applied; an absolute path is one from the root."""
    return f'"{prefix}{name[1:].lstrip("/")}' if name.startswith('"') else prefix + name.lstrip("/")


def _name(name: str) -> str:
    """A name as git writes it: quoted as in C where it has other characters than a line can show."""
    if name.isprintable() and not {'"', "\\"}.intersection(name):
        return name
    quoted = "".join(
        f"\\{byte:03o}" if byte < 0x20 or byte > 0x7E else f"\\{chr(byte)}" if byte in b'"\\' else chr(byte)
        for byte in name.encode("utf-8", "surrogateescape")
    )
    return f'"{quoted}"'
