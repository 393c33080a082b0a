"""Types as other languages write them, and how WIT writes each."""

from __future__ import annotations

import re
from collections.abc import Callable

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.words import AROUND, BOX, FAILING, HANDLE, IDLE, PRIMS, TYPE, WRAPPER
from wit_lsp.syntax.foreign_types import NOTHING, is_exact, is_foreign
from wit_lsp.tuples import NamedTuple
from wit_lsp.validation.names import kebab
from wit_lsp.validation.type_names import FLOATS

_ALONE = ("result", "stream", "future")
_LEVELS = 6  # of types within types
_TYPE_WORDS, _TYPE_MARKS = ("const", "struct", "enum", "dyn", "volatile"), ("&", "*", "const")
# What protobuf, Thrift and Go have before a type, and what that type is in WIT.
LABELS = {"repeated": "list", "optional": "option", "required": "", "chan": "stream"}
PREFIXES = ("[", "?", "&", "*", *_TYPE_WORDS, *LABELS)
NUMBERS = {"unsigned": 0, "signed": 0, "int": 32, "char": 8, "short": 16, "long": 64, "double": 64}
ERRORS = ("error", "Error", "errno")
_WORD = re.compile(r"%?[A-Za-z][\w-]*")


class Written(NamedTuple):
    """What WIT writes for a type, the last token of that type, and whether it is what was meant without doubt."""

    text: str
    last: int
    is_clear: bool = True

    def renamed(self, at: Cursor | None = None) -> Written:
        """It with all names as WIT writes them, but for those that the text declares."""

        def named(word: re.Match[str]) -> str:
            is_declared = at is not None and at.declared(word[0]) and word[0] not in TYPE
            return word[0] if is_declared else TYPE.get(word[0]) or kebab(word[0]) or word[0]

        new = _WORD.sub(named, self.text)
        return Written(new, self.last, self.is_clear and new == _exactly(self.text))


def _exactly(text: str) -> str:
    """Types with those names as WIT writes them that mean one of its own."""
    return _WORD.sub(lambda word: TYPE[word[0]] if is_exact(word[0]) else word[0], text)


def around(word: str, *types: Written, end: int = 0) -> Written:
    """The type `word` around others, which ends so many tokens after the last of them."""
    text = ", ".join(each.text for each in types)
    return Written(f"{word}<{text}>", types[-1].last + end, all(each.is_clear for each in types))


def _once(read: Callable[..., Written | None]) -> Callable[..., Written | None]:
    """The function, which reads once at each place: many forms ask for the same."""

    def known(at: Cursor, start: int, *more: int) -> Written | None:
        key = read, at.index + start, more
        if key not in at.types:
            found = read(at, start, *more)
            at.types[key] = found and found._replace(last=at.index + found.last)
        kept: Written | None = at.types[key]
        return kept and kept._replace(last=kept.last - at.index)

    return known


@_once
def written(at: Cursor, start: int, levels: int = _LEVELS) -> Written | None:
    """The type that begins at `start`; None where none does that is known."""
    found = _prefixed(at, start, levels) if levels else None
    while found is not None and (longer := _longer(at, found)) is not None:
        found = longer
    return found


def is_type(at: Cursor, step: int) -> bool:
    """Whether a type begins there, of WIT or of another language, and no name."""
    word = at[step].text
    is_known = word in (*AROUND, *_TYPE_WORDS, *LABELS, *FLOATS, "std") or is_foreign(word) or word.endswith("_t")
    return is_known or not at.is_name(step) or (at[step + 1].text == "." and at.is_name(step + 2))


