"""What an occurrence of a name means, as a value without a position: equal for all occurrences that mean the same.

A name that a `use` or an `include` gives with `as` means something of its own. What means nothing has no symbol.
"""

from __future__ import annotations

from wit_lsp.ir import facts as f
from wit_lsp.ir.anchors import key
from wit_lsp.ir.facts import ExternFacts, IncludeFacts
from wit_lsp.ir.items import NOWHERE, Include, Item, Package, Path, TopUse, Use, path_of
from wit_lsp.ir.occurrences import Kind, Occurrence
from wit_lsp.problem import Anchor
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.packages import Home, Place, source_of
from wit_lsp.semantics.paths import Resolved
from wit_lsp.semantics.types import Named
from wit_lsp.tuples import NamedTuple


class Symbol(NamedTuple):
    """A declaration, or an `as`, by its name and the anchor of what it stands in.

    The anchor has keys without numbers: what is declared twice under one name is one symbol. That of a package has its
    id, and the file or the folder that declares it. A `plain` name is that of an import and of an export alike, as in
    an `include`.
    """

    kind: Kind
    word: str
    around: Anchor


def symbol(sem: Semantics, of: Occurrence, *, through: bool = False) -> Symbol | None:
    """What an occurrence means; with `through`, never an `as`, but the declaration after all of them.

    `sem` is the view from its segment.
    """
    word, span, kind, role, item = of
    if kind == "package":
        return _package(sem, item)
    if kind == "item" and role != "declaration":
        path = path_of(item)
        assert path is not None
        if isinstance(item, TopUse):
            if role == "alias" and not through and word != path.name:
                place = sem.place(item)
                return Symbol("item", word, _around(place))
            return _item(sem.resolve(path, sem.place(item)))
        return _path(sem, path, sem.place(item), through)
    if kind == "type" and role != "declaration":
        if isinstance(item, Use) and role != "alias":
            target = sem.resolve(item.path, sem.place(item))
            return _type(sem, item, sem.scope_of(target)(word), through) if target.kind == "interface" else None
        return _type(sem, item, sem.scope(item)(word), through)
    if isinstance(item, Include):
        if role == "alias" and not through:
            return Symbol("plain", word, sem.owner_anchor(item))
        name = next(each.name.text for each in item.renames if span in (each.name.span, each.local.span))
        return _renamed(sem, item, name, through)
    around = sem.owner_anchor(item)
    return Symbol(kind, word, around.child(key(item)) if kind in ("member", "parameter") else around)


def _renamed(sem: Semantics, include: Include, name: str, through: bool) -> Symbol | None:
    """What an `include` renames: an import or export of the world, a type in it, or what another `include` gives it."""
    todo = [(sem.resolve(include.path, sem.place(include)), name)]
    seen: set[tuple[Place, str, str]] = set()
    for world, name in todo:  # grows in the loop
        facts = sem.world(world)
        if facts is None or world.place is None or (world.place, world.name, name) in seen:
            continue
        seen.add((world.place, world.name, name))
        around = Anchor(world.place.file, world.keys)
        if any(isinstance(each, ExternFacts) and each.name == name for each in facts.items):
            return Symbol("plain", name, around)
        if (found := _type(sem, include, sem.scope_of(world)(name), through)) is not None:
            return found
        for each in facts.items:
            if isinstance(each, IncludeFacts):
                before = [old for old, new in each.renames if new == name]
                if before and not through:
                    return Symbol("plain", name, around)
                if before or all(old != name for old, _ in each.renames):
                    included = sem.resolve(Path(each.package, each.world, NOWHERE), world.place)
                    todo.append((included, before[0] if before else name))
    return None


def _package(sem: Semantics, item: Item) -> Symbol | None:
    """The package that a path names, or that a header or a nested block declares."""
    home: Home | None
    if isinstance(item, Package):
        package = item.id
        nested = f.body_key("package", str(package))
        home = Home(sem.file, nested) if item.nested else sem.home(None, Place(sem.file))
    else:
        path = path_of(item)
        assert path is not None and path.package is not None
        package, home = path.package, sem.home(path.package, sem.place(item))
    if home is None:
        return None
    return Symbol("package", package.name, Anchor(source_of(home), (str(package),)))


def _path(sem: Semantics, path: Path, place: Place, through: bool) -> Symbol | None:
    if path.package is None and not through:
        _, target = sem.names(place).target(path.name)
        if target != path.name:
            return Symbol("item", path.name, _around(place))
    return _item(sem.resolve(path, place))


def _item(resolved: Resolved) -> Symbol | None:
    return None if resolved.place is None else Symbol("item", resolved.name, _around(resolved.place))


def _type(sem: Semantics, item: Item, named: Named, through: bool) -> Symbol | None:
    """The type that a name in an item means."""
    name, home = named.name, named.home
    if named.alias is not None and not through:
        name, home = named.alias
    elif named.head is None:
        return None
    is_elsewhere = isinstance(home, tuple) and len(home) == 2  # then it has a file and keys
    return Symbol("type", name, Anchor(*home) if is_elsewhere else sem.body_anchor(item))  # type: ignore[misc]


def _around(place: Place) -> Anchor:
    return Anchor(place.file, (place.nested,) if place.nested else ())
