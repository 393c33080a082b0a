"""What may come at a place, in the words of people who write WIT: read from the grammar, where its rules have names."""

from __future__ import annotations

from wit_lsp.syntax.recogniser import Before, ParserState, wit_recogniser
from wit_lsp.tuples import NamedTuple

# What a rule or token of the grammar is called where it is expected. One without a name is told by what it starts with.
NOUNS = {
    **dict.fromkeys(
        ("top_item", "interface", "world", "top_use", "nested_package"), "an interface, a world or a `use`"
    ),
    "iface_item": "a function, a type or a `use`",
    "world_item": "an import, an export, a type, a `use` or an `include`",
    "member": "a method, a static function or a constructor",
    "type": "a type",
    "path": "a path",
    "pkg_name": "a package's name",
    "func": "`func`",
    "params": "`(`",
    "attr": "",
    **dict.fromkeys(("name", "type_name"), "a name"),
    "semver": "a version",
    "integer": "a number",
    "string_literal": "a string",
}

# What stands before a place, where the grammar's own name for it is not what an author calls it.
_AFTER = {
    **dict.fromkeys(("iface_item", "world_item", "top_item", "extern"), "the item"),
    **dict.fromkeys(("type_name", "type_alias", "typedef"), "the type"),
    **dict.fromkeys(("use_item", "include_item"), "the name"),
    **dict.fromkeys(("top_use", "use"), "the `use`"),
    **dict.fromkeys(("iface_body", "world_body"), "the body"),
    **dict.fromkeys(("func", "func_item"), "the function"),
    "include": "the `include`",
    "pkg_name": "the package's name",
    "nested_package": "the package",
    "params": "the parameters",
    "param": "the parameter",
    "enum_case": "the case",
    "attr": "the attribute",
    "semver": "the version",
    "integer": "the length",
    "string_literal": "the string",
}
_AFTER_FIELD = {"result": "the result", "feature": "the feature"}

ITEMS = {NOUNS[rule] for rule in ("top_item", "iface_item", "world_item", "member")}


class Expectation(NamedTuple):
    """What may come at a place: a noun or a quoted terminal, what it comes after, and the rule that it belongs to."""

    what: str
    preceding: Before
    rule: str

    @property
    def after(self) -> str:
        """What it comes after, as in " after the name"; empty where that says nothing."""
        _, symbol, field, quoted = self.preceding
        if symbol is None or self.what in ITEMS:
            return ""
        if field in _AFTER_FIELD:
            return f" after {_AFTER_FIELD[field]}"
        if quoted:
            return f" after `{symbol}`"
        return f" after {_AFTER.get(symbol) or 'the ' + symbol.replace('_', ' ')}"


def expectations(at: ParserState) -> dict[Expectation, set[str]]:
    """What may come, in the grammar's order, each with the terminals that begin it."""
    leads, before = wit_recogniser().leads, wit_recogniser().before
    found: dict[Expectation, set[str]] = {}
    # A place in the grammar, the expectation that has begun there, if any, and the symbol before that.
    stack: list[tuple[tuple[int, int], Expectation | None, Before]] = [
        (item, None, before[item[0]]) for item in reversed(at.kernel)
    ]
    seen = set(stack)
    while stack:
        item, begun, after = stack.pop()
        new = []
        for edge, behind in leads(*item):
            name = edge.terminal or edge.rule
            if name is None:
                last = before[behind[0]]
                new.append((behind, begun, last if last.symbol is not None else after))
                continue
            noun = NOUNS.get(name, f"`{name}`" if edge.terminal else None)
            inside = begun or (Expectation(noun, after, before[item[0]].rule) if noun is not None else None)
            if edge.rule is not None:
                new.append((behind, inside, after))
            elif inside is not None:
                found.setdefault(inside, set()).add(name)
        fresh = [each for each in reversed(new) if each not in seen]
        seen.update(fresh)
        stack += fresh
    return found