def suffixed(at: Cursor, start: int) -> Written | None:
    """As `written`, of a type that begins or ends with a mark of another language, or has alternatives."""
    found = written(at, start)
    if found is not None and at[found.last + 1].text == "|":
        return _either(at, found, is_result=at[start - 1].text == "->")
    is_prefixed = at[start].text in (*PREFIXES, *NUMBERS, "std") and at[start + 1].text != "<"
    is_generic = at[start + 1].text == "[" and at[start + 2].text != "]" and "integer" not in at[start + 2].terminals
    if found is None or found.last == start or (not is_prefixed and is_generic):
        return None
    return found.renamed(at) if is_prefixed or at[found.last].text in ("]", "?", "*", "&") else None


def generic(at: Cursor, start: int) -> Written | None:
    """As `written`, of a type with `[` `]` around others of other languages."""
    if at[start].text not in AROUND or at[start + 1].text != "[":
        return None
    found = written(at, start)
    renamed = found and found.renamed()
    return renamed if found and renamed and renamed.text != found.text else None


@_once
def foreign(at: Cursor, start: int) -> Written | None:
    """As `written`, with all names as WIT writes them. Of a name alone it is not known whether it is a type."""
    found = written(at, start)
    if found is None:
        return None
    is_name = found.last == start and at.is_name(start)
    return found._replace(is_clear=found.is_clear and not is_name).renamed(at)


def results(at: Cursor, start: int) -> Written | None:
    """What a function gives without an arrow: `t`, `(t, u)`, and `(t, error)` of which the last is an error."""
    if at[start].text in (*FAILING, *IDLE):
        return None
    if at[start].text == "(":
        types, end = _types(at, start, ")", _LEVELS, named=True), 1
    else:
        one = written(at, start)
        types, end = one and [one], 0
    if types is None:
        return None
    types = [each if at.declared(each.text) else each._replace(text=_exactly(each.text)) for each in types]
    last = types[-1].last + end
    if types[-1].text.endswith(ERRORS):
        error = types[-1]._replace(text=at.error_type(types[-1].text))
        return around("result", _one(types[:-1]), error)._replace(last=last, is_clear=False)
    is_name = last == start and at.is_name(start)
    return _one(types)._replace(last=last, is_clear=not is_name and all(each.is_clear for each in types))


def c_parameters(at: Cursor, opener: int) -> Written | None:
    """`(u8 a, u8 b)`, `(u8)`, `(void)` and Go's `(a u8, b u8)` as WIT writes them."""
    if at[opener].text != "(":
        return None
    found: list[tuple[str, Written | None]] = []  # each with its type, if that is not its name
    first = opener + 1 + (at[opener + 1].text == "void")
    end, is_clear, is_go = (first if at[first].text == ")" else opener), True, False
    while at[end].text != ")":
        first = end + 1
        type_first = is_type(at, first)
        has_colon = at[first + 1].text == ":"
        is_go = not type_first and _is_named(at, first) and (is_go or has_colon or is_type(at, first + 1))
        type_ = written(at, first + (1 + has_colon) * is_go)
        if type_ is None:
            return None
        end = type_.last + 1
        while at[end].text in _TYPE_MARKS:
            end, is_clear = end + 1, False
        label = first if is_go else end
        name = Written(at[label].text, end).renamed()
        if at.is_name(label):
            is_clear = is_clear and name.is_clear and not any(at.is_name(step) for step in range(first + is_go, end))
            end += not is_go
        else:
            is_word = _WORD.fullmatch(type_.text) and type_.text not in PRIMS
            name, is_clear = Written(kebab(type_.text) if is_word else f"arg{len(found)}", end), False
        if at[end].text not in (",", ")"):
            return None
        if is_go:  # which names before it share
            found = [(each, known or type_.renamed()) for each, known in found]
        is_shared = not is_go and end == first + 1 and at.is_name(first) and not is_type(at, first)
        found.append((name.text, None if is_shared else type_.renamed()))
    texts = (f"{name}: {type_.text if type_ else name}" for name, type_ in found)
    return Written(f"({', '.join(texts)})", end, is_clear)


