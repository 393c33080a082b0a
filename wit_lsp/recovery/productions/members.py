"""Fields, cases and flags that are written as other languages write them, and fields where none may stand."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.recovery.productions.words import BLOCK, FUNCTIONS, HOLDERS, KIND, MODIFIERS, USER
from wit_lsp.recovery.productions.written import is_type
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, insertion

_FIELD = "a field is written `$right`"
_NO_FIELD = "`$name` is not a function; fields belong in a `record`"
_NO_FIELDS = "a resource has no fields; a method is written `$name: func() -> $type`"
_NO_TYPE = "a case of an `enum` cannot have a type; one of a `variant` can"
_ONE_TYPE = "a case has one type; several are a `tuple<…>`"
_UNNAMED = "the type of a case must have a name; declare its fields in a `record`"
_NO_FUNCTION = "a function belongs in an interface or in a resource, not among $parts"


def _is_typed(at: Cursor) -> bool:
    """Whether a type follows the `:`, and no function that is being typed."""
    return at[2].text not in FUNCTIONS and at.is_outside_brackets()


def _ends_item(at: Cursor) -> bool:
    """A function, a type or a path stands before it, and another item or the end of the block after it."""
    *_, head = words = [token.text for token in (at[0], *at.beside(-1))]
    is_last = at[2].text == ":" or at[1].text in ("}", "@", "constructor", "type", *BLOCK, *USER)
    is_paired = at.is_outside_brackets() and words.count("(") == words.count(")")
    return is_last and is_paired and (head in ("type", *USER) or {"func", "("} <= {*words})


def _begins_field(at: Cursor) -> bool:
    return at[-1].text in ("{", ",", ";", "(") or at[0].first


def _is_field(at: Cursor) -> bool:
    """A field begins here where none may stand, and no function that is being typed, nor its parameter."""
    if at[_type(at) - 1].text != ":" or at.opener() == "(" or at[_type(at)].text in FUNCTIONS:
        return False
    before = [token.text for token in at.beside(-1)] if at[-1].text == "," else []
    return at.starts_item() or (before.count(":") == before.count(",") > 0 and {"func", "(", ")"}.isdisjoint(before))


def _is_last_field(at: Cursor) -> bool:
    return _is_field(at) and not at.is_name(_type(at))


def _type(at: Cursor) -> int:
    name = int(at[0].text in MODIFIERS and at.is_name(1))
    return name + 2 + (at[name + 1].text == "?")


@production("enum $name {")
def _enum_of_types(at: Cursor) -> SyntaxProblem | None:
    """`enum e { a(u8) }` for `variant e { a(u8) }`."""
    end = at.find("}", 3, 10_000) if at.block and at.starts_item() else None
    cases = [(step, token.text) for step, token, depth in at.scan(3, end or 3) if depth == 0]
    marked = [step for step, text in cases if text in ("(", ":") and at[step - 2].text != "@"]
    if not marked or any(text == "func" for _, text in cases):
        return None
    edits = [Edit(at.span(0, 0), "variant")]
    for step in marked:
        if at[step].text == ":":
            last = at.member_end(step + 1) - 1
            edits += [Edit(Span(at[step].start, at[step + 1].start), "("), insertion(at[last].end, ")")]
    return SyntaxProblem(
        at.span(marked[0], marked[0]), "expected-token", _NO_TYPE, None, "Write `variant`", tuple(edits)
    )


# fmt: off
_FIELDS = (
    Row("$MODIFIERS? ^$name ??: $type ,|;", "$name: func();", "", place=_is_field),
    Row("$MODIFIERS? ^$name ??: $type = $value ,|;?", "$name: func();", "", place=_is_field),
    Row("$MODIFIERS? ^$name ??: $type", "$name: func();", "", place=_is_last_field, then="} ⏎"),
)
PRODUCTIONS = table(
    Row(";", ",", "a $part ends with `,`, not `;`",
        place=Cursor.is_outside_brackets, blocks=KIND, code="missing-separator"),
    Row(",", ";", "an item ends with `;`, not `,`",
        place=_ends_item, blocks=HOLDERS, then="} ⏎", code="missing-separator"),
    Row("^$integer ^+$name", "?", "a name begins with a letter", place=_begins_field, code="expected-name"),
    Row("=|@|default $integer", "", "a field has neither a number nor a default",
        blocks=("record",), then=", ; } ⏎", fix="unsafe"),
    Row("=", ":", "expected `:`, not `=`", place=lambda at: at.is_name(-1) and at[-2].text != ":", blocks=("record",)),
    Row("= $value?", "", "a field cannot have a default",
        place=lambda at: not at[1].first, blocks=("record",), fix="manual"),
    Row("= $value?", "", "a $part cannot have a value", place=lambda at: not at[1].first, blocks=KIND, fix="manual"),
    Row("^$tag", "", "a field of WIT has no tag", "Remove the tag", blocks=("record",), fix="unsafe"),
    Row("^[ $name = ...^]", "", "a field has no options", "Remove `$^`", blocks=("record",), fix="unsafe"),
    # Functions among fields
    *rows(
        Row("^$name: $callable ;", "$name: ?,", _NO_FUNCTION, blocks=("record",)),
        Row("^$name: $callable", "$name: ?", _NO_FUNCTION, blocks=("record",)),
        Row("^$name: $callable ;", "$name,", _NO_FUNCTION, blocks=KIND),
        Row("^$name: $callable", "$name", _NO_FUNCTION, blocks=KIND),
        fix=None,
    ),
    # Words of protobuf
    Row("^$KIND $name {...} ,|;?", "", "types do not nest; declare `$name` beside this one",
        place=lambda at: _begins_field(at) and at.is_deeper(), blocks=KIND, fix=None),
    *rows(
        Row("^repeated $name: $type", "$name: list<$type>", _FIELD, "Write `$right`", blocks=("record",)),
        Row("$name: ^repeated $type", "$name: list<$type>", _FIELD, blocks=("record",)),
        Row("$name: ^optional $type", "$name: option<$type>", _FIELD, blocks=("record",)),
        Row("^reserved ...^;", "", "WIT has no `reserved`", blocks=KIND),
        Row("^option $name = ...^;", "", "WIT has no `option`", "Remove `$^`", blocks=KIND),
        Row("^oneof $name {...} ,|;?", "$name: ?,", "a `oneof` is a `variant` of its own",
            blocks=("record",), fix=None),
        Row("^oneof $name", "$name", "WIT has no `oneof`", blocks=("variant",), then=", ( }"),
        Row("^oneof $name ^{...^} ;?", "...", "a `variant` has one of its cases at a time by itself",
            "Remove `oneof`", blocks=("variant",)),
        place=_begins_field,
    ),
    # Fields with their type first
    *rows(
        Row("^repeated $foreign ^$label ^=? ^$integer? $separator", "$label: list<$foreign>$separator", _FIELD),
        Row("^optional $foreign ^$label ^=? ^$integer? $separator", "$label: option<$foreign>$separator", _FIELD),
        Row("^required $foreign ^$label ^=? ^$integer? $separator", "$label: $foreign$separator", _FIELD),
        Row("^$foreign $label = ^$integer $separator", "$label: $foreign$separator", _FIELD),
        place=_begins_field, blocks=("record",),
    ),
    *rows(
        Row("^const ^$foreign ^$label $separator", "$label: $foreign$separator", _FIELD,
            place=lambda at: _begins_field(at) and is_type(at, 1)),
        Row("^$foreign ^$label $separator", "$label: $foreign$separator", _FIELD,
            place=lambda at: _begins_field(at) and is_type(at, 0)),
        Row("^$label ^$foreign ^$tag? $separator", "$label: $foreign$separator", _FIELD,
            place=lambda at: _begins_field(at) and is_type(at, 1)),
        blocks=("record",),
    ),
    *rows(*_FIELDS, message=_NO_FIELD, blocks=("interface", "world"), code=None, fix=None),
    *rows(*_FIELDS, message=_NO_FIELDS, blocks=("resource",), code=None, fix=None),
    # Cases and flags
    _enum_of_types,
    Row("$name ^{...}", "$name(?)", _UNNAMED, blocks=("variant", "union")),
    Row("$name ^{...}", "$name(?)", _UNNAMED, place=_begins_field, blocks=("enum",)),
    *rows(
        Row("$name ^($n: $member^)", "$name($member)", "the type of a case has no name", "Write `$right`",
            place=lambda at: at[4].text != ":", code="expected-type", fix="unsafe"),
        Row("$name ^($n: $member, $labelled^)", "$name(tuple<$member, $labelled>)", _ONE_TYPE,
            "Write `$right`", code="expected-type", fix="manual"),
        Row("$name($member ^,)", "$name($member)", "unexpected `,`", code="doubled-separator"),
        Row("$name^($member, ...^)", "$name(tuple<$member, ...>)", _ONE_TYPE,
            "Write `tuple<…>`", code="expected-type"),
        Row("$name^: $member", "$name($member)", "the type of a case goes in `(` `)`", "Write `(` `)`",
            place=_is_typed),
        blocks=("variant", "union"),
    ),
    *rows(
        Row("$name^($member ...^)", "$name", "a flag cannot have a type", blocks=("flags",)),
        Row("$name^: ^$member", "$name", "a flag cannot have a type", blocks=("flags",), place=_is_typed),
        fix=None,
    ),
)
# fmt: on
