"""Names of interfaces and worlds of the same package, and what a `use` takes from them.

After Component Model, WIT.md, "Item: `use`", and wasm-tools 1.263: a name alone is that of an interface or a world of
the package, or one that a `use` at top level of the same file gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.names import near, renaming
from wit_lsp.ir.items import Extern, Include, Item, Package, TopUse, Use, outermost, path_of
from wit_lsp.problem import Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.validation.names import is_name


@check(Use, Include, Extern, TopUse)
def names_of_the_package(item: Item, sem: Semantics) -> Iterator[LanguageError]:
    path = path_of(item)
    if path is None or path.package is not None or not is_name(path.name) or isinstance(outermost(item), Package):
        return
    kind = sem.kind_in_package(path.name)
    wanted = "world" if isinstance(item, Include) else "interface"
    is_bound = any(local == path.name for local, _, _ in sem.facts.aliases)
    if not kind and (isinstance(item, TopUse) or not is_bound):  # else the `use` at top level is wrong
        known = (name for name, other in sem.package_names() if other in (wanted, "alias") and name != path.name)
        like = near(path.name, known)
        message = f"this package has no {wanted} `{path.name}`" + (f"; it has `{like}`" if like else "")
        yield LanguageError("undefined-name", Problem(path.span, message, renaming(like, path.span)))
    elif kind in ("interface", "world") and kind != wanted and not isinstance(item, TopUse):
        message = f"`{path.name}` is {'an' if kind == 'interface' else 'a'} {kind}; {_TAKES[type(item)]}"
        yield LanguageError("undefined-name", Problem(path.span, message))
    elif kind == "interface" and isinstance(item, Use):
        yield from _used_types(item, sem)


def _used_types(use: Use, sem: Semantics) -> Iterator[LanguageError]:
    _, interface = sem.facts.target(use.path.name)
    types = sem.types_of(interface)
    for each in use.names:
        name, at = each.name
        if not name or not is_name(name) or name in types:
            continue
        found = sem.interface(interface)
        if found is None or sem.may_declare(found[0].file, name):
            continue
        if any(func.name == name for func in found[1].functions):
            message = f"`{name}` is a function of `{use.path.name}`; a `use` takes types"
            yield LanguageError("undefined-name", Problem(at, message))
            continue
        like = near(name, types)
        message = f"`{use.path.name}` has no type `{name}`" + (f"; it has `{like}`" if like else "")
        yield LanguageError("undefined-name", Problem(at, message, renaming(like, at)))


_TAKES = {
    Use: "a `use` takes types of an interface",
    Include: "an `include` takes a world",
    Extern: "a world imports and exports interfaces, and includes worlds",
}
