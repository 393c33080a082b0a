"""Names that fixes make: free ones, in the manner of the house."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from wit_lsp.ir.items import PackageId, uniqueness_key


def free_name(taken: Iterable[str], wanted: list[str]) -> str:
    """The first name that nothing has, numbered if none is free. Case and hyphens do not tell two names apart."""
    keys = {*map(uniqueness_key, taken), *_KEYWORDS}
    numbered = (f"{wanted[-1]}-{n}" for n in count(2))
    return next(name for names in (wanted, numbered) for name in names if uniqueness_key(name) not in keys)


# Of the keywords that consist of several words, by their keys: a fix joins names.
_KEYWORDS = (uniqueness_key("error-context"),)


def names_for_type(package: PackageId | None, interface: str, name: str) -> list[str]:
    """What a type of an interface may be called elsewhere if its own name is taken; of the same package if None."""
    if package is None:
        return [f"{interface}-{name}"]
    return [f"{package.name}-{name}", f"{package.name}-{interface}-{name}"]
