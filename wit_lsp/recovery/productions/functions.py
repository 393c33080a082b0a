"""Functions, constructors and inline interfaces that are written as other languages write them."""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.heads import NEEDS_PORT
from wit_lsp.recovery.productions.misplaced import TOP_LEVEL_FUNCTION
from wit_lsp.recovery.productions.rows import Row, rows, table
from wit_lsp.recovery.productions.words import HOLDERS, PRIVATE
from wit_lsp.recovery.productions.written import is_type

_STATIC = "only a function of a resource can be `static`"
_CONSTRUCTOR = "a constructor is written `constructor(…)`"
_NAMELESS = "a constructor has no name; its parameters follow `constructor`"
_NO_BODY, _REMOVE_BODY = "a function has no body; it ends with `;`", "Remove the body"
_RECEIVER = "a method has no receiver; it belongs in its `resource`"
_METHOD = "a method has no receiver; write `$right`"
_WRITTEN, _GO = "a function is written `$right`", "$label: func$parameters -> $results;"
_TYPES = ("interface", "resource")
_TAKES_TIME, _WRITE_ASYNC = "a function that returns a `$^` is `async`", "Write `async func`"
_NO_TYPE = "a function is not a type; a callback is a method of a `resource`, or a function that the world imports"
_AFTER_FUNC = "write the parameters after `func`"
_NO_GENERICS = "WIT has no generics"
_RESULT = "the result of a function goes after `->`"
_WRITE = "Write `$name: $head`"


def _is_associated(at: Cursor) -> bool:
    """A function of Rust that takes no `self`, as others of its resource do, and gives the resource itself."""
    takes_self = at[3].text in ("self", "&", "mut")
    gives_it = any(each.text == "self" for each in at.siblings()) and any(
        each.text in ("Self", at.owner.text) for each in at.beside(1)
    )
    return at.starts_function() and not takes_self and (at[1].text == "new" or gives_it)


def _receives_owner(at: Cursor) -> bool:
    """The receiver of the function of Go that begins here is the resource around it."""
    close = at.find(")", 2)
    return at.starts_item() and close is not None and at[close - 1].text == at.owner.text


def _is_static(at: Cursor) -> bool:
    return at.starts_function() and "static" in (at[0].text, at[1].text)


def _takes_parameters(at: Cursor) -> bool:
    """What follows the name in `(` are no values of an attribute."""
    opener = 1 if at[1].text == "(" else (at.find(">", 2) or 0) + 1
    first, second = at[opener + 1].text, at[opener + 2].text
    return at.starts_function() and first[:1] not in (":", '"') and "=" not in (first, second)


def _opens_body(at: Cursor) -> bool:
    is_record = at.may_be_type() and (at[-1].text != "->" or at[1].text == "[" or at[2].text == ":")
    words = [each.text for each in at.beside(-1)] if at.opens == "" and at.block in _TYPES else []
    is_unknown = ")" in words[:3] and {"@", "="}.isdisjoint(words)
    return not is_record and (is_unknown or at.opens in ("func", "constructor"))


def _is_callback(at: Cursor) -> bool:
    is_member = at[-2].first or at[-3].text in ("import", "export")  # one that follows, the `(` being open
    return (
        at[-1].text in ("<", "->")
        or (at[-1].text == "=" and at[-2].text != ":")
        or (at[-1].text == ":" and not is_member and at.in_params())
    )


def _is_arrow(at: Cursor) -> bool:
    return at[-1].text in ("=", "<") or (at[-1].text == ":" and at.in_params())