def _one(types: list[Written]) -> Written:
    """What stands for several types, for one, and for none."""
    return around("tuple", *types) if len(types) > 1 else types[0] if types else Written("_", 0)


def _prefixed(at: Cursor, start: int, levels: int) -> Written | None:
    at.reads += 1
    token = at[start]
    if token.text == "[":
        return _in_brackets(at, start, levels)
    if token.text in ("?", "*"):
        found = written(at, start + 1, levels - 1)
        if found and token.text == "*" and (at[start - 2].text, at[start - 1].text) in (("result", "<"), ("->", "(")):
            return found._replace(is_clear=False)  # its error says that there is none
        if found and token.text == "*" and at.declared(found.text) == "resource":
            return (found if at[start - 1].text == "->" else around("borrow", found))._replace(is_clear=False)
        return found and around("option", found._replace(is_clear=token.text == "?"))
    if token.text == "&":
        first = start + 1 + 2 * (at[start + 1].text == "'")  # with a lifetime
        return _referred(at, written(at, first + (at[first].text == "mut"), levels - 1))
    if at.is_name(start + 1) or at[start + 1].text in (*PRIMS, *WRAPPER, *HANDLE):
        if token.text in LABELS:
            found = written(at, start + 1, levels - 1)
            return around(LABELS[token.text], found) if found and LABELS[token.text] else found
        if token.text in _TYPE_WORDS and not (token.text == "enum" and token.first):
            return written(at, start + 1, levels - 1)
    if token.text == "std" and at.words(start + 1, start + 2) == "::":
        return written(at, start + 3, levels - 1)
    if token.text == "interface" and (at[start + 1].text, at[start + 2].text) == ("{", "}"):
        return Written("any", start + 2, False)
    if token.text in NUMBERS and at[start + 1].text in NUMBERS:
        return _number(at, start)
    word = AROUND.get(token.text, token.text)
    if word in WRAPPER or word in HANDLE or (word in BOX and at[start + 1].text == "<"):
        return _wrapped(at, start, word, levels)
    return Written(token.text, start) if token.text in PRIMS or at.is_name(start) else None


def _referred(at: Cursor, found: Written | None) -> Written | None:
    """What WIT writes for a reference to a type: only one to a resource is lent."""
    if found is None or is_type(at, found.last) or at[found.last].text == ">":
        return found and found.renamed()
    kind = at.declared(found.text)
    is_value = kind not in ("", "use", "resource")
    return found if is_value else around("borrow", found._replace(is_clear=kind == "resource"))


def _number(at: Cursor, start: int) -> Written:
    """`unsigned int`, `long long`: what has the size of the shortest word."""
    last = start
    while at[last + 1].text in NUMBERS:
        last += 1
    words = [at[step].text for step in range(start, last + 1)]
    size = min((NUMBERS[word] for word in words if NUMBERS[word] not in (0, 32)), default=32)
    kind = "f" if "double" in words else "u" if "unsigned" in words else "s"
    return Written(f"{kind}{size}", last, "long" not in words)


def _in_brackets(at: Cursor, start: int, levels: int) -> Written | None:
    """`[]t`, `[4]t`, `[t]`, `[t; 4]` and `[t, u]`."""
    is_sized = "integer" in at[start + 1].terminals
    length = start + 1 + is_sized
    if at[length].text == "]":
        item = written(at, length + 1, levels - 1)
        sizes = [Written(at[start + 1].text, item.last)] if item and is_sized else []
        return item and around("list", item, *sizes)
    types = None if is_sized or at[start + 1].text == "_" else _types(at, start, "]", levels)
    if types is None:
        return None
    is_tuple = len(types) > 1 and at[types[0].last + 1].text == ","
    return around("tuple" if is_tuple else "list", *types, end=1)


