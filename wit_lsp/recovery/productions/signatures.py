"""Parameters and results that are written as other languages write them, and functions that begin with their result."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, rows, table
from wit_lsp.recovery.productions.words import ANY_FUNC, FAILING, FUNCTIONS, IDLE
from wit_lsp.recovery.productions.written import ERRORS, foreign, is_type
from wit_lsp.syntax.foreign_types import is_foreign

_NOT_A_RESULT = {*ANY_FUNC, "async", "static", "constructor", "rpc", "get", "set", "new", "return"}
_NO_BODY = "a function has no body; it ends with `;`"
VARIADIC = "WIT has no variadic parameters; take a `list<…>`"
_END = "; } { ⏎"
_PARAMETER = "a parameter is written `$right`"
_UNNAMED = "a parameter has a name, such as `name: $type`"
_FUNCTION = "a function is written `$right`"
_RPC, _WRITE_RPC = "a function is written `$label: func(…) -> $message2`", "Write `$label: func(…) -> $message2`"
_CONTEXT = "WIT has no type `context.Context`; a function takes its time limit, such as `deadline-ns: u64`"
_STREAMED = "a parameter that is streamed is written `$right`"
_ARROW = "a function is written `name: func(…) -> …`"
_ONE_RESULT = "a function has one result, such as `$right`"
_NO_RESULT = "a function without a result ends after its parameters"
_FAILS = "a function that may fail is written with `$right`"
_METHOD = "`$^` is not a parameter; a method has its resource implicitly"
_NO_METHOD = "`$^` is not a parameter; only a resource has methods"


def _begins_with_type(at: Cursor) -> bool:
    word = at[0].text
    return at.starts_parameter() and (word[0].isupper() or is_foreign(word) or at.declared(word) != "")


def _shares_type(at: Cursor) -> bool:
    """A parameter begins here, and none that is a type without a name."""
    return at.starts_parameter() and not at.declared(at[0].text)


def _has_result(at: Cursor) -> bool:
    """A type may follow the `)`; a name alone is one only after a function that begins as in Go."""
    if at[1].text in (*FAILING, *IDLE) or not at.ends_params():
        return False
    is_name = at.is_name(1) and not at[1].text.endswith(ERRORS) and (at[2].first or at[2].text in (";", "}", "{", ""))
    return not is_name or at.is_name(at.type_start((at.paired(0) or 0) - 1))


def _takes_self(at: Cursor) -> bool:
    """The `(` opens the parameters of a function, and no type follows `self`."""
    after = next((step + 1 for step in (1, 2, 3) if at[step].text in ("self", "this")), 0)
    return at[after].text != ":" and (at.is_name(-1) or at[-1].text in ("func", "constructor", ">"))


def _takes_list(at: Cursor) -> bool:
    type_ = foreign(at, 5)
    return at.starts_parameter() and type_ is not None and type_.text.startswith("list")


def _ends_function(at: Cursor) -> bool:
    return at.ends_params(-1) or at[at.type_start(-1) - 1].text == "->"


def _is_of_constructor(at: Cursor) -> bool:
    """The `)` ends the parameters of a constructor, and the name of its resource comes after the next mark."""
    return at[2].text == at.owner.text and at.ends_params() and at.said("constructor")


# fmt: off
PRODUCTIONS = table(
    # Parameters
    *rows(
        Row("^. ^+. ^+. $name: $foreign", "$name: $foreign", VARIADIC, place=_takes_list),
        Row("^* ^,", "", "WIT has no parameters that are only named"),
        Row("^* ^$name ^, ^* ^* ^$name", "", VARIADIC, fix=None),
        Row("^* ^*? ^$name", "", VARIADIC, then=", )", fix=None),
        Row("^* ^* $name: $type", "$name: map<string, $type>", "WIT has no variadic parameters; take a `map<…>`",
            "Write `map<string, $type>`", fix="unsafe"),
        Row("^* $name: list", "$name: list", VARIADIC, fix="unsafe"),
        Row("^* $name: $type", "$name: list<$type>", VARIADIC, fix="unsafe"),
        Row("^. ^+. ^+. $name: $foreign", "$name: list<$foreign>", VARIADIC, "Write `list<$foreign>`", fix="unsafe"),
        Row("$name ^. ^+. ^+. $foreign", "$name: list<$foreign>", VARIADIC),
        Row("^. ^+. ^+.", "", VARIADIC, then=")", fix=None),
        place=Cursor.starts_parameter, code="unexpected-char",
    ),
    *rows(
        Row("^$WRAPPER ^$foreign", "?: $WRAPPER<$foreign>", "a parameter is written `name: $WRAPPER<$foreign>`",
            place=Cursor.starts_parameter),
        Row("^$foreign ^$name ^[ ^$integer ^]", "$name: list<$foreign, $integer>", _PARAMETER, place=_begins_with_type),
        Row("^$name ^context.^Context", "$name: ?", _CONTEXT, place=Cursor.starts_parameter, code="foreign-type"),
        Row("^$foreign ^$name", "$name: $foreign", _PARAMETER, place=_begins_with_type),
        Row("^char ^$name ^[ ^]", "$name: string", _PARAMETER, place=Cursor.starts_parameter),
        Row("^$foreign ^$name ^[ ^]", "$name: list<$foreign>", _PARAMETER, place=_begins_with_type),
        Row("^$name ^$foreign", "$name: $foreign", _PARAMETER, place=Cursor.starts_parameter),
        Row("^$foreign ^$name", "$name: $foreign", _PARAMETER, place=Cursor.starts_parameter),
        Row("^$label ^, ^$label2: $foreign", "$label: $foreign, $label2: $foreign",
            "each parameter has its own type: `$right`", "Write `$right`", place=_shares_type, fix="unsafe"),
        Row("^$grouped", "$grouped", "each parameter has its own type: `$right`", place=Cursor.starts_parameter,
            fix="unsafe"),
        Row("^$type", "?: $type", _UNNAMED, code="expected-name",
            place=lambda at: at.starts_parameter() and (not at.is_name(0) or at.declared(at[0].text) != "")),
        Row("^$label", "?: ?", _UNNAMED.replace("$type", "$label"), code="expected-name",  # no parameter is so called
            place=lambda at: at.starts_parameter() and at[0].text[0].isupper()),
        Row("^stream $name: $foreign", "$name: stream<$foreign>", _STREAMED),
        Row("^$foreign $label: $foreign2", "$label: $foreign2", "a parameter is written `$right`", "Remove `$0`",
            place=lambda at: at.starts_parameter() and is_type(at, 0), fix="unsafe"),
        Row("^$name: stream $foreign", "$name: stream<$foreign>", _STREAMED, place=Cursor.starts_parameter),
        Row("^google.^protobuf.^Empty", "", "a function without parameters has `()`", place=Cursor.starts_parameter),
        then=", )",
    ),
    *rows(
        Row("( ^&? ^mut? ^self|this ,?", "(", _METHOD, blocks=("resource",)),
        Row("( ^$foreign ^self|this ,?", "(", _METHOD, blocks=("resource",)),
        Row("( ^&? ^mut? ^self|this ,?", "(", _NO_METHOD, blocks=("interface",), fix="unsafe"),
        place=_takes_self, title="Remove `$^`",
    ),
    Row(";", ",", "parameters are separated by `,`, not `;`", code="missing-separator",
        place=lambda at: at.is_name(1) and at[2].text == ":" and at[3].text not in FUNCTIONS and at.may_be_in_params()),
    Row(",", ");", "expected `)` after the parameters", code="unclosed-block",
        place=lambda at: at.in_params() and at[3].text in FUNCTIONS and at[1].first and at[1].column <= at[0].indent),
    # Results
    Row(") ^: ^$name", ")", "a constructor returns its resource implicitly", place=_is_of_constructor, then=_END),
    Row(") $results", ") -> $results", "expected `->` after the parameters", place=_has_result, then=_END),
    Row(") ^:|= ^>? ^void", ")", _NO_RESULT),
    Row(") ^-> ^!", ")", _NO_RESULT, place=Cursor.ends_params, then=_END),
    *rows(
        *(Row(f"-> ^$type ^{mark} ^$error", "-> result<$type, $error>", _ONE_RESULT) for mark in (",", "or")),
        Row("-> ^google.^protobuf.^Empty", "", _NO_RESULT),
        Row("-> ^$type ^, ^$type2", "-> tuple<$type, $type2>", _ONE_RESULT),
        Row("-> ^$name ^: $member", "-> $member", "a result has no name"),
        place=lambda at: at.ends_params(-1) and at[3].text not in (":", "."), then=_END, fix="unsafe",
    ),
    Row(") :|-> Promise|promise<void>", ")", _NO_RESULT, place=lambda at: at.said("async") and at.ends_params()),
    *rows(
        Row(") ^: $deeper", ");", _NO_BODY),
        Row("^: $deeper", ";", _NO_BODY),
        place=lambda at: (at[0].text == ")" or _ends_function(at)) and at.said("def"),
        title="Remove the body", fix="manual",
    ),
    Row(") ^:", ");", "a function ends with `;`, not `:`", place=Cursor.ends_params, then="⏎ }"),
    Row("-> ^{ ^}", "", _NO_RESULT, place=lambda at: at.ends_params(-1)),
    Row(") :", ") ->", "expected `->` after the parameters, not `:`",
        place=lambda at: at[2].text not in FUNCTIONS and at.ends_params()),
    Row(") ^returns (?$message)?", ") -> $message", "expected `->`, not `returns`",
        place=Cursor.ends_params, then=_END),
    Row("( ^{ ...^} )", "(...)", "parameters are not in `{` `}`", place=Cursor.opens_params),
    Row("(void)", "()", "a function without parameters has `()`", after="func|constructor"),
    *rows(
        Row("$name: ^(...^) ^= ^+> ^void", "$name: func(...)", _ARROW),
        Row("$name: ^(...^) ^= ^+> ^$foreign", "$name: func(...) -> $foreign", _ARROW),
        place=Cursor.starts_item, then=_END, blocks=("interface", "resource"),
    ),
    Row("= +>", "->", "expected `->`, not `=>`", after=")"),
    # What other languages say after the parameters or the result
    *rows(
        *rows(
            Row("^throw ^( ^)", "", "WIT has no `throw()`"),
            Row("^$FAILING ^(? ^$type ^)? ^-> ^$type2", "-> result<$type2, $type>", _FAILS),
            Row("^$FAILING ^-> ^$type2", "-> result<$type2>", _FAILS),
            Row("^$FAILING ^(? ^$type ^)?", "-> result<_, $type>", _FAILS),
            Row("$FAILING", "-> result", _FAILS),
            place=lambda at: at.ends_params(-1),
        ),
        Row("-> result<$member, $member2> ^$FAILING ^(? ^$type? ^)?", "-> result<$member, $member2>",
            "WIT has no `$FAILING`; the error is in the `result<…>`"),
        Row("-> result<$member> ^$FAILING ^(? ^$type ^)?", "-> result<$member, $type>", _FAILS),
        Row("-> $type2 ^$FAILING ^(? ^$type ^)?", "-> result<$type2, $type>", _FAILS),
        Row("-> $type2 ^$FAILING", "-> result<$type2>", _FAILS),
        then=_END, fix="unsafe",
    ),
    *(Row(f"^= ^{word}", "", "WIT has no `$^`", place=_ends_function, then=_END)
      for word in ("default|delete", "$integer")),
    Row("^[ ^deprecated ^= ^true ^]", "", "a deprecated function has `@deprecated(version = …)` before it",
        place=_ends_function, then=_END, fix="manual"),
    Row("^[ ^$name ^= ^...^]", "", "a function has no options", place=_ends_function, then=_END, fix="unsafe"),
    Row("^where ^$value", "", "WIT has no `where`", place=_ends_function, fix="manual"),
    Row("^where ^$name ^: ^$value ;?", "", "WIT has no `where`", place=Cursor.starts_item, fix="manual"),
    Row("$IDLE", "", "WIT has no `$0`", place=_ends_function, then=f"-> {_END}", fix="unsafe"),
    # Functions of C and of protobuf
    *rows(
        Row("$PORT ^void ^$label ^$parameters ^$IDLE?", "$PORT $label: func$parameters", _FUNCTION),
        Row("$PORT ^$foreign ^$label ^$parameters ^$IDLE?", "$PORT $label: func$parameters -> $foreign", _FUNCTION),
        place=lambda at: at.starts_item() and is_type(at, 1), blocks=("world",), then=_END,
    ),
    *rows(
        Row("^void $label ^$parameters ^$IDLE?", "$label: func$parameters", _FUNCTION),
        Row("^$foreign $label ^$parameters ^$IDLE? ^=? ^$integer?", "$label: func$parameters -> $foreign", _FUNCTION),
        Row("^$head void $label ^$parameters", "$label: $head$parameters", _FUNCTION),
        Row("^$head $foreign $label ^$parameters", "$label: $head$parameters -> $foreign", _FUNCTION),
        Row("^void $label (...)", "$label: func(...)", _FUNCTION),
        Row("^$foreign $label (...)", "$label: func(...) -> $foreign", _FUNCTION),
        place=lambda at: at.starts_item() and at[int(at[0].text == "static")].text not in _NOT_A_RESULT,
        blocks=("interface", "resource"), then=_END,
    ),
    *rows(
        *(Row(f"^rpc $label {wrong} returns ($message2{end} ;?", f"$label: func{right} -> $message2;", _RPC, _WRITE_RPC)
          for wrong, right in (("($message)", "(req: $message)"), ("$parameters", "$parameters"))
          for end in (") {...^}", "^)")),
        Row("^rpc ^$name (", "$name: func(", "a function is written `$name: func(…)`", "Write `$name: func`"),
        place=Cursor.starts_item, blocks=("interface", "resource"), fix="unsafe",
    ),
    Row("rpc $name: func", "$name: func", "WIT has no `rpc`", place=Cursor.starts_item),
)
# fmt: on
