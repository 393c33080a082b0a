"""What refers to an item that is left out because its feature is off, or would stay although what it is in is.

After Component Model, WIT.md, "Feature gates", and wasm-tools 1.263: with an interface or a world its functions,
imports, exports and `include`s are left out, but not its types and `use`s, nor the functions with a resource. These
must be behind the feature too. What a `use` brings in counts as declared by it. A world cannot leave out a type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.names import names_in_signature, names_in_type
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.facts import gates_of
from wit_lsp.ir.items import (
    Extern,
    Func,
    Include,
    Interface,
    Item,
    Name,
    Resource,
    TopUse,
    TypeDef,
    Use,
    World,
    body_of,
    types_of,
)
from wit_lsp.problem import Applicability, Fix, Problem, listed
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.gates import feature_of
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple


class Mention(NamedTuple):
    """A name, where that shows, and the feature of what it means. What stands in that `is_around` it."""

    name: str
    at: Span
    feature: str | None
    is_around: bool = False


def is_left_out(item: Item, sem: Semantics) -> bool:
    """Whether a function, an `include`, an import or an export is left out, itself or with what it is in."""
    body = body_of(item)
    return sem.is_off(feature_of(gates_of(item))) or (body is not None and sem.is_off(sem.feature_around(body)))


@check(Func)
def features_of_functions(func: Func, sem: Semantics) -> Iterator[LanguageError]:
    body, resource = body_of(func), func.owner
    if not isinstance(body, Interface):  # the types of a world are reported themselves
        return
    gated = sem.features_of_types(body)
    around = sem.feature_around(resource) if isinstance(resource, Resource) else None
    if not (gated or around) or is_left_out(func, sem):
        return
    head = sem.owner(func) if around is not None else None
    mentions = [] if head is None else [Mention(head.name, func.name.span, around, True)]
    mentions += (
        Mention(name, at.shifted(func.start), gated.get(name)) for name, at in names_in_signature(func.signature)
    )
    yield from _left_out(func, sem, mentions)


@check(TypeDef, Resource, Use)
def features_of_types(item: TypeDef | Resource | Use, sem: Semantics) -> Iterator[LanguageError]:
    body, head = body_of(item), sem.owner(item)
    names = [each.name for each in item.names] if isinstance(item, Use) else [item.name]
    if body is None or head is None or not names:
        return
    own, around = feature_of(gates_of(item)), sem.feature_around(body)
    if own is not None and sem.is_off(own):
        if isinstance(body, World) and not sem.is_off(around):
            yield _kept(names[0], own, head.name, is_gated=around is not None)
    elif sem.is_off(around):
        yield from _left_out(item, sem, [Mention(head.name, names[0].span, around, True)])
    elif isinstance(item, Use):
        target = sem.resolve(item.path, sem.place(item))
        if target.package is None or not sem.is_off(sem.feature_of(target)):
            yield from _left_out(item, sem, (Mention(*name, sem.feature_of(target, name.text)) for name in names))
    elif isinstance(item, TypeDef) and isinstance(body, Interface) and (gated := sem.features_of_types(body)):
        yield from _left_out(item, sem, _mentions_in(item, gated))


@check(Extern, Include, Use, TopUse)
def features_of_paths(item: Extern | Include | Use | TopUse, sem: Semantics) -> Iterator[LanguageError]:
    path = item.path
    if path is None:
        return
    target = sem.resolve(path, sem.place(item))
    feature = sem.feature_of(target) if target.kind == ("world" if isinstance(item, Include) else "interface") else None
    if feature is None or not sem.is_off(feature):
        return
    if target.package is None:  # of which only the types count for a `use`
        is_wrong = isinstance(item, (Extern, Include)) and not is_left_out(item, sem)
    elif path.package is None:  # the `use` at top level is wrong
        is_wrong = False
    else:  # the reference looks it up even where an interface or a world with the item is left out
        is_wrong = not sem.is_off(feature_of(gates_of(item))) and not (isinstance(item, Use) and _stays(item, sem))
    if is_wrong:
        yield from _left_out(item, sem, [Mention(path.name, path.name_span, feature)])


def _stays(use: Use, sem: Semantics) -> bool:
    """Whether it brings types into an interface or a world that is left out, which is an error already."""
    body = body_of(use)
    return bool(use.names) and body is not None and sem.is_off(sem.feature_around(body))


def _mentions_in(type: TypeDef, gated: Mapping[str, str]) -> Iterator[Mention]:
    for use in types_of(type):
        for name, at in names_in_type(use.type):
            yield Mention(name, at.shifted(use.start), gated.get(name))


def _left_out(item: Item, sem: Semantics, mentions: Iterable[Mention]) -> Iterator[LanguageError]:
    """One error for each feature that is off, where an item that stays mentions it first."""
    by_feature: dict[str, list[Mention]] = {}
    for each in mentions:
        if each.feature is not None and sem.is_off(each.feature):
            by_feature.setdefault(each.feature, []).append(each)
    gates = gates_of(item)
    for feature, found in by_feature.items():
        names = list(dict.fromkeys(f"`{each.name}`" for each in found))
        verb = "is" if len(names) == 1 else "are"
        message = f"{listed(names, 'and')} {verb} behind the feature `{feature}`, which is off; "
        fixes: tuple[Fix, ...] = ()
        if gates.unstable is None and not isinstance(item, TopUse):
            message += f"gate {_shown(item)} too, or "
            # Nothing else can be meant where what it stands in is left out, unless it is said to be stable.
            is_safe = found[0].is_around and gates.since is None
            applicability = Applicability.SAFE if is_safe else Applicability.MANUAL
            fixes = (Fix(f"Gate {_shown(item)} with `{feature}`", applicability, Editor.gate, (feature,)),)
        yield _error(found[0].at, message, feature, fixes)


def _kept(type: Name, feature: str, world: str, *, is_gated: bool) -> LanguageError:
    message = f"a world cannot leave out `{type.text}`, whose feature `{feature}` is off; "
    fixes: tuple[Fix, ...] = ()
    if not is_gated:
        message += f"gate `{world}` instead, or "
        fixes = (Fix(f"Gate `{world}` with `{feature}`", Applicability.MANUAL, Editor.gate_around, (feature,)),)
    return _error(type.span, message, feature, fixes)


def _error(at: Span, message: str, feature: str, fixes: tuple[Fix, ...]) -> LanguageError:
    return LanguageError("gated-off", Problem(at, f"{message}turn it on", fixes, setting=("features", feature)))


def _shown(item: Item) -> str:
    if isinstance(item, (Func, TypeDef, Resource)):
        return f"`{item.name.text}`"
    return f"this `{item.direction if isinstance(item, Extern) else type(item).__name__.lower()}`"
