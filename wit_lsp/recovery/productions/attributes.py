"""Attributes that are not written as WIT writes them, or stand where none may."""

from __future__ import annotations

from wit_lsp.problem import listed, nearest
from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.recovery.productions.words import ATTRIBUTE, KIND
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit

_EXTERNAL = '`@external-id` is written `@external-id("name")`'
_RUST = "an attribute begins with `@`, and has a version, as in `@deprecated(version = 1.0.0)`"
_NOT_BEFORE = "an attribute goes before an item, not before a"


def _listed(junction: str) -> str:
    return listed((f"`{each}`" for each in ATTRIBUTE), junction)


_NO_ATTRIBUTE = f"WIT has no attribute `$name`; there are {_listed('and')}"


def _begins(at: Cursor) -> bool:
    return at.starts_item() or at[-1].text == ")"


def _lacks_value(at: Cursor) -> bool:
    after = at[2]
    if after.text in ("(", "=", at[1].text) or not _begins(at):
        return False
    return after.first or after.text in ("@", "interface", "world") or "name" in after.terminals


# fmt: off
def _of_key(words: str, key: str, example: str, hole: str, quoted: str, unknown: str) -> tuple[Row, ...]:
    """The forms of the attributes that take a version, or a feature."""
    whole = f"`@$1` is written `@$1({key} = {example})`"
    other = f"`@$1` takes a `{key}`, not a `$other`"
    return (
        Row(f"{words}({key} =", f"@{words}({key} =", "expected `@` before `$0`", place=Cursor.starts_item),
        *(Row(f"@{word}{key} =", f"@{word}({key} =", f"expected `(` after `{word}`", "Insert `(`")
          for word in words.split("|")),
        *rows(
            Row(f"@{words}($other = ${hole}", f"@{words}({key} = ${hole}", other),
            Row(f"@{words}(^$other = $other2", f"@{words}({key} = {unknown}", other,
                place=lambda at: at[3].text != key, fix=None),
            *(Row(f"@{words}(^${value})", f"@{words}({key} = ${value})", f"`@$1` is written `@$1({key} = ${value})`",
                  f"Write `{key} = ${value}`") for value in (hole, quoted)),
            Row(f"@{words}(^$string)", f"@{words}({key} = {unknown})", whole, fix=None),
            code="attr-key",
        ),
        Row(f"^@{words}(^)", "", whole, fix=None),
        Row(f"^@^{words}", "", whole, place=_lacks_value, fix=None),
    )
# fmt: on


@production("@ $name")
def _unknown(at: Cursor) -> SyntaxProblem | None:
    """`@doc("…")`: there are four attributes."""
    word = at[1].text
    if not _begins(at) or word in ATTRIBUTE or (word.startswith(ATTRIBUTE) and at[2].text == "="):
        return None  # the last has no `(`
    close = at.find(")", 3, 20) if at[2].text == "(" else 1
    if close is None:
        return None
    meant = nearest(word, ATTRIBUTE, 0.75) if close > 1 else None
    edit = Edit(at.span(0, close), "") if meant is None else Edit(at.span(1, 1), meant)
    message = f"`{word}` is not an attribute; there are {_listed('and')}"
    return SyntaxProblem(at.span(1, 1), "attr-unknown", message, None, f"Write `{meant}`" if meant else "", (edit,))


def _is_closed(at: Cursor) -> bool:
    """The attribute here has no bracket, or both."""
    return at[2].text != "(" or at.find(")", 3) is not None


# fmt: off
_INSIDE = [Row(f"^@ ^+$name {values}", "", title="Remove `@$name`", fix="manual") for values in ("^(...^)", "")]
PRODUCTIONS = table(
    *rows(*_INSIDE, message=f"{_NOT_BEFORE} $part", blocks=KIND, place=_is_closed),
    *rows(*_INSIDE, message=f"{_NOT_BEFORE} parameter",
          place=lambda at: at.in_params() and not at[0].first and _is_closed(at)),
    *rows(
        Row("^@ $name (...^) $attributes package", "$attributes package", "`package` cannot have attributes here",
            code="attr-on-nested-package"),
        Row("^@ $name (...^) $attributes use", "$attributes use", "`use` cannot have attributes here",
            code="expected-top-item"),
        title="Remove `@$name`", blocks=(FILE,), fix="manual",
    ),
    *_of_key("since|deprecated", "version", "1.0.0", "semver", "quotedversion", "0.0.0"),
    *_of_key("unstable", "feature", "name", "name", "quotedname", "?"),
    Row("external-id($string", "@external-id($string", "expected `@` before `$0`", place=Cursor.starts_item),
    Row("^@external-id(^)", "", _EXTERNAL, fix=None),
    Row("^@^external-id", "", _EXTERNAL, place=_lacks_value, fix=None),
    Row("$quotedname", "$quotedname", "a feature is written without quotes", "Remove the quotes",
        after="feature =", code="expected-name"),
    Row("^@^static|staticmethod|classmethod", "",
        "WIT has no `$^`; a static function is written `name: static func(…)`",
        blocks=("resource",), place=_begins, code="attr-unknown", fix=None),
    _unknown,
    Row("@", "", f"expected {_listed('or')} after `@`", code="attr-unknown", fix=None,
        place=lambda at: _begins(at) and at[1].first and at[1].text not in ATTRIBUTE),
    Row("^[ ^+[ ...^] ^]", "", "WIT has no `[[…]]`", "Remove it", place=Cursor.starts_item, code="attr-unknown",
        fix="unsafe"),
    Row("^__attribute__ ^(...^) ^;?", "", "WIT has no `$0`", fix="unsafe", place=Cursor.starts_item),
    Row("^# ^[ ^deprecated ^( ^since ^= ^$quotedversion ^,? ^...^) ^]", "@deprecated(version = $quotedversion)", _RUST,
        code="unexpected-char", fix="unsafe"),
    Row("^# ^[ ^deprecated ...^]", "", _RUST, code="unexpected-char", fix=None,
        place=lambda at: at[4].text != "version"),
    Row("^# ^[ $ATTRIBUTE ($name = $other) ]", "@$ATTRIBUTE($name = $other)", "an attribute begins with `@`",
        "Write `@`", code="unexpected-char"),
    Row("^# ^[ $ATTRIBUTE ...^]", "", "an attribute begins with `@`", code="unexpected-char", fix=None),
    Row("^# ^!? ^[ $name ...^]", "", _NO_ATTRIBUTE, "Remove it", code="attr-unknown", fix="unsafe"),
)
# fmt: on
