"""Types that are written as other languages write them, and wrong ways to name one."""

from __future__ import annotations

import re

from wit_lsp.recovery.productions.cursor import STARTS, Cursor
from wit_lsp.recovery.productions.holes import HOLES
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.recovery.productions.signatures import VARIADIC
from wit_lsp.recovery.productions.words import AROUND, HANDLE, HOLDERS, KIND, TYPE_CONTEXT, USER, WRAPPER
from wit_lsp.recovery.productions.written import is_type
from wit_lsp.syntax.foreign_types import ANY_VALUE, DURATION, ERRORS, TIME, is_foreign
from wit_lsp.syntax.lexer import Token
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import insertion

_JOINED = re.compile(f"({'|'.join((*WRAPPER, *HANDLE))})[^-]")
# What a type of WIT needs in its `<` `>`, with an example.
_NEEDS = {
    "list": "the type of its items: `list<u8>`",
    "option": "the type of its value: `option<u8>`",
    "tuple": "its types: `tuple<u8, string>`",
    "map": "the types of its keys and values: `map<string, u8>`",
    "own": "its resource: `own<file>`",
    "borrow": "its resource: `borrow<file>`",
}
_PATH = "`$^` is a path; `use` brings in its type"
_ANGLES = "`$WRAPPER` needs `<` `>`: `$right`"
_TUPLE, _WRITE_TUPLE = "several types are a `tuple<…>`", "Write `tuple<…>`"
_MEANT = "`$^` is `$suffixed` in WIT"
_UNNAMED = "a type must have a name; declare its fields in a `record`"
# Types of libraries for times and durations, and what WIT has instead.
_TIMES = {
    **dict.fromkeys(("google.^protobuf.^Timestamp", "time|datetime.^Time|datetime"), TIME),
    "std ^: ^: ^time ^: ^: ^Instant|SystemTime": TIME,
    **dict.fromkeys(("google.^protobuf.^Duration", "time.^Duration", "datetime.^timedelta"), DURATION),
    "std ^: ^: ^time ^: ^: ^Duration": DURATION,
}
# Where other languages have their types; in the first ones also such in lower case.
_STANDARD = ("std", "core", "alloc", "chrono", "uuid", "url")
_LIBRARIES = (
    *_STANDARD,
    *("serde_json", "boost", "absl", "google", "time", "context", "net", "anyhow", "http", "json", "sync", "errors"),
    *("big", "sql", "os", "datetime", "typing", "decimal", "collections", "io", "fs"),
)
_NO_ITERATORS = "WIT has no iterators; there are `list<…>` and `stream<…>`"
_NOTHING = "a `$0` of nothing is just `$0`"


def _may_be_tuple(at: Cursor) -> bool:
    before = at[-1].text
    if before == "->":
        return at[2].text != ":"  # else it is a named result
    return before in ("=", "<") or at.follows_label() or (before == "," and at.opener() == "<")


def _is_type_or_case(at: Cursor) -> bool:
    """A type stands here, or that of a case."""
    return at.is_surely_type() or (at.block, at[-1].text) == ("variant", "(")


def _is_path_home(at: Cursor) -> bool:
    """After the `.` a path stands for a type that the text declares by the last name of it."""
    found = HOLES["dotted"].read(at, 1)
    return at.is_surely_type() and found is not None and at.declared(found.text) not in ("", "use")


def _is_of_library(at: Cursor) -> bool:
    """A path stands here for a type of a library of another language."""
    path = HOLES["dotted"].read(at, 0) if at[0].text in _LIBRARIES and _is_type_or_case(at) else None
    return path is not None and (path.text[0].isupper() or at[0].text in _STANDARD)


def _is_error(at: Cursor) -> bool:
    """The last type of a `result` stands here."""
    return at[-1].text == "," and at.said("result") and at.opener() == "<"


def _is_foreign_generic(at: Cursor) -> bool:
    """A type in capitals that nothing declares takes others."""
    word = at[0].text
    return at.is_surely_type() and word[0].isupper() and not at.declared(word) and at[-2].text != ":"


def _referred(at: Cursor) -> Token:
    """What follows `&` or `&mut`."""
    return at[2 if at[1].text == "mut" else 1]


