"""Names that fixes write: free ones, in the manner of the house, and those of keywords with their `%`."""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import count

from wit_lsp.ir.items import NOWHERE, PackageId, Path, uniqueness_key
from wit_lsp.validation.names import escaped


def free_name(taken: Iterable[str], wanted: list[str]) -> str:
    """The first name that nothing has, numbered if none is free. Case and hyphens do not tell two names apart."""
    return free_among(frozenset(map(uniqueness_key, taken)), wanted)


def free_among(keys: Set[str], wanted: list[str]) -> str:
    """As `free_name`, where `keys` are those of the names that are taken (see `uniqueness_key`)."""
    numbered = (f"{wanted[-1]}-{n}" for n in count(2))
    candidates = (name for names in (wanted, numbered) for name in names)
    return next(name for name in candidates if uniqueness_key(name) not in keys and name not in _KEYWORDS)


# Of the keywords those of several words: a fix joins names.
_KEYWORDS = ("error-context",)


def names_for_type(package: PackageId | None, interface: str, name: str) -> list[str]:
    """What a type of an interface may be called elsewhere if its own name is taken; of the same package if None."""
    if package is None:
        return [f"{interface}-{name}"]
    return [f"{package.name}-{name}", f"{package.name}-{interface}-{name}"]


def written(package: PackageId | None, name: str) -> str:
    """The path of an interface or a world of a package, or of the same package if that is None."""
    if package is not None:
        package = package._replace(namespace=escaped(package.namespace), name=escaped(package.name))
    return str(Path(package, escaped(name), NOWHERE))
