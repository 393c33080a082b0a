"""Names of types that nothing declares.

After Component Model, WIT.md, "Item: `use`" and "Types", and wasm-tools 1.263: an interface or world sees the types
that it declares or brings in, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.whole_uses import used_whole
from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.facts import BodyFacts, ExternFacts, FuncFacts, path_text
from wit_lsp.ir.items import (
    NOWHERE,
    Func,
    Item,
    PackageId,
    Path,
    Signature,
    Type,
    TypeDef,
    World,
    body_of,
    in_body,
    types_of,
)
from wit_lsp.problem import Anchor, Applicability, Fix, Problem, nearest
from wit_lsp.semantics.api import Semantics
from wit_lsp.syntax.foreign_types import is_foreign
from wit_lsp.text import Span
from wit_lsp.validation.names import is_name, kebab
from wit_lsp.validation.type_names import FLOATS, NONE, UNIT

_LIKE = 0.75
"""How much a name must be like another one to be taken for it; 1 is the same."""

MAX_HOMES = 10
"""Interfaces from which a type that is missing may be brought in, of those that a message offers."""


@check(Func)
def types_of_functions(func: Func, sem: Semantics) -> Iterator[LanguageError]:
    names = names_in_signature(func.signature)
    known = sem.types_around(func) if names else ()
    for name, span in names:
        result = func.signature.result
        if name not in known and not _is_nothing(name, span, func, sem, func.signature.types, result):
            is_result = result is not None and (result.name_span, name) == (span, "error")
            written = "result<_, {}>" if is_result else "{}"
            yield from _undefined(func, sem, name, span.shifted(func.start), written, is_error=_is_error(result, span))


def _is_nothing(
    name: str, at: Span, item: Item, sem: Semantics, types: Iterable[Type], result: Type | None = None
) -> bool:
    """Whether a name stands for no value, as the result of a function or in a `result`, of which `validation` knows."""
    if name not in (UNIT, NONE) or (name == NONE and _is_of_file(name, item, sem)):
        return False
    parts = [part for type in types for each in type.inside if each.kind == "result" for part in each.parts]
    return any(part is not None and part.name_span == at for part in (result, *parts))


def _is_of_file(name: str, item: Item, sem: Semantics) -> bool:
    """Whether another interface of the file declares a type, so that its name is not that of another language."""
    place = sem.place(item)
    own = (interface for package, interface in sem.interfaces_with(name, place) if package is None)
    homes = (sem.resolve(Path(None, interface, NOWHERE), place).place for interface in own)
    return any(home is not None and home.file == sem.file for home in homes)


def _is_error(result: Type | None, span: Span) -> bool:
    """Whether the name at a place is that of the type with which a function fails."""
    results = (each.parts[1] for each in result.inside if each.kind == "result") if result is not None else ()
    return any(error is not None and error.kind == "name" and error.name_span == span for error in results)


@check(TypeDef)
def types_of_types(typedef: TypeDef, sem: Semantics) -> Iterator[LanguageError]:
    known = sem.types_around(typedef)
    for use in types_of(typedef):
        for name, span in names_in_type(use.type):
            if name not in known and not _is_nothing(name, span, typedef, sem, (use.type,)):
                yield from _undefined(typedef, sem, name, span.shifted(use.start))


@lru_cache(10_000)
def names_in_signature(signature: Signature) -> tuple[tuple[str, Span], ...]:
    """The names of types, in the order of the text, with spans that count from the signature's start."""
    return tuple(named for type in signature.types for named in names_in_type(type))


@lru_cache(10_000)
def names_in_type(type: Type) -> tuple[tuple[str, Span], ...]:
    """As `names_in_signature`; spans count from the start of the text of the type."""
    return tuple((each.name, each.name_span) for each in type.inside if each.name and each.name_span.end)


