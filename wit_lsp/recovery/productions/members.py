"""Fields, cases and flags that are written as other languages write them, and fields where none may stand."""

from __future__ import annotations

import re

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.recovery.productions.words import FUNCTIONS, KIND, MODIFIERS, PARTS, PRIMS
from wit_lsp.recovery.productions.written import LABELS, is_type
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, insertion

_CASE = re.compile(r"%?[\w-]+(?:[=:(](.+?)\)?)?")  # and its value, without blanks
_SEPARATORS = re.compile("[,;]+")
_MOST = 400  # tokens of a block whose values are looked at
_NOT_A_NAME = "a name begins with a letter"
_FIELD = "a field is written `$right`"
_NUMBERED = "a field has neither a number nor a default"
_NO_FIELD = "`$name` is not a function; fields belong in a `record`"
_NO_FIELDS = "a resource has no fields; a method is written `$name: func() -> $type`"
_ONE_TYPE = "a case has one type; several are a `tuple<…>`"
_NO_FUNCTION = "a function belongs in an interface or in a resource, not among $parts"


def _is_typed(at: Cursor) -> bool:
    """Whether a type follows the `:`, and no function that is being typed."""
    return at[2].text not in FUNCTIONS and at.is_outside_brackets()


def _begins_with_type(at: Cursor) -> bool:
    """A field begins with its type, as in C; before a type of WIT it begins with its name, as in Go."""
    is_name = at[1].text in PRIMS and (at[2].text in (",", ";", "}") or at[2].first)
    return at.starts_member() and not is_name and (is_type(at, 0) or at.declared(at[0].text) != "")


def _is_field(at: Cursor) -> bool:
    """A field begins here where none may stand, and no function that is being typed, nor its parameter."""
    if at[_type(at) - 1].text != ":" or at.opener() == "(" or at[_type(at)].text in FUNCTIONS or at.may_be_in_params():
        return False
    before = [token.text for token in at.beside(-1)] if at[-1].text == "," else []
    return at.starts_item() or (before.count(":") == before.count(",") > 0 and {"func", "(", ")"}.isdisjoint(before))


def _type(at: Cursor) -> int:
    name = int(at[0].text in MODIFIERS and at.is_name(1))
    return name + 2 + (at[name + 1].text == "?")


@production("|", *KIND)
def _bar(at: Cursor) -> SyntaxProblem | None:
    """A `|` before each case, on a line of its own."""
    if not at[0].first or not at.is_name(1):
        return None
    gone = Edit(Span(at[0].start, at[1].start), "")
    edits = [gone] if at[-1].text in ("{", ",") else [insertion(at[-1].end, ","), gone]
    message = f"a {PARTS[at.block]} ends with `,`; there is no `|` before it"
    return SyntaxProblem(at.span(0, 0), "missing-separator", message).repaired("Write `,`", *edits)


def _has_value(at: Cursor) -> bool:
    return not at[1].first and (at[0].text == "=" or at.starts_member())


def _has_counted_value(at: Cursor) -> bool:
    """The values in the block are those that WIT gives anyway: 0, 1, 2 for cases, the bits 1, 2, 4 for flags."""
    tokens = at.siblings()
    if not _has_value(at) or len(tokens) > _MOST:
        return False
    parts = _SEPARATORS.split("".join(f",{each.text}" if each.first else each.text for each in tokens).strip(",;"))
    for number, part in enumerate(parts):
        case = _CASE.fullmatch(part)
        bits = 1 << number if at.block == "flags" else number
        written = (f"{bits}", f"{bits:#b}", f"1<<{number}", *(f"{bits:#0{width}x}" for width in (0, 4, 6, 10)))
        if case is None or (case[1] or f"{bits}") not in written:
            return False
    return True


