"""Fields, cases and flags that are written as other languages write them, and fields where none may stand."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import CODES, Row, production, rows, table
from wit_lsp.recovery.productions.words import FUNCTIONS, HOLDERS, KIND, MODIFIERS
from wit_lsp.recovery.productions.written import written
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.recogniser import wit_recogniser
from wit_lsp.text import Edit

_FIELD = "a field is written `$right`"
_NO_TYPE = "a case of an `enum` cannot have a type; one of a `variant` can"
_ONE_TYPE = "a case has one type; several are a `tuple<…>`"
_NO_FUNCTION = "a function belongs in an interface or in a resource, not among $parts"


def _is_typed(at: Cursor) -> bool:
    """Whether a type follows the `:`, and no function that is being typed."""
    return at[2].text not in FUNCTIONS and at.is_outside_brackets()


def _begins_field(at: Cursor) -> bool:
    return at[-1].text in ("{", ",", ";") or at[0].first


@production("$name :", *HOLDERS)
def _field(at: Cursor) -> SyntaxProblem | None:
    """`interface i { a: u8; }` and `resource r { a: u8 }`: neither has fields."""
    if not (at.starts_item() or _follows_field(at)):
        return None
    if not {"name", *wit_recogniser().at("type").edges}.intersection(at[2].terminals):
        return None
    found = written(at, 2)
    close = at.find(">", 4) if at[3].text == "<" else None
    end = max(close or 2, found.last if found else 2)
    after = at[end + 1]
    is_last = not at.is_name(2) and (after.text == "}" or (after.first and after.text != ")"))
    if not (is_last or after.text in (";", ",", "=")) or at.opener() == "(" or at.path_end(2) > 2:
        return None  # a function that is being typed, its parameter, or a path without its `import`
    message = f"`{at[0].text}` is not a function; fields belong in a `record`"
    if at.block == "resource":
        message = f"a resource has no fields; a method is written `{at[0].text}: func() -> {at.words(2, end)}`"
    if after.text == "=":
        end = at.member_end(end + 2) - 1
    last = end + 1 if at[end + 1].text in (";", ",") else end
    modifier = (at.without(-1, -1),) if at[-1].text in MODIFIERS else ()
    return SyntaxProblem(at.span(0, 0), CODES[at.block], message, edits=(*modifier, Edit(at.span(2, last), "func();")))


def _follows_field(at: Cursor) -> bool:
    """Whether a `,` stands before it that ends a field, and none of parameters."""
    before = [token.text for token in at.beside(-1)]
    return before[:1] == [","] and before.count(":") == before.count(",") and {"func", "(", ")"}.isdisjoint(before)


# fmt: off
PRODUCTIONS = table(
    Row(";", ",", "a $part ends with `,`, not `;`",
        place=Cursor.is_outside_brackets, blocks=KIND, code="missing-separator"),
    Row("= $value?", "", "a field cannot have a default",
        place=lambda at: not at[1].first, blocks=("record",), fix="manual"),
    Row("= $value?", "", "a $part cannot have a value", place=lambda at: not at[1].first, blocks=KIND, fix="manual"),
    # Functions among fields
    *rows(
        Row("^$name: $callable ;", "$name: ?,", _NO_FUNCTION, blocks=("record",)),
        Row("^$name: $callable", "$name: ?", _NO_FUNCTION, blocks=("record",)),
        Row("^$name: $callable ;", "$name,", _NO_FUNCTION, blocks=KIND),
        Row("^$name: $callable", "$name", _NO_FUNCTION, blocks=KIND),
        fix=None,
    ),
    # Fields with their type first
    *rows(
        Row("^repeated $foreign ^$name ^=? ^$integer? $separator", "$name: list<$foreign>$separator", _FIELD),
        Row("^optional $foreign ^$name ^=? ^$integer? $separator", "$name: option<$foreign>$separator", _FIELD),
        Row("^required $foreign ^$name ^=? ^$integer? $separator", "$name: $foreign$separator", _FIELD),
        Row("^$foreign $name = ^$integer $separator", "$name: $foreign$separator", _FIELD),
        place=_begins_field, blocks=("record",),
    ),
    Row("^$foreign ^$name $separator", "$name: $foreign$separator", _FIELD,
        place=lambda at: "name" not in at[0].terminals and _begins_field(at), blocks=("record",)),
    _field,
    # Cases and flags
    *rows(
        Row("$name ^($n: $member^)", "$name($member)", "the type of a case has no name", "Write `$right`",
            code="expected-type", fix="unsafe"),
        Row("$name ^($n: $member, $labelled^)", "$name(tuple<$member, $labelled>)", _ONE_TYPE,
            "Write `$right`", code="expected-type", fix="unsafe"),
        Row("$name($member ^,)", "$name($member)", "unexpected `,`", code="doubled-separator"),
        Row("$name^($member, ...^)", "$name(tuple<$member, ...>)", _ONE_TYPE,
            "Write `tuple<…>`", code="expected-type"),
        Row("$name ^{...}", "$name(?)", "the type of a case must have a name; declare its fields in a `record`"),
        Row("$name^: $member", "$name($member)", "the type of a case goes in `(` `)`", "Write `(` `)`",
            place=_is_typed),
        blocks=("variant",),
    ),
    *rows(
        Row("$name^($member ...^)", "$name", _NO_TYPE, blocks=("enum",)),
        Row("$name^($member ...^)", "$name", "a flag cannot have a type", blocks=("flags",)),
        Row("$name^: ^$member", "$name", _NO_TYPE, blocks=("enum",), place=_is_typed),
        Row("$name^: ^$member", "$name", "a flag cannot have a type", blocks=("flags",), place=_is_typed),
        fix=None,
    ),
)
# fmt: on