def _refers_to_unknown(at: Cursor) -> bool:
    name = _referred(at)
    is_unknown = at.declared(name.text) in ("", "use") and not is_foreign(name.text)
    return at.is_type() and is_unknown and "name" in name.terminals


def _changes_value(at: Cursor) -> bool:
    return at.is_type() and at.declared(_referred(at).text) not in ("", "use", "resource")


def _refers_to_used(at: Cursor) -> bool:
    return _refers_to_unknown(at) and at.declared(_referred(at).text) == "use"


def _points_to_value(at: Cursor) -> bool:
    return at.in_params() and at.is_type() and at.declared(at[1].text) != "resource" and not is_foreign(at[1].text)


def _is_path_to_type(at: Cursor) -> bool:
    """Whether a path stands for a type, and is not that of an import or a parameter's name and type."""
    before = at[-1].text
    if before not in TYPE_CONTEXT or (before in (":", "(") and {at[-2].text, at[-3].text} & {*USER, *HOLDERS}):
        return False
    return before not in ("(", ",") or at[1].text != ":" or not (at.opener() == "{" or at.in_params())


def _is_whole_type(at: Cursor) -> bool:
    """Whether this is a type, and the type around it, if any, is not still being typed."""
    is_type = at.is_surely_type() or (at.block == "variant" and (at[-1].text, at[1].text) == ("(", ")"))
    return is_type and not (at[1].first and at.opener() == "<")


def _is_last_type(at: Cursor) -> bool:
    """A `;` belongs after this type, and what follows is no type that belongs into it."""
    return at.is_surely_type() and at[-1].text in ("->", "=") and at[2].text not in ("<", ",", ">")


def _ends_line(at: Cursor) -> bool:
    """This is the type of a field or parameter that has a line of its own, as the next one."""
    return at.follows_label() and at[-2].first and at[1].column >= at[-2].column


def _ends_too_early(at: Cursor) -> bool:
    """A whole type of WIT that lacks no `<` ends here, and a `>` that closes nothing comes after more types."""
    start, end = at.type_start(0), at.find(">", 1)
    is_whole = at[start].text in WRAPPER and at[start - 1].text in ("->", "=", ":", "(")
    if not is_whole or end is None or at[1].text != "," or at[3].text == ":":
        return False
    lacks = any(_JOINED.match(at[step].text) for step in range(start, 0))
    goes_on = STARTS.isdisjoint(at[step].text for step in range(1, end))
    return goes_on and not lacks and at.paired(end) is None


@production("$name <|>|,")
def _no_angle(at: Cursor) -> SyntaxProblem | None:
    """`listu8>` for `list<u8>`."""
    found = _JOINED.match(at[0].text) if at.may_be_type() else None
    if found is None:
        return None
    line = [token.text for by in (-1, 1) for token in at.beside(by) if token.row == at[0].row]
    if line.count("<") >= line.count(">"):
        return None
    word = found[1]
    here = insertion(at[0].start + len(word), "<")
    return SyntaxProblem(here.span, "expected-token", f"expected `<` after `{word}`", None, "Insert `<`", (here,))


