"""Getters and setters: what they take and return, and that a setter has its getter.

After wasm-tools 1.263, for which a setter may return a name only if the same body declares it as a `result`: not as an
alias of another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.names import renaming
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.facts import BodyFacts, ExternFacts, FuncFacts, TypeFacts
from wit_lsp.ir.items import Func, Type, uniqueness_key
from wit_lsp.ir.names import BodyNames, Naming, keys_of, resources_in
from wit_lsp.problem import Anchor, Applicability, Fix, Problem, Related
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.gates import feature_of
from wit_lsp.semantics.types import TypeHead, leaves
from wit_lsp.text import Span
from wit_lsp.validation.names import escaped, is_name


@check(Func)
def accessors(func: Func, sem: Semantics) -> Iterator[LanguageError]:
    form, params, result = func.signature.form, func.signature.params, func.signature.result
    if form not in ("get", "set"):
        return
    keyword = Span(func.start, func.start + len(form))
    as_func = renaming("func", keyword)
    if form == "get":
        if params:
            at = params[0].name.span.shifted(func.start)
            yield LanguageError("getter-params", Problem(at, "a getter takes no parameters", as_func))
        elif result is None:
            yield LanguageError("getter-result", Problem(keyword, "a getter returns a value: `get() -> …`"))
        return
    if len(params) != 1:
        at = params[1].name.span.shifted(func.start) if params else keyword
        yield LanguageError("setter-arity", Problem(at, "a setter takes exactly one parameter", as_func))
    if result is not None and not _may_be_returned(result, func, sem):
        message = "a setter returns nothing, or a `result` without a value"
        at, fixes = result.span.shifted(func.start), _without_value(result, func.start)
        if any(_is_right(leaf.type) for leaf in leaves(result, sem.scope(func), frozenset())):
            message, fixes = f"{message}; write out what `{result.name}` stands for", ()
        yield LanguageError("setter-result", Problem(at, message, fixes))


def _may_be_returned(result: Type, func: Func, sem: Semantics) -> bool:
    """Whether a setter may return a type, or another error says what is wrong with it."""
    if result.kind != "name":
        return _is_right(result)
    head = sem.head(func, result.name)
    if isinstance(head, TypeHead) and head.type is not None and head.type.kind != "name":
        return _is_right(head.type)
    leads_to = [*leaves(result, sem.scope(func), frozenset())]
    return not leads_to or any(leaf.named is not None and leaf.named.head is None for leaf in leads_to)


def _is_right(type: Type | TypeFacts) -> bool:
    return type.kind == "result" and type.parts[0] is None


def _without_value(result: Type, start: int) -> tuple[Fix, ...]:
    """The fix of what a setter returns; of a `result` it keeps the error."""
    ok, error = result.parts if result.kind == "result" else (None, None)
    if ok is None:
        return (Fix("Remove the result", Applicability.MANUAL, Editor.remove_result),)
    if error is None:
        return renaming("result", result.span.shifted(start))
    return (Fix("Write `_` for the value", Applicability.MANUAL, Editor.replace, (ok.span.shifted(start), "_")),)


@check(BodyNames)
def setters(body: BodyNames, sem: Semantics) -> Iterator[LanguageError]:
    """In a world with an `include`, that may bring a getter. The reference skips what a world leaves out."""
    if any(item.kind == "include" for item in body.items):
        return
    world = sem.here if body.kind == "world" else None
    yield from _alone(body.items, "", sem.here, world, sem)
    for at, resource in resources_in(body, sem.here):
        yield from _alone(resource.inside, uniqueness_key(resource.names[0]), at, world, sem)


def _alone(
    items: tuple[Naming, ...], taken: str, here: Anchor, world: Anchor | None, sem: Semantics
) -> Iterator[LanguageError]:
    """Setters without a getter of the same name; one whose name is `taken` has another error."""
    setters = [(number, each) for number, each in enumerate(items) if each.kind in _GETTERS and not each.is_broken]
    if not setters:
        return
    keys = keys_of(items)
    found = {(each.kind, each.is_export, *each.names) for each in items}
    doubtful = {name for each in items if each.is_broken for name in each.names}  # one of them may be the getter
    for number, setter in setters:
        (name,) = setter.names
        if (_GETTERS[setter.kind], setter.is_export, name) in found or name in doubtful:
            continue
        if not is_name(name) or uniqueness_key(name) == taken:
            continue
        at, like = here.child(keys[number]), _getter_like(setter, items)
        if not _takes_a_value(at, sem):
            continue  # it may be no setter
        if world is not None and (_is_left_out(at, sem) or _is_left_out(world, sem)):
            continue
        if like is not None:
            problem = _with_another(at, setter, items[like], here.child(keys[like]))
        else:
            fix = Fix(f"Add the getter `{name}`", Applicability.MANUAL, Editor.add_getter, on=at)
            problem = Problem(at, f"the setter `{name}` has no getter", (fix,))
        yield LanguageError("setter-alone", problem)


# What a getter must be that has the name of a setter.
_GETTERS = {"setter": "getter", "static setter": "static getter"}


def _getter_like(setter: Naming, items: tuple[Naming, ...]) -> int | None:
    """The number of the getter that an author may have meant: its name is the same but for case and hyphens."""
    key = uniqueness_key(setter.names[0])
    for number, each in enumerate(items):
        is_getter = each.kind in _GETTERS.values() and each.is_export == setter.is_export
        if is_getter and uniqueness_key(each.names[0]) == key:
            return number
    return None


def _with_another(at: Anchor, setter: Naming, getter: Naming, there: Anchor) -> Problem:
    """The problem of a setter whose getter is called or made in another way."""
    (name,), (other,) = setter.names, getter.names
    related = (Related(there, f"`{other}` is declared here"),)
    if name == other:
        first, second = ("setter", "getter") if setter.kind.startswith("static") else ("getter", "setter")
        return Problem(at, f"the {first} `{name}` is static, its {second} is not", (), related)
    fix = Fix(
        f"Rename it to `{escaped(other)}`", Applicability.MANUAL, Editor.replace_part, ("name", escaped(other)), at
    )
    return Problem(at, f"the setter `{name}` has no getter of the same name; there is `{other}`", (fix,), related)


def _is_left_out(at: Anchor, sem: Semantics) -> bool:
    facts = sem.item_at(at)
    return isinstance(facts, (FuncFacts, ExternFacts, BodyFacts)) and sem.is_off(feature_of(facts.gates))


def _takes_a_value(at: Anchor, sem: Semantics) -> bool:
    facts = sem.item_at(at)
    func = facts.item if isinstance(facts, ExternFacts) else facts
    return isinstance(func, FuncFacts) and len(func.signature.params) == 1
