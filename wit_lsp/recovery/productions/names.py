"""Names and types in quotes, and keywords where a function has its name."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, rows, table
from wit_lsp.recovery.productions.words import BLOCK, KIND

_NAME = "a name is written without quotes"


# fmt: off
PRODUCTIONS = table(
    *rows(
        Row("$quotedname", "$quotedname", _NAME, after="{|,", blocks=("record",), then=":"),
        Row("$quotedname", "$quotedname", _NAME, after="{|,", blocks=KIND, then=", } ("),
        Row("$quotedname", "$quotedname", _NAME, after=f"{'|'.join(BLOCK)}|type", then="{ = ;"),
        Row("$quotedname", "$quotedname", _NAME, then=":",
            place=lambda at: at.starts_item() or at.starts_parameter()),
        title="Remove the quotes", code="expected-name",
    ),
    Row("$quotedtype", "$quotedtype", "a type is written without quotes", "Remove the quotes",
        place=Cursor.is_surely_type, then="; , ) } >", code="expected-type"),
    Row("$KEYWORD: func|async|static", "$KEYWORD: func|async|static", "`$0` is a keyword",
        place=Cursor.starts_item, blocks=("interface", "resource"), code="keyword-as-name"),
)
# fmt: on