# fmt: off
PRODUCTIONS = table(
    Row("^$KIND ^$name? {...}", "?",
        "a type must have a name; declare it as `$KIND name { … }`, and write that name here",
        code="expected-type",
        place=lambda at: at.may_be_type() and (at[1].text == "{" or not at[0].first)),
    *rows(
        Row("^std ^: ^: ^$AROUND <", "$AROUND<"),
        Row("^std ^: ^: ^string|string_view", "string"),
        Row("^$BOX ^< ^' ^$other ^, $foreign ^>", "$foreign"),
        Row("^$BOX ^< ^dyn ^Error ^>", "string", fix="unsafe"),
        Row("^std? ^:? ^:? ^$BOX<...>", "...", title="Remove `$^`"),
        Row("^impl|dyn? ^$ITERATOR ^<|[ ^Item? ^=? $member ^,? ^$type? ^,? ^$type2? ^>|]", "stream<$member>",
            _NO_ITERATORS, place=lambda at: at.may_be_type() and at.said("async"), fix="unsafe"),
        Row("^impl|dyn? ^$ITERATOR ^<|[ ^Item? ^=? $member ^,? ^$type? ^,? ^$type2? ^>|]", "$ITERATOR<$member>",
            _NO_ITERATORS, fix="unsafe"),
        Row("^dyn|impl $type", "$type", "WIT has no `$0`", then=", ; ) > } ⏎"),
        Row("^dyn|impl ^$member", "?", "WIT has no `$0`"),
        *(Row(nothing, "_", "WIT has no type `$^`; a `result` of nothing has `_`", after="result <", then=",")
          for nothing in ("^google.^protobuf.^Empty", "^struct ^{ ^}")),
        *(Row(f"^{wrong}", "u64", f"WIT has no type `$^`; {instead}", fix="manual")
          for wrong, instead in _TIMES.items()),
        Row("^google.^protobuf.^$BOXED", "option<$BOXED>", fix="unsafe"),
        Row("^google.^protobuf.^Any|Struct|Value", "?", f"WIT has no type `$^`; {ANY_VALUE}"),
        Row("^std ^: ^: ^$name ^: ^: ^Error", "?", f"WIT has no type `$^`; {ERRORS}"),
        Row("^context.^Context", "?",
            "WIT has no type `$^`; a function takes its time limit, such as `deadline-ns: u64`"),
        Row("^$dotted <...>", "?", place=_is_of_library),
        Row("^$dotted", "?", f"WIT has no type `$^`; {ERRORS}", then=">",
            place=lambda at: _is_of_library(at) and _is_error(at)),
        Row("^$dotted", "?", place=_is_of_library),
        Row("^struct ^{...^}", "?", _UNNAMED),
        Row("^keyof|typeof $name", "?", "WIT has no `$0`", then=", ; ) > } ⏎"),
        *(Row(f"{words} $member", "stream<$member>", title="Write `stream<…>`")
          for words in ("^< ^- ^chan", "^chan ^< ^-")),
        Row("^chan $member", "stream<$member>", title="Write `stream<…>`",
            place=lambda at: at.may_be_type() and at[1].text != "<"),
        message="WIT has no type `$^`", place=Cursor.may_be_type, code="foreign-type",
    ),
    # The grammar reads these, since they say what they mean
    Row("own $plain", "$plain", "a handle is owned by default: `own` is not needed", code="bare-handle"),
    Row("^borrow $resource", "borrow<$resource>", "`borrow` needs `<` `>` around its resource", "Write `<` `>`",
        code="bare-handle"),
    *rows(
        Row("^. ^+$dotted", "$dotted", "`$^` is a path; the name of a type that is declared here stands alone",
            place=_is_path_home, fix="unsafe"),
        Row("^. ^+$dotted", "$dotted", _PATH, place=Cursor.is_surely_type, fix=None),
        Row("$slashed", "$slashed", _PATH, place=_is_path_to_type, fix=None),
        Row("$dotted", "$dotted", _PATH, place=_is_type_or_case, fix=None),
        code="path-as-type",
    ),
    # Types of other languages
    Row("^Promise|promise<...>", "...", "an `async` function returns its result without a `$0`", "Remove `$0`",
        place=lambda at: at.ends_params(-2) and at.said("async"), code="expected-type"),
    *rows(
        Row("^! $type", "$type", "unexpected `!`", after="->"),
        Row("^* $plain", "$plain", "WIT has no output parameters; what a function returns comes after `->`",
            place=lambda at: _points_to_value(at) and at[-2].text.startswith("out"), fix=None),
        Row("^* $plain", "$plain", "WIT has no pointers: `$plain`, or `option<$plain>` if it may be missing",
            "Write `$plain`", place=_points_to_value, fix="manual"),
        Row("^& ^mut $plain", "$plain",
            "WIT has no references: a value is copied, and a function returns what it changes",
            "Write `$plain`", place=_changes_value, fix="manual"),
        Row("$plain ^< ^' ^$other ^>", "$plain", "WIT has no lifetimes", place=Cursor.is_type),
        Row("^& ^mut? $plain", "borrow<$plain>",
            "WIT has no references: `borrow<$plain>` if it is a resource, else `$plain`",
            "Write `borrow<$plain>`", place=_refers_to_used, fix="manual"),
        Row("^& ^mut? $plain", "$plain", "WIT has no references: `$plain`, or `borrow<$plain>` if it is a resource",
            "Write `$plain`", place=_refers_to_unknown, fix="manual"),
        Row("$type ^or ^none|None", "option<$type>", "an optional value is an `option<…>`", "Write `option<…>`",
            place=Cursor.is_type),
        Row("^$name ^& ^$member", "?", "types are not combined; declare a `record` with all fields",
            place=Cursor.is_type),
        Row("^$type ^[ ^$plain ^]", "?", "only WIT's own types take others",
            place=lambda at: at.is_surely_type() and at.is_name(0) and at[0].text not in AROUND),
        Row("$name ^+?: $member", "$name: option<$member>", "an optional value is an `option<…>`",
            "Write `option<…>`", place=lambda at: at.block not in HOLDERS or at.starts_parameter()),
        Row("^($suffixed^)", "$suffixed", _MEANT, place=_may_be_tuple),
        Row("^$suffixed", "$suffixed", _MEANT, place=Cursor.is_type),
        Row("^$type ^| ^$member", "$type", "alternatives are a `variant`, which names its cases",
            place=Cursor.may_be_type, fix=None),
        Row("^. ^+. ^+. $type", "list<$type>", VARIADIC, place=Cursor.follows_label),
        Row("$type ^. ^+. ^+.", "list<$type>", VARIADIC, place=Cursor.follows_label),
        Row("^[$member ... ^]", "list<$member ...>", "a list is written `list<…>`", place=Cursor.is_type, fix=None),
        code="unexpected-char",
    ),
    Row("^Promise|promise ^< ^void ^>", "future", "WIT has no type `$0`", place=Cursor.is_type, code="foreign-type"),
    Row("$AROUND<", "$AROUND<", "WIT has no type `$0`", code="foreign-type",
        place=lambda at: at.is_type() and not at.declared(at[0].text)),
    Row("^$around", "$around", "`$0` is `$around` in WIT", place=Cursor.is_type, code="foreign-type"),
    Row("^$AROUND [...]", "$AROUND<...>", "WIT has no type `$0`", place=Cursor.is_type, code="foreign-type"),
    Row("^Union [$member, none|None ^]", "option<$member>", "an optional value is an `option<…>`",
        "Write `option<…>`", place=Cursor.is_type, code="foreign-type"),
    *(Row(each, "?", "alternatives are a `variant` or an `enum`, which names its cases", place=Cursor.is_type,
          code="expected-type") for each in ("^Union|Literal [...]", "^Union|oneof <...>")),
    Row("$strings", "?", "alternatives are an `enum`, which is declared by itself", place=Cursor.is_type,
        code="expected-type"),
    Row("^Partial <...>", "?", "WIT has no type `$0`; declare a `record` whose fields are `option<…>`",
        place=_is_foreign_generic, code="foreign-type"),
    Row("^$name <...>", "?", "WIT has no type `$0`", place=_is_foreign_generic, code="foreign-type"),
    Row("^interface ^{ ^}", "?", f"WIT has no type `$^`; {ANY_VALUE}", place=Cursor.is_surely_type,
        code="foreign-type"),
    Row("^set<...>", "list<...>", "WIT has no type `set`; there are `list<…>` and `flags`", place=Cursor.is_type,
        code="foreign-type", fix="unsafe"),
    Row("^$integer ^+$name", "$integer", "the length of a list is a decimal number", after=",", fix=None,
        place=lambda at: at.opener() == "<"),
    Row("^map ^{ $type: $type2 ^}", "map<$type, $type2>", "a map is written `$right`", place=Cursor.is_type),
    Row("list<$type> ^( ^$integer ^)", "list<$type, $integer>", "the length of a list goes inside: `$right`",
        "Write `$right`", place=Cursor.is_type),
    Row("^$name ^:|=", "", "a type in `<` `>` has no name", after="<|,", fix="unsafe",
        place=lambda at: (
            at.opener() == "<" and not at[0].first and at.block not in ("flags", "enum") and at[2].text != ":"
        )),
    Row("^map [$type] ^$type2", "map<$type, $type2>", "a map is written `$right`", place=Cursor.is_type),
    # Brackets
    *rows(
        Row("^tuple $simple, $simple2", "tuple<$simple, $simple2>", "`tuple` needs `<` `>`: `$right`",
            after="->|=", then="; }"),
        Row("^($WRAPPER $simple^)", "$WRAPPER<$simple>", _ANGLES, place=_may_be_tuple),
        Row("^$WRAPPER ^of $type", "$WRAPPER<$type>", _ANGLES, fix="unsafe"),
        Row("^$WRAPPER (...)", "$WRAPPER<...>", _ANGLES),
        Row("^$WRAPPER [...]", "$WRAPPER<...>", _ANGLES),
        Row("^$WRAPPER $simple", "$WRAPPER<$simple>", _ANGLES, place=lambda at: at.is_type() and at[0].text != "map"),
        title="Write `<` `>`", place=Cursor.is_type,
    ),
    _no_angle,
    Row("^> ... >", "...>", "this `>` ends the type too early", "Remove `>`", place=_ends_too_early, fix="unsafe"),
    *rows(
        Row("()", "_", "`()` is `_` in a `result`", after="result|Result <", then=","),
        *(Row(f"^({parts}, $error^)", f"result<{whole}, $error>", "a function that may fail returns a `result<…>`",
              after="->", fix="unsafe")
          for parts, whole in (("$member, $member2", "tuple<$member, $member2>"), ("$type", "$type"))),
        Row("^(...^)", "...", "unexpected `(` `)` in a `tuple`", "Remove `(` `)`", after="tuple <", then=">"),
        Row("^($name: $member, $labelled ,? ^)", "tuple<$member, $labelled>", _TUPLE, _WRITE_TUPLE,
            place=_may_be_tuple, fix="unsafe"),
        Row("^($member)", "$member", "unexpected `(` `)` around a type", "Remove `(` `)`", place=_may_be_tuple),
        Row("^($member, ...)", "tuple<$member, ...>", _TUPLE, _WRITE_TUPLE,
            place=lambda at: _may_be_tuple(at) or (at.block, at[-1].text) == ("variant", "(")),
        code="expected-type",
    ),
    # What is missing in `<` `>`, or too much
    *rows(
        *(Row(f"^{word}<^>", "?", f"`{word}` needs {need}") for word, need in _NEEDS.items()),
        *(Row(word, "?", f"`{word}` needs {need}", then=", ; ) > }") for word, need in _NEEDS.items()),
        Row("result|stream|future<>", "result|stream|future", _NOTHING),
        place=_is_whole_type, code="expected-type",
    ),
    *rows(  # with what is still to come on the line
        *(Row(word, "?,", f"`{word}` needs {need}", place=_ends_line) for word, need in _NEEDS.items()),
        *(Row(word, "?;", f"`{word}` needs {need}", place=_is_last_type) for word, need in _NEEDS.items()),
        then="⏎", code="expected-type",
    ),
    Row("result<$member, ^( ^)>", "result<$member>", "a `result` without an error has one type"),
    Row("repeated", "list", "WIT has no `repeated`; a list is written `list<…>`", place=Cursor.is_type, then="<"),
    Row("result<_>", "result", _NOTHING),
    Row("result<_, _>", "result", _NOTHING),
    Row("result<$member, _>", "result<$member>", "a `result` without an error has one type"),
    Row("$plain ^< $foreign ...^>", "$plain", "only WIT's own types take `<` `>`", fix=None,
        place=lambda at: at.is_surely_type() and at[-2].text != ":" and not _JOINED.match(at[0].text)),
    # Types without a name
    *rows(
        Row("^{ [$n: $type]: $type2 ,|;? ^}", "map<$type, $type2>", "a map is written `$right`",
            place=Cursor.may_be_type),
        *rows(
            Row("^{ $type: $type2 ,|;? ^}", "map<$type, $type2>", "a map is written `$right`"),
            Row("^{ $type ,|;? ^}", "list<$type>", "WIT has no sets; there are `list<…>` and `flags`", fix="unsafe"),
            place=lambda at: at.may_be_type() and is_type(at, 1),
        ),
        Row("^{ $name: ...}", "?", _UNNAMED,
            place=lambda at: at.is_type() and at[-1].text != "=" and at[-3].text not in (*HOLDERS, *KIND)),
        code="expected-type",
    ),
)
# fmt: on