# fmt: off
_FIELDS = (
    Row("$MODIFIERS? $type ^$name ;", "$name: func();", place=lambda at: at.starts_item() and is_type(at, 0)),
    Row("$MODIFIERS? ^$name ??: $type ,|;", "$name: func();", place=_is_field),
    Row("$MODIFIERS? ^$name ??: $type = $value ,|;?", "$name: func();", place=_is_field),
    Row("$MODIFIERS? ^$name ??: $type", "$name: func();", then="} ⏎",
        place=lambda at: _is_field(at) and not at.is_name(_type(at))),
)
_VALUES = rows(
    Row("= $value?", ""),
    Row("$name ^( ^$integer ^)", "$name"),
    Row("$name ^: ^$integer", "$name", then=", ; } ⏎"),
    message="a $part cannot have a value", blocks=KIND[1:],
)
PRODUCTIONS = table(
    Row(";", ",", "a $part ends with `,`, not `;`",
        place=Cursor.is_outside_brackets, blocks=KIND, code="missing-separator"),
    Row(";", ",", "the names of a `use` are separated by `,`", place=Cursor.is_outside_brackets, blocks=("use",),
        code="missing-separator"),
    Row(",", "", "unexpected `,`", after=",|{", place=Cursor.is_outside_brackets,
        blocks=("variant", "enum", "flags", ""), code="doubled-separator"),
    Row("|", ",", "a $part ends with `,`, not `|`", place=lambda at: at.is_outside_brackets() and at.is_name(-1),
        blocks=("enum", "flags"), code="missing-separator"),
    *rows(
        Row("^$integer ^+$name", "?", _NOT_A_NAME),
        Row("^$integer", "?", _NOT_A_NAME, then=", ; ( }"),
        code="expected-name",
        place=lambda at: at.starts_member() and at.opener() != "<",
    ),
    _bar,
    Row("^[ ^$n: ^$type ^] ^: ^$type2 $separator", "?: map<$type, $type2>$separator",
        "the fields of a record are fixed; a map is written `map<$type, $type2>`", blocks=("record",),
        place=Cursor.starts_member, code="unexpected-char"),
    Row("=", ":", "expected `:`, not `=`", blocks=("record",),
        place=lambda at: at.is_name(-1) and (at[-2].text in ("{", ",", ";") or at[-1].first)),
    *rows(
        Row("^default ^$value", "", _NUMBERED, place=lambda at: not at.starts_member()),
        Row("=|@ $integer", "", _NUMBERED),
        blocks=("record",), then=", ; } ⏎", fix="unsafe",
    ),
    Row("= $value?", "", "a field cannot have a default",
        place=lambda at: not at[1].first, blocks=("record",), fix="manual"),
    *rows(*_VALUES, place=_has_counted_value),
    *rows(*_VALUES, place=_has_value, fix="manual"),
    Row("^$tag", "", "a field of WIT has no tag", "Remove the tag", blocks=("record",), fix="unsafe"),
    Row("^$integer ^: $name :", "$name:", _NUMBERED, place=Cursor.starts_member, blocks=("record",), fix="unsafe"),
    Row("^pass ^;?", "", "WIT has no `pass`", place=Cursor.starts_member, blocks=KIND, then="} ⏎"),
    Row("^$name ^, ^$name2: $foreign $separator", "$name: $foreign, $name2: $foreign$separator",
        "each field has its own type: `$name: $foreign, $name2: $foreign`", "Write `$name: $foreign, $name2: $foreign`",
        place=Cursor.starts_member, blocks=("record",), fix="unsafe"),
    # Functions among fields
    *rows(
        Row("^$name: $callable $separator", "$name: ?$separator", _NO_FUNCTION, blocks=("record",)),
        Row("^$name: $callable $separator", "$name$separator", _NO_FUNCTION, blocks=KIND),
        fix=None,
    ),
    # Words of protobuf
    *(Row(f"^reserved|extensions ^{kind} ^,", "", "WIT has no `$0`", place=Cursor.starts_member, blocks=KIND, then="⏎")
      for kind in ("$integer", "$string")),
    Row("^reserved|extensions ...^;", "", "WIT has no `$0`", place=Cursor.starts_member, blocks=KIND),
    # Fields with their type first
    *rows(
        Row("^$foreign $label = ^$integer $separator", "$label: $foreign$separator", _FIELD),
        Row("^$integer ^: $foreign ^$label $separator", "$label: $foreign$separator", _FIELD),
        place=Cursor.starts_member, blocks=("record",),
    ),
    Row("^$foreign $label: $foreign2 $separator", "$label: $foreign2$separator", _FIELD, "Remove `$0`",
        place=lambda at: at.starts_member() and is_type(at, 0), blocks=("record",), fix="unsafe"),
    *rows(
        Row("^$foreign ^$shared $separator", "$shared$separator", _FIELD),
        Row("^$foreign ^$label $separator", "$label: $foreign$separator", _FIELD),
        Row("^$foreign ^$label ^[ ^$integer ^] $separator", "$label: list<$foreign, $integer>$separator", _FIELD),
        place=_begins_with_type, blocks=("record",),
    ),
    Row("^$label ^$foreign ^$tag? $separator", "$label: $foreign$separator", _FIELD,
        place=lambda at: at.starts_member() and is_type(at, 1), blocks=("record",)),
    *(Row(f"^{label} $name: $foreign", f"$name: {right}", "WIT has no `$^`; write `$right`", place=Cursor.starts_part)
      for label, word in LABELS.items() for right in (f"{word}<$foreign>" if word else "$foreign",)),
    *rows(*_FIELDS, message=_NO_FIELD, blocks=("interface", "world"), code=None, fix=None),
    *rows(*_FIELDS, message=_NO_FIELDS, blocks=("resource",), code=None, fix=None),
    # Cases and flags
    Row("$name ^( ^)", "$name", "a case without a type has no `(` `)`", blocks=("variant", "enum"),
        place=Cursor.starts_member, code="expected-type"),
    Row("$name ^$foreign", "$name($foreign)", "the type of a case goes in `(` `)`", "Write `(` `)`",
        blocks=("variant",), then=", } ⏎",
        place=lambda at: at.starts_member() and (is_type(at, 1) or at.declared(at[1].text) != "")),
    Row("^$foreign ^$label", "$label($foreign)", "a case is written `$right`", place=_begins_with_type,
        blocks=("variant",), then=", } ⏎"),
    Row("$name ^: ^None|none|void|null", "$name", "a case without a type is just its name", blocks=("variant",),
        place=Cursor.starts_member, then=", } ⏎", code="expected-type"),
    Row("$name ^{ $type ^}", "$name($type)", "the type of a case goes in `(` `)`", "Write `(` `)`",
        blocks=("variant",)),
    Row("$name ^{...}", "$name(?)", "the type of a case must have a name; declare its fields in a `record`",
        blocks=("variant",)),
    *rows(
        Row("$name ^($n :|= $member^)", "$name($member)", "the type of a case has no name", "Write `$right`",
            place=lambda at: at[4].text != ":", code="expected-type", fix="unsafe"),
        Row("$name ^($n: $member, $labelled^)", "$name(tuple<$member, $labelled>)", _ONE_TYPE,
            "Write `$right`", code="expected-type", fix="manual"),
        Row("$name($member ^,)", "$name($member)", "unexpected `,`", code="doubled-separator"),
        Row("$name^($member, ...^)", "$name(tuple<$member, ...>)", _ONE_TYPE, "Write `tuple<…>`", code="expected-type"),
        Row("$name^: $member", "$name($member)", "the type of a case goes in `(` `)`", "Write `(` `)`",
            place=_is_typed),
        blocks=("variant",),
    ),
    *rows(
        Row("$name^($member ...^)", "$name"),
        Row("$name^: ^$member", "$name", place=_is_typed),
        message="a flag cannot have a type", blocks=("flags",), fix=None,
    ),
)
# fmt: on
