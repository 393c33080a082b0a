"""Names that are not written as WIT writes them: what they may be called, wherever they are mentioned.

After Component Model, WIT.md, "Identifiers".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wit_lsp.checks import LanguageError, LocatedProblem, check
from wit_lsp.checks.members import NEEDS
from wit_lsp.checks.names import renaming
from wit_lsp.fixes.editor import Editor
from wit_lsp.fixes.renaming import clashes, names_beside
from wit_lsp.ir.facts import BodyFacts, ExternFacts, FuncFacts, ResourceFacts, TypeDefFacts, UseFacts, key
from wit_lsp.ir.items import Extern, Item, Package, TypeDef, Use, in_body, path_of
from wit_lsp.ir.occurrences import Occurrence, occurrence_in
from wit_lsp.problem import Applicability, Fix, Problem, Related
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.packages import Home, Place
from wit_lsp.semantics.symbols import symbol
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple
from wit_lsp.validation.names import escaped, kebab

SAFE = Applicability.SAFE


@check(LocatedProblem)
def spelling(located: LocatedProblem, sem: Semantics) -> Iterator[LanguageError]:
    problem, item, at, text = located
    named = occurrence_in(item, at) if problem.code == "identifier-case" and problem.about else None
    new = "" if named is None else _package(item) if named.kind == "package" else kebab(named.word)
    if named is None or not new:
        return
    message, fixes = problem.message, renaming_all(new, at)
    related: tuple[Related, ...] = ()
    if sem.is_dependency(sem.file):
        fixes = ()  # it is for its authors to rename
    elif named.role in ("mention", "import"):
        meant = symbol(sem, named)
        if meant is None:
            if new in _known(named, sem):
                message, fixes = f"`{text}` is not a valid name; `{new}` is declared", renaming(escaped(new), at, SAFE)
            else:  # it stays wrong
                fixes = renaming_all(new, at, Applicability.MANUAL)
        elif sem.is_dependency(meant.around.file):
            fixes = ()
    elif other := min((each for each in _beside(named, sem) if _clash(each.name, named, new)), default=None):
        message, fixes = f"{message}; there is {other.kind} `{other.name}`", ()
        around = sem.owner_anchor(item) if named.kind == "function" else sem.body_anchor(item)
        related = (Related(around.child(other.key), f"`{other.name}` is declared here"),) if other.key else ()
    yield LanguageError("identifier-case", Problem(at, message, fixes, related))


def _clash(name: str, named: Occurrence, new: str) -> bool:
    """Whether something beside what is named has, or will get, the name that this should have."""
    return name != named.word and clashes(kebab(name) or name, new, named.kind)


def renaming_all(new: str, at: Span, may_fix: Applicability = SAFE) -> tuple[Fix, ...]:
    """The fix that gives what a name at a place means another one, everywhere; see `Editor.rename`."""
    return (Fix(f"Rename to `{':'.join(map(escaped, new.split(':')))}`", may_fix, Editor.rename, (at, new)),)


def _package(item: Item) -> str:
    """How the package that an item names or declares should be called; empty where nobody can say."""
    path = path_of(item)
    id = item.id if isinstance(item, Package) else path.package if path is not None else None
    names = [kebab(id.namespace), kebab(id.name)] if id is not None else []
    return ":".join(names) if all(names) else ""


def _known(named: Occurrence, sem: Semantics) -> Iterable[str]:
    """What may be mentioned where a name is."""
    item = named.item
    path = path_of(item)
    if named.kind == "type":
        return (
            sem.types_of(sem.resolve(item.path, sem.place(item))) if isinstance(item, Use) else sem.types_around(item)
        )
    if named.kind == "item" and path is not None:
        place = sem.place(item)
        home = sem.resolve(path, place).home
        return _items(home, place if path.package is None else None, sem)
    return ()


class _Beside(NamedTuple):
    """A name, what has it, as a message says that, and the key by which this is found in the body around."""

    name: str
    kind: str
    key: str = ""


def _beside(named: Occurrence, sem: Semantics) -> Iterable[_Beside]:
    """The names of which the one that is declared must be another, itself included."""
    item, kind = named.item, named.kind
    if kind in ("member", "parameter"):
        what = NEEDS[item.kind][0] if isinstance(item, TypeDef) else kind
        return [_Beside(name, f"a {what}") for name in names_beside(item, kind)]
    if kind == "item":
        place = sem.place(item)
        return [_Beside(name, "an interface or world") for name in _items(sem.home(None, place), place, sem)]
    derive = _names_of_exports if isinstance(item, Extern) and item.direction == "export" else _names_in
    return sem.derive_from_owner(item if kind == "function" else in_body(item), derive) or ()


def _items(home: Home | None, place: Place | None, sem: Semantics) -> frozenset[str]:
    """The interfaces and worlds of a package, and what the `use`s at top level of a place bring in."""
    items = {name for name, _ in sem.known_items(home)} if home is not None else set()
    return frozenset(items | {local for local, _, _ in sem.names(place).aliases} if place is not None else items)


def _names_in(body: BodyFacts) -> frozenset[_Beside]:
    """Those in an interface, a resource, whose functions must have other names than it has, or a world, whose exports
    may have names of what else is in it.
    """
    found = {_Beside(body.name, "a resource")} if isinstance(body, ResourceFacts) else set()
    for item in body.items:
        if isinstance(item, UseFacts):
            found.update(_Beside(local, "a type", key(item)) for _, local in item.names)
        elif isinstance(item, ExternFacts) and item.direction == "export":
            continue
        elif isinstance(item, (FuncFacts, TypeDefFacts, BodyFacts, ExternFacts)) and item.name is not None:
            kind = "a function" if isinstance(item, FuncFacts) else "a type"
            found.add(_Beside(item.name, "an import" if isinstance(item, ExternFacts) else kind, key(item)))
    return frozenset(found)


def _names_of_exports(world: BodyFacts) -> frozenset[_Beside]:
    exports = (item for item in world.items if isinstance(item, ExternFacts) and item.direction == "export")
    return frozenset(_Beside(item.name, "an export", key(item)) for item in exports if item.name is not None)
