"""Functions, constructors and inline interfaces that are written as other languages write them."""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, rows, table
from wit_lsp.recovery.productions.words import ANY_FUNC, FOREIGN, FUNCTIONS, HOLDERS
from wit_lsp.recovery.productions.written import written

_MODIFIED = {*ANY_FUNC, *FOREIGN, *FUNCTIONS, "record", "type", "enum", "variant", "resource", "interface", "world"}
_TOP_LEVEL = "a function belongs in an interface or in a resource, not at top level"
_STATIC = "only a function of a resource can be `static`"
_FIRST, _MOVE = "`$head` goes after the name and `:`", "Move `$head`"
_CONSTRUCTOR = "a constructor is written `constructor(…)`"
_NAMELESS = "a constructor has no name; its parameters follow `constructor`"
_NO_BODY, _REMOVE_BODY = "a function has no body; it ends with `;`", "Remove the body"
_RECEIVER = "a method has no receiver; it belongs in its `resource`"
_WRITTEN, _GO = "a function is written `$right`", "$label: func$parameters -> $results;"
_TYPES = ("interface", "resource")
_NO_TYPE = "a function is not a type"


def _is_static(at: Cursor) -> bool:
    return at.starts_function() and "static" in (at[0].text, at[1].text)


def _is_before_item(at: Cursor) -> bool:
    """An item follows on the line, or a function that begins as in C; a word alone is being typed."""
    if at[1].first or not at.starts_item():
        return False
    result = written(at, 1)
    names = (1, result.last + 1) if result and at[0].text != "const" else (1,)  # else it is of the type
    takes = (at.is_name(step) and (at[step + 1].text == "(" or at[step + 2].text in FUNCTIONS) for step in names)
    return at[1].text in _MODIFIED or any(takes)


def _takes_parameters(at: Cursor) -> bool:
    """What follows the name in `(` are no values of an attribute."""
    opener = 1 if at[1].text == "(" else (at.find(">", 2) or 0) + 1
    first, second = at[opener + 1].text, at[opener + 2].text
    return at.starts_function() and first[:1] not in (":", '"') and "=" not in (first, second)


def _has_no_self(at: Cursor) -> bool:
    """The function of Rust that begins here is one of the type, not of a value."""
    return at.starts_function() and at[3].text not in ("self", "&", "mut")


def _opens_body(at: Cursor) -> bool:
    is_record = at.may_be_type() and (at[-1].text != "->" or at[1].text == "[" or at[2].text == ":")
    return at.opens in ("func", "constructor") and not is_record


def _is_callback(at: Cursor) -> bool:
    is_member = at[-2].first or at[-3].text in ("import", "export")  # one that follows, the `(` being open
    return at[-1].text in ("<", "->", "=") or (at[-1].text == ":" and not is_member and at.in_params())


def _is_arrow(at: Cursor) -> bool:
    return at[-1].text in ("=", "<") or (at[-1].text == ":" and at.in_params())


def _starts_field_or_parameter(at: Cursor) -> bool:
    if at.block == "record":
        return at[-1].text in ("{", ",") or at[0].first
    return at.block in HOLDERS and at.starts_parameter()