def _wrapped(at: Cursor, start: int, word: str, levels: int) -> Written | None:
    """`Vec<t>`, `list[t]`, `map[t]u` and what stands alone."""
    close = {"<": ">", "[": "]"}.get(at[start + 1].text)
    if close is None or (close == "]" and at[start + 2].text == "]"):
        return Written(word, start) if word in _ALONE else None
    types = _types(at, start + 1, close, levels)
    if types is None:
        return None
    if word == "map" and close == "]" and len(types) == 1:
        value = written(at, types[0].last + 2, levels - 1)
        return value and around(word, *types, value)
    return types[0]._replace(last=types[0].last + 1) if word in BOX else around(word, *types, end=1)


def _is_named(at: Cursor, step: int) -> bool:
    """Whether a name stands there before something else, apart from it."""
    return at.is_name(step) and at[step + 1].text not in (",", ")")


def _types(at: Cursor, opener: int, close: str, levels: int, named: bool = False) -> list[Written] | None:
    """The types between two brackets, each after a name if `named`; the last may be a number, also after a `;`."""
    found: list[Written] = []
    end = opener
    while at[end].text != close:
        item = end + 1 + (named and _is_named(at, end + 1))
        item += named and at[item].text == ":"
        is_number = "integer" in at[item].terminals
        one = Written(at[item].text, item) if is_number or at[item].text == "_" else written(at, item, levels - 1)
        if one is None or (at[end].text == ";" and not is_number) or at[one.last + 1].text not in (",", ";", close):
            return None
        found.append(one)
        end = one.last + 1
    return found


def _longer(at: Cursor, found: Written) -> Written | None:
    """`t[]`, `t?` and `t!`."""
    first, second = at[found.last + 1], at[found.last + 2]
    is_end = at.is_name(found.last + 2) or second.text in (",", ";", ")", ">", "}")
    is_of_c = first.text == "*" and is_end and is_type(at, found.last)
    if first.start != at[found.last].end and not is_of_c:
        return None
    length = [Written(second.text, found.last + 2)] if "integer" in second.terminals else []
    if first.text == "[" and found.text == "char" and at[found.last + 2 + len(length)].text == "]":
        return Written("string", found.last + 2 + len(length), False)
    if first.text == "[" and at[found.last + 2 + len(length)].text == "]":
        return around("list", found, *length, end=2 - len(length))
    if first.text == "?" and found.text.startswith("result"):
        return found._replace(last=found.last + 1, is_clear=False)
    if first.text == "?":
        return around("option", found, end=1)
    if first.text == "." and at.is_name(found.last, found.last + 2):  # of a package of Go
        return Written(second.text, found.last + 2, False)
    if first.text == "*" and found.text == "char":
        return Written("string", found.last + 1)
    if first.text in ("*", "&"):
        is_name = at.is_name(found.last) and not is_type(at, found.last)
        is_lent = is_name and at[found.last - 1].text in ("(", ",", ":")
        pointed = _referred(at, found) if is_lent else found if is_name or first.text == "&" else around("list", found)
        return pointed and pointed._replace(last=found.last + 1, is_clear=False)
    return Written(found.text, found.last + 1, False) if first.text == "!" else None


def _either(at: Cursor, first: Written, *, is_result: bool) -> Written | None:
    """`t | null`, and `t | error` of a result; None of other alternatives."""
    found = [first]
    while at[found[-1].last + 1].text == "|":
        one = written(at, found[-1].last + 2)
        if one is None:
            return None
        found.append(one)
    some = [each for each in found if each.text not in (*NOTHING, "none")]
    if len(some) == 1:
        optional = some[0] if some[0].text.startswith("option") else around("option", *some)
        return optional._replace(last=found[-1].last).renamed()
    if is_result and len(some) == 2 and some[0].text.startswith("result"):
        some[0] = some[0]._replace(text=some[0].text.removeprefix("result<").partition(",")[0].removesuffix(">"))
    is_result = is_result and len(some) == len(found) == 2 and found[1].text.lower().endswith("error")
    return around("result", *some)._replace(is_clear=False) if is_result else None