def _undefined(
    item: Item, sem: Semantics, name: str, span: Span, written: str = "{}", *, is_error: bool = False
) -> Iterator[LanguageError]:
    """Nothing if another error says what is wrong with the name, or if text that does not parse may declare it.

    `written` is how a type is written in its place: the `error` of Go says that there may be one.
    """
    if not is_name(name) or name in FLOATS or sem.may_declare(sem.file, name):
        return
    if is_foreign(name) and not _is_of_file(name, item, sem):
        return
    known = sem.types_around(item)
    if will_be_called(name, known):
        return
    is_function = name in (sem.derive_from_owner(in_body(item), _functions) or ())
    message = f"`{name}` is a function, not a type" if is_function else no_type(item, name)
    fixes: list[Fix] = []
    like = near(name, known)
    homes = list(islice(sem.interfaces_with(name, sem.place(item)), MAX_HOMES))
    if not (sem.derive_from_owner(in_body(item), used_whole) or frozenset()).isdisjoint(homes):
        return
    if homes:
        message = f"{message}; `use {path_text(*homes[0])}.{{{name}}};` brings it in"
        fixes += (bringing_in(home, name, span) for home in homes)
    elif like and not is_function:
        message = f"{message}; it has `{like}`"
    elif written != "{}" and not is_function:
        message = "a function that may fail returns a `result<…>`"
        fixes += renaming(written.format("string"), span, Applicability.UNSAFE)
    elif (wide := _wide_enough(name)) and not is_function:
        message = f"{message}; WIT has `{wide}`"
        fixes += renaming(wide, span)
    fixes += renaming(like and written.format(like), span)
    if is_error and not homes and not is_function:
        is_meant = like is not None and (name == "error" or _is_one_edit_away(name, like))
        declaring = _declaring_error(item, sem, name, Applicability.MANUAL if is_meant else Applicability.UNSAFE)
        fixes = [*fixes, *declaring] if is_meant else [*declaring, *fixes]
    yield LanguageError("undefined-name", Problem(span, message, tuple(fixes)))


_SHARED = "types"
"""The interface that declares error types which several interfaces or a world need."""


def _declaring_error(item: Item, sem: Semantics, name: str, may_fix: Applicability) -> list[Fix]:
    """The fix that declares an error type: in its interface, or in `types` if a world or another one needs it too."""
    place = sem.place(item)
    shared = sem.resolve(Path(None, _SHARED, NOWHERE), place)
    here = sem.body_anchor(item)
    at: Anchor | None = None
    is_world = isinstance(body_of(item), World)
    if is_world or len(sem.interfaces_failing_with(name, place)) > 1:
        is_free = not shared.kind and shared.package is None
        if is_free:
            at = Anchor(place.file, place.keys(_SHARED))
        elif shared.kind == "interface" and shared.package is None and shared.place is not None:
            found = Anchor(shared.place.file, shared.keys)
            if found != here and (is_world or not sem.uses(place, _SHARED, here.path[-1])):
                at = found
        if is_world and at is None:
            return []  # there is no place for it
    return [Fix(f"Declare `{name}`", may_fix, Editor.declare_error, (name, at))]


def _wide_enough(name: str) -> str | None:
    """The number that holds those of another size: `u8` for a `u7`."""
    kind, size = name[:1], name[1:]
    if kind not in ("s", "u") or not size.isdigit() or len(size) > 2:
        return None
    return next((f"{kind}{bits}" for bits in (8, 16, 32, 64) if 0 < int(size) <= bits), None)


def _is_one_edit_away(name: str, other: str) -> bool:
    """Whether one character was left out, put in or mistaken."""
    short, long = sorted((name, other), key=len)
    same = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    return long[same + 1 :] in (short[same:], short[same + 1 :])


def will_be_called(name: str, known: Iterable[str]) -> bool:
    """Whether something known has a wrong name, of which `checks.spelling` makes this one: then it is meant."""
    return any(not is_name(each) and kebab(each) == name for each in known)


def no_type(item: Item, name: str) -> str:
    """That there is no type of a name where an item stands, as messages say it."""
    return f"this {'world' if isinstance(body_of(item), World) else 'interface'} has no type `{name}`"


def _functions(body: BodyFacts) -> frozenset[str]:
    """The names of the functions of an interface, or of those that a world imports or exports."""
    items = (item.item if isinstance(item, ExternFacts) else item for item in body.items)
    return frozenset(item.name for item in items if isinstance(item, FuncFacts))


def renaming(name: str | None, span: Span, may_fix: Applicability = Applicability.MANUAL) -> tuple[Fix, ...]:
    """The fix that writes something else at a place, if that is given."""
    return (Fix(f"Write `{name}`", may_fix, Editor.replace, (span, name)),) if name else ()


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like a wrong one; for `error`, which other languages have, the only error type."""
    names = list(known)
    errors = [each for each in names if each.endswith(("-error", "-error-code"))] if name == "error" else []
    return errors[0] if len(errors) == 1 else nearest(name, names, _LIKE)


def bringing_in(
    home: tuple[PackageId | None, str], name: str, span: Span, may_fix: Applicability = Applicability.MANUAL
) -> Fix:
    """The fix that brings a type in from an interface of a package, or of the same, and writes its name at a place."""
    return Fix(f"Bring it in from `{path_text(*home)}`", may_fix, _bring_in, (*home, name, span))


def _bring_in(edit: Editor, item: Target, package: PackageId | None, interface: str, name: str, span: Span) -> None:
    edit.replace(item, span, edit.bring_in(item, package, interface, name))