# fmt: off
_HEAD_FIRST = (
    Row("^$head $called $generics? (", "$called: $head$generics("),
    Row("^$head $name: async? func", "$name: $head"),
)
_MOVED = (
    *rows(_HEAD_FIRST[0], message="a function is written `$called: $head(…)`", title="Write `$called: $head`",
          blocks=(*HOLDERS, "")),
    *rows(_HEAD_FIRST[1], message="a function is written `$right(…)`", title=_WRITE, blocks=(*HOLDERS, FILE, "")),
)
PRODUCTIONS = table(
    # Functions of Go
    *rows(
        Row("^func (^$names $foreign^) $label $parameters $results? ;?", _GO, TOP_LEVEL_FUNCTION,
            blocks=(FILE,), home="interface"),
        *rows(
            Row("^func ^(^$names ^$foreign^) $label $parameters ;?", "$label: func$parameters;", _METHOD),
            Row("^func ^(^$names ^$foreign^) $label $parameters $results ;?", _GO, _METHOD),
            Row("^func ^(^$names ^$foreign^) $label (...) -> $type ;?", "$label: func(...) -> $type;", _METHOD),
            blocks=("resource",), place=_receives_owner, fix="unsafe",
        ),
        Row("^func (^$names $foreign^) $label $parameters $results? ;?", _GO, _RECEIVER, blocks=_TYPES, fix=None),
        Row("^func (^$names $foreign^) $label (...) -> $type ;?", "$label: func(...) -> $type;", _RECEIVER,
            blocks=_TYPES, fix=None),
        Row("^typedef ^$foreign ^( ^* ^$name ^) ^(...^) ;?", "", _NO_TYPE, blocks=(*HOLDERS, FILE), fix=None),
        Row("^type ^$name ^func ^$parameters ^$results? ;?", "", _NO_TYPE, blocks=(*HOLDERS, FILE), fix=None),
        Row("^func? ^$label ^$parameters ^$results ;?", _GO, _WRITTEN, blocks=_TYPES),
        place=Cursor.starts_item, then="; } { ⏎",
    ),
    # Words before the name
    *(Row(f"^$ACCESSOR $name {func} (", "$name: $ACCESSOR(", "`$0` goes after the name and `:`, in place of `func`",
          "Write `$name: $0(…)`", place=lambda at: at.starts_item() and at[0].text != at[1].text,
          blocks=HOLDERS, fix="unsafe") for func in (": func", "")),
    *rows(*_HEAD_FIRST, place=_is_static, message=_STATIC, title="Remove `static`", code="misplaced-static",
          blocks=("interface", "world")),
    Row("^__init__ (", "constructor(", _CONSTRUCTOR, place=Cursor.starts_item, blocks=("resource",)),
    Row("^def ^__init__ ^( ^self ^,?", "constructor(", _CONSTRUCTOR, "Write `constructor`", blocks=("resource",)),
    *rows(*_MOVED, place=_is_static, code="misplaced-static"),
    *rows(
        Row("^fn ^new (...) ^->? ^$type?", "constructor(...)", _CONSTRUCTOR, "Write `constructor`"),
        Row("^fn $label (", "$label: static func(", "a function without `self` is `static`",
            "Write `$label: static func`"),
        place=_is_associated,
        blocks=("resource",), fix="unsafe",
    ),
    *rows(
        Row("^$head $called (", "export $called: $head(", title="Write `export $called: $head`"),
        Row("^rpc $label (", "export $label: func(", title="Write `export $label: func`"),
        Row("^rpc $name: func|async", "export $name: func|async"),
        message=NEEDS_PORT, place=Cursor.starts_item, blocks=("world",), code="expected-world-item", fix="manual",
    ),
    Row("^def|fn|fun|function $name: func|async|static", "$name: func|async|static", "WIT has no `$0`",
        place=Cursor.starts_item, blocks=HOLDERS),
    Row("^new (...)", "constructor(...)", _CONSTRUCTOR, place=Cursor.starts_item, blocks=("resource",), fix="unsafe"),
    *rows(*_MOVED, place=Cursor.starts_function),
    *rows(
        Row("^$name ^, ^$names : func|async|static", "$name: func|async|static", blocks=_TYPES),
        Row("$PORT ^$name ^, ^$names : func|async", "$PORT $name: func|async", blocks=("world",)),
        message="each function is declared by itself", place=Cursor.starts_item, fix=None,
    ),
    Row("$name ^<...^> : func|async|static", "$name: func|async|static", _NO_GENERICS,
        place=Cursor.starts_function, fix="manual"),
    Row("^[ $name ^] : func|async", "$name: func|async", "a name is written without brackets", "Remove the brackets",
        place=Cursor.starts_item, blocks=_TYPES, code="expected-name"),
    *rows(
        Row("$name: func (...) -> ^static $type", "$name: static func(...) -> $type", blocks=("resource",)),
        Row("$name: func (...) -> ^async $type", "$name: async func(...) -> $type", blocks=_TYPES),
        message="a function is written `$name: $^ func(…)`", title="Move `$^`", place=Cursor.starts_item,
    ),
    *rows(
        Row("$PORT ^$foreign $name : func (...)", "$PORT $name: func(...) -> $foreign", _RESULT, "Move it",
            then="; } ⏎", fix="unsafe"),
        Row("$PORT ^$foreign $name : func|async", "$PORT $name: func|async", _RESULT, fix="manual"),
        place=lambda at: at.starts_item() and is_type(at, 1), blocks=("world",),
    ),
    *rows(
        Row("^$foreign $name : func (...)", "$name: func(...) -> $foreign", _RESULT, "Move it",
            then="; } ⏎", fix="unsafe"),
        Row("^$foreign $name : func|async|static", "$name: func|async|static", _RESULT, fix="manual"),
        place=lambda at: at.starts_item() and is_type(at, 0), blocks=_TYPES,
    ),
    Row("$name ^: ^+= func|async|static", "$name: func|async|static", "expected `:`, not `:=`", "Write `:`",
        place=Cursor.starts_function),
    Row("$PORT ^$a ^. ^$b : func|async", "$PORT $b: func|async", "a name has no `.`; its words are joined with `-`",
        fix=None),
    Row("^$head $name $generics? (", "$name: $head$generics(", TOP_LEVEL_FUNCTION,
        place=Cursor.starts_function, blocks=(FILE,), home="interface", code="misplaced-type"),
    Row("static", "", _STATIC, after=":", then="func async", blocks=("interface", "world"), code="misplaced-static"),
    # Constructors and destructors
    *rows(
        Row("constructor :? func? $name? (", "constructor(", _NAMELESS),
        *(Row(each, "", "a resource has no destructor; it ends when its handle is dropped", code="expected-member",
              fix="manual") for each in (
                  *("$MODIFIERS? ~ $value ;?", "destructor $name? () ;?"),
                  "^[ ^Symbol ^. ^dispose|asyncDispose ^] ^: ^$callable ;?",
              )),
        place=Cursor.starts_item, blocks=("resource",),
    ),
    Row("^[ ^$dotted ^] : func|async", "?: func|async", "a name is written without brackets, its words joined with `-`",
        place=Cursor.starts_item, blocks=_TYPES, code="expected-name"),
    Row("^$name (", "constructor(", _CONSTRUCTOR, blocks=("resource",),
        place=lambda at: at.starts_item() and at[0].text == at.owner.text),
    Row("$name: constructor (", "constructor(", "a constructor has no name", blocks=("resource",)),
    # Function types, which WIT does not have
    *rows(
        Row("^func|fn|fun|function|Fn|FnMut|FnOnce (...) ->? $type?", "?", _NO_TYPE, place=_is_callback),
        Row("^$label ^func ^(...^) ^$type?", "$label: ?", _NO_TYPE, place=Cursor.starts_parameter),
        Row("^Callable [...]", "?", _NO_TYPE, place=Cursor.is_type),
        Row("^std? ^:? ^:? ^function|Callable|Func|Function|BiFunction <...>", "?", _NO_TYPE, place=Cursor.is_type),
        Row("^$foreign ^( ^* ^$name? ^) ^(...^)", "?", _NO_TYPE, place=Cursor.follows_label),
        Row("^$foreign ^( ^* ^$name ^) ^(...^)", "$name: ?", _NO_TYPE, place=Cursor.starts_parameter),
        Row("^(...) = ^+> ^$type?", "?", _NO_TYPE, place=_is_arrow),
        Row("^(...) ^-> ^$type?", "?", _NO_TYPE, place=_is_arrow),
        code="expected-type",
    ),
    *rows(
        *(Row(f"{name} (...) ->|: ^Promise|promise<{kept}>", f"{right}(...){result}", _TAKES_TIME, _WRITE_ASYNC)
          for name, right in (("func", "async func"), ("$name", "$name: async func"))
          for kept, result in (("void", ""), ("...", " -> ..."))),
        place=lambda at: at.starts_item() or at[-1].text == ":", blocks=HOLDERS, code="expected-type", fix="unsafe",
    ),
    # Other words
    Row("func ^$generics (", "func(", _NO_GENERICS, after=":|static|async", fix="manual"),
    *rows(
        Row("func|fn|fun|function ^[...^] (", "func(", _NO_GENERICS, after=":"),
        Row("$name ^[...^] : func|async|static", "$name: func|async|static", _NO_GENERICS,
            place=Cursor.starts_function),
        fix="manual",
    ),
    Row("func ^async (", "async func(", "`async` goes before `func`", "Move `async`"),
    *rows(
        Row("$name ^( ^) : func|async|static", "$name: func|async|static", _AFTER_FUNC),
        Row("$name ^(...^) : func ( )", "$name: func(...)", _AFTER_FUNC, "Write `$name: func(…)`", fix="unsafe"),
        Row("$name ^(...^) : func|async|static", "$name: func|async|static", _AFTER_FUNC, fix=None),
        place=_takes_parameters, blocks=HOLDERS,
    ),
    Row("$name $generics? (...)", "$name: func$generics(...)", "expected `:` and `func` before the parameters",
        place=_takes_parameters, blocks=HOLDERS),
    Row("$KEYWORD (...)", "$KEYWORD: func(...)", "`$0` is a keyword, and `: func` is missing",
        "Write `$KEYWORD: func(…)`", blocks=HOLDERS, code="keyword-as-name",
        place=lambda at: at.starts_item() and (at[0].text, at[3].text) != ("use", ":")),
    Row("$FUNC (", "$FUNC (", "expected `func`, not `$0`", after=":|static|async"),
    Row("interface $i {", "$i: interface {", "`interface` goes after the name and `:`", "Move `interface`",
        after="import|export", blocks=("world", "")),
    # Bodies and defaults
    Row("^{} ;?", ";", _NO_BODY, _REMOVE_BODY, place=_opens_body),
    Row("^{...} ;?", ";", _NO_BODY, _REMOVE_BODY, place=_opens_body, fix="manual"),
    *rows(
        Row("= ' $other? $other? '", "", "a parameter cannot have a default"),
        Row("= $member?", "", "a parameter cannot have a default"),
        place=lambda at: at.in_params() and at[-2].text != "type" and at[-1].text != ".", fix="manual",
    ),
    # What other languages put before a field or a parameter
    *rows(
        Row("^$modifiers $name:", "$name:", "WIT has no `$modifiers`; what is private is left out", fix=None,
            place=lambda at: at.starts_part() and at[0].text in PRIVATE),
        Row("$modifiers $label:", "$label:", "WIT has no `$modifiers`"),
        Row("^out|inout $name:", "$name:", "WIT has no `$0`; what a function returns comes after `->`", fix=None),
        Row("in|ref $name:", "$name:", "WIT has no `$0`", fix="manual"),
        place=Cursor.starts_part,
    ),
)
# fmt: on