# fmt: off
_HEAD_FIRST = (
    Row("^$head $name $generics? (", "$name: $head$generics(", _FIRST, _MOVE, blocks=(*HOLDERS, "")),
    Row("^$head $name: async? func", "$name: $head", _FIRST, _MOVE, blocks=(*HOLDERS, FILE, "")),
)
PRODUCTIONS = table(
    # Functions of Go
    *rows(
        Row("^func (^$names $foreign^) $label $parameters $results? ;?", _GO, _TOP_LEVEL,
            blocks=(FILE,), home="interface"),
        Row("^func (^$names $foreign^) $label $parameters $results? ;?", _GO, _RECEIVER, blocks=_TYPES, fix=None),
        Row("^type ^$name ^func ^$parameters ^$results? ;?", "", _NO_TYPE, blocks=(*HOLDERS, FILE), fix=None),
        Row("^func ^$label ^$parameters ^$results ;?", _GO, _WRITTEN, blocks=_TYPES),
        Row("^$label ^$parameters ^$results ;?", _GO, _WRITTEN, blocks=_TYPES),
        place=Cursor.starts_item, then="; } { ⏎",
    ),
    # Words before the name
    *rows(
        Row("^$head $name $generics? (", "$name: $head$generics(", _STATIC, blocks=("interface", "world")),
        Row("^$head $name: async? func", "$name: $head", _STATIC, blocks=("interface", "world", FILE)),
        place=_is_static, title="Remove `static`", code="misplaced-static",
    ),
    Row("^def ^__init__ ^( ^self ^,?", "constructor(", _CONSTRUCTOR, "Write `constructor`", blocks=("resource",)),
    *rows(*_HEAD_FIRST, place=_is_static, code="misplaced-static"),
    *rows(
        Row("^fn ^new (...) ^-> ^$type", "constructor(...)", _CONSTRUCTOR),
        Row("^fn ^new (", "constructor(", _CONSTRUCTOR),
        Row("^fn $label (", "$label: static func(", "a function without `self` is `static`",
            "Write `$label: static func`"),
        place=_has_no_self, blocks=("resource",), fix="unsafe",
    ),
    *rows(*_HEAD_FIRST, place=Cursor.starts_function),
    Row("^$head $name $generics? (", "$name: $head$generics(", _TOP_LEVEL,
        place=Cursor.starts_function, blocks=(FILE,), home="interface", code="misplaced-type"),
    Row("static", "", _STATIC, after=":", then="func async", blocks=("interface", "world"), code="misplaced-static"),
    # Constructors and destructors
    *rows(
        Row("constructor: func (", "constructor(", _NAMELESS),
        Row("constructor $name (", "constructor(", _NAMELESS),
        Row("~|destructor $name? () ;?", "", "a resource has no destructor; it ends when its handle is dropped",
            code="expected-member", fix="manual"),
        place=Cursor.starts_item, blocks=("resource",),
    ),
    Row("^$name (", "constructor(", _CONSTRUCTOR, blocks=("resource",),
        place=lambda at: at.starts_item() and at[0].text == at.owner.text),
    Row("$name: constructor (", "constructor(", "a constructor has no name", blocks=("resource",)),
    # Other words
    Row("$KEYWORD (", "$KEYWORD: func(", "`$0` is a keyword, and `: func` is missing", place=Cursor.starts_item,
        blocks=HOLDERS, code="keyword-as-name"),
    Row("^rpc $name:", "$name:", "WIT has no `rpc`", place=Cursor.starts_item, blocks=HOLDERS),
    Row("^template|typename <...>", "", "WIT has no generics", place=Cursor.starts_item, blocks=HOLDERS, fix=None),
    Row("^extern ^$string", "", "WIT has no `extern`", fix="unsafe"),
    Row("^pass", "", "WIT has no `pass`", place=Cursor.starts_item, blocks=HOLDERS, then="; } ⏎"),
    Row("func ^async (", "async func(", "`async` goes before `func`", "Move `async`"),
    Row("$name $generics? (...)", "$name: func$generics(...)", "expected `:` and `func` before the parameters",
        place=_takes_parameters, blocks=HOLDERS),
    Row("$FUNC (", "$FUNC (", "expected `func`, not `$0`", after=":|static|async"),
    Row("interface $i {", "$i: interface {", "`interface` goes after the name and `:`", "Move `interface`",
        after="import|export", blocks=("world", "")),
    # Bodies, defaults and callbacks
    Row("^{} ;?", ";", _NO_BODY, _REMOVE_BODY, place=_opens_body),
    Row("^{...} ;?", ";", _NO_BODY, _REMOVE_BODY, place=_opens_body, fix="manual"),
    Row("= $member?", "", "a parameter cannot have a default", fix="manual",
        place=lambda at: at.in_params() and at[-2].text != "type"),
    *rows(
        Row("^func|fn|fun (...) ->? $type?", "?", _NO_TYPE, place=_is_callback),
        Row("^$type (*^$name? ^) ^(...^)", "?", _NO_TYPE, place=Cursor.may_be_type),
        Row("^(...) = ^+> ^$type?", "?", _NO_TYPE, place=_is_arrow),
        Row("^(...) ^-> ^$type?", "?", _NO_TYPE, place=_is_arrow),
        code="expected-type",
    ),
    # What other languages put before an item, a field or a parameter
    *rows(
        Row("^const|let|var|static ^$name = ^$value ;?", "", "WIT has no constants"),
        Row("^const|let|var|static ^$name : $type = ^$value ;?", "", "WIT has no constants"),
        Row("^const ^(...^)", "", "WIT has no constants"),
        Row("^static|const ^const? ^$foreign ^$name = ^$value ;?", "", "WIT has no constants"),
        place=Cursor.starts_item, blocks=(*HOLDERS, FILE), fix=None,
    ),
    Row("$MODIFIERS", "", "WIT has no `$0`", place=_is_before_item, blocks=(*HOLDERS, FILE, "")),
    *rows(
        Row("$IDLE_OF_FIELDS $name:", "$name:", "WIT has no `$0`"),
        Row("$OF_FIELDS $name:", "$name:", "WIT has no `$0`", fix="manual"),
        Row("^optional $name: $foreign", "$name: option<$foreign>", "an optional value is an `option<…>`",
            fix="manual"),
        place=_starts_field_or_parameter,
    ),
)
# fmt: on
