"""Names in an interface, a world or a resource: no two things in it may have the same one.

After Component Model, WIT.md, "Identifiers", and wasm-tools 1.263: case and hyphens do not tell two names apart. What a
`use` brings in counts as what is declared. The types of a world are imports, which do not clash with its exports. A
setter has the name of its getter, and no function that of its resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.members import clash_message
from wit_lsp.fixes.editor import Editor
from wit_lsp.fixes.free import free_among, names_for_type
from wit_lsp.ir.anchors import of_used
from wit_lsp.ir.facts import BodyFacts, ExternFacts, FuncFacts, ItemFacts, TypeDefFacts, UseFacts
from wit_lsp.ir.items import uniqueness_key
from wit_lsp.ir.names import BodyNames, Naming, keys_of, resources_in
from wit_lsp.problem import Anchor, Applicability, Fix, Problem, Related
from wit_lsp.semantics.api import Semantics
from wit_lsp.tuples import NamedTuple
from wit_lsp.validation.names import is_name


class _Named(NamedTuple):
    """One name: that of an item by its number in the body, or that of the body itself.

    `part` is the number of a name of a `use`; `kind` is what a message calls what has the name.
    """

    name: str
    kind: str
    number: int | None
    part: int | None = None

    @property
    def key(self) -> str:
        """The same as that of what it clashes with."""
        return _OWN_KEYS.get(self.kind, "") + uniqueness_key(self.name)

    @property
    def rank(self) -> int:
        """Whether the reference takes it first, second or third, wherever it stands in the body."""
        return 0 if self.part is not None else 1 if self.kind in ("type", "resource") else 2


# What clashes with its like alone, though it is called like others.
_OWN_KEYS = {"setter": "[set]", "static setter": "[set]", "constructor": "[constructor]"}


class _Scope(NamedTuple):
    """Names that must differ, and the keys of the items in the body `here` that have them."""

    here: Anchor
    keys: list[str]
    names: list[_Named]

    def anchor(self, named: _Named) -> Anchor:
        if named.number is None:
            return self.here
        item = self.here.child(self.keys[named.number])
        return item if named.part is None else item.part(of_used(named.part))


@check(BodyNames)
def names(body: BodyNames, sem: Semantics) -> Iterator[LanguageError]:
    for scope in _scopes(body, sem.here) if body.kind in ("interface", "world") else ():
        taken = frozenset(each.key for each in scope.names)
        for later, first in _clashes(scope.names):
            at, before = scope.anchor(later), scope.anchor(first)
            item, other = sem.item_at(at), sem.item_at(before)
            is_same = _is_same(item, later.part, other, first.part)
            if is_same:
                fixes = _removal(at, later, item, other)
            else:
                fixes = _renaming(scope, later, item, taken) or _renaming(scope, first, other, taken)
            verb = "declared" if first.part is None else "brought in"
            related = (Related(before, f"`{first.name}` is {verb} here"),)
            yield LanguageError("dup-name", Problem(at, _message(later, first, is_same), fixes, related))


def _scopes(body: BodyNames, here: Anchor) -> Iterator[_Scope]:
    """Those of a body, and of the resources in it, in which two names may clash."""
    if not _all_differ(name for item in body.items for name in item.names):
        names: list[_Named] = []
        exports: list[_Named] = []
        for number, item in enumerate(body.items):
            if item.kind == "use":
                found = [_Named(name, "type", number, part) for part, name in enumerate(item.names)]
            else:
                found = [_Named(name, item.kind, number) for name in item.names]
            if not item.is_broken:
                (exports if item.is_export else names).extend(found)
        keys = keys_of(body.items)
        yield _Scope(here, keys, names)
        yield _Scope(here, keys, exports)
    for at, resource in resources_in(body, here):
        names = [*_in_resource(resource)]
        if not _all_differ(each.name for each in names):
            yield _Scope(at, keys_of(resource.inside), names)


def _all_differ(names: Iterable[str]) -> bool:
    keys = [*map(uniqueness_key, names)]
    return len(set(keys)) == len(keys)


def _in_resource(resource: Naming) -> Iterator[_Named]:
    """Its own name and those of its functions."""
    (own,) = resource.names
    yield _Named(own, resource.kind, None)
    for number, func in enumerate(resource.inside):
        for name in func.names if not func.is_broken else ():
            is_like_own = func.kind != "constructor" and uniqueness_key(name) == uniqueness_key(own)
            yield _Named(name, "function" if is_like_own else func.kind, number)  # not even a setter may be so called


def _clashes(names: list[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """What has a name that is taken, with what has it first. A name that is none is reported elsewhere."""
    known: dict[str, _Named] = {}
    for each in sorted((each for each in names if is_name(each.name)), key=_rank):
        first = known.setdefault(each.key, each)
        if first is not each and not _is_overridden(each, first):
            yield each, first


def _rank(named: _Named) -> int:
    return named.rank


def _is_overridden(type: _Named, first: _Named) -> bool:
    """Whether a type stands before the `use` of its name, where the reference takes that one without an error."""
    if type.rank != 1 or first.rank != 0 or type.name != first.name:
        return False
    return type.number is not None and first.number is not None and type.number < first.number


def _is_same(item: ItemFacts | None, part: int | None, other: ItemFacts | None, other_part: int | None) -> bool:
    """Whether two items are the same, be only one of them documented; of `use`s, whether two names are."""
    if isinstance(item, UseFacts) and isinstance(other, UseFacts) and part is not None and other_part is not None:
        return item[:2] == other[:2] and item.names[part] == other.names[other_part]
    if isinstance(item, (FuncFacts, TypeDefFacts, BodyFacts, ExternFacts)) and type(item) is type(other):
        return item == other._replace(documented=item.documented)
    return False


def _message(later: _Named, first: _Named, is_same: bool) -> str:
    name, kind = later.name, later.kind
    if first.number is None:
        return f"a function of `{first.name}` cannot be named like the resource"
    if name != first.name:
        return clash_message(first.kind, name, first.name)
    if kind != first.kind:
        return f"`{name}` clashes with the {first.kind} of the same name"
    if first.part is not None:
        if later.part is None:
            return f"the type `{name}` is brought in and declared"
        return f"the type `{name}` is brought in twice" if is_same else f"two types `{name}` are brought in"
    if kind in ("import", "export"):
        return f"`{name}` is {kind}ed twice"
    return "the constructor is declared twice" if kind == "constructor" else clash_message(kind, name, name)


# Fixes. There is none where only the author can choose a name.


def _removal(at: Anchor, named: _Named, item: ItemFacts | None, other: ItemFacts | None) -> tuple[Fix, ...]:
    """Of what is there twice; by the author where the other has not all that it has."""
    if isinstance(item, UseFacts) and isinstance(other, UseFacts):
        applicability = Applicability.SAFE if item.gates == other.gates else Applicability.MANUAL
        return (Fix(f"Remove this `{named.name}`", applicability, Editor.remove_used, (named.part,), at),)
    is_alone_documented = getattr(item, "documented", False) and not getattr(other, "documented", False)
    applicability = Applicability.MANUAL if is_alone_documented else Applicability.SAFE
    return (Fix(f"Remove this {named.kind}", applicability, Editor.remove_item, on=at),)


def _renaming(scope: _Scope, named: _Named, use: ItemFacts | None, taken: frozenset[str]) -> tuple[Fix, ...]:
    """Of a name that a `use` brings in."""
    if not isinstance(use, UseFacts) or named.part is None:
        return ()
    wanted = names_for_type(use.package, use.interface, use.names[named.part][0])
    local = free_among(taken, wanted)
    arguments = named.part, local
    title = f"Bring it in as `{local}`"
    return (Fix(title, Applicability.MANUAL, Editor.rename_used, arguments, scope.anchor(named)),)
