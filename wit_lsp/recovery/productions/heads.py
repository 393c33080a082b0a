"""How a declaration begins: words that WIT does not have, and other words for its kinds.

These are found before all others, which see the text without them: the kind says what stands in a block.
"""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import BRACKETS_OF_VALUE, Cursor
from wit_lsp.recovery.productions.rows import Row, rows, table
from wit_lsp.recovery.productions.words import FUNCTIONS, HOLDERS, KIND

_NO_CONSTANTS = "WIT has no constants"
_NO_MODIFIER = "WIT has no `$modifiers`"
_OUTSIDE = "`$0` belongs in a world, not before `$DECLARING`"
_NO_TYPE = "a case of an `enum` cannot have a type; one of a `variant` can"
_NESTED = "a type is not declared in another one; declare `$name` beside it"


def _has_types(at: Cursor) -> bool:
    """Cases of the `enum` that begins here have types."""
    end = at.find("}", 3, 10_000) if at.block and at.starts_item() else None
    inside = [(step, token.text) for step, token, depth in at.scan(3, end or 3, 1, BRACKETS_OF_VALUE) if depth == 0]
    is_typed = any(text in ("(", ":", "{") and at[step - 2].text != "@" for step, text in inside)
    return is_typed and "func" not in dict(inside).values()


# fmt: off
PRODUCTIONS = table(
    # Words before a declaration
    *rows(
        *(Row(f"{words} {name} = ^$value ;?", "", _NO_CONSTANTS)
          for words in ("^const|let|var|static", "^export ^const|let|var", "^$modifiers")
          for name in ("^$foreign? ^$name", "^$name : $type")),
        Row("^const ^(...^)", "", _NO_CONSTANTS),
        place=Cursor.starts_item, blocks=(*HOLDERS, FILE), fix=None,
    ),
    *rows(
        Row("export ^default $begun", "export $begun", "WIT has no `export default`", blocks=("world",)),
        Row("export ^$modifiers $begun", "export $begun", _NO_MODIFIER, blocks=("world",)),
        Row("^export ^default $begun", "$begun", "WIT has no `export default`"),
        Row("^export ^$modifiers $begun", "$begun", "WIT has no `export $modifiers`"),
        Row("$modifiers $begun", "$begun", _NO_MODIFIER, blocks=(*HOLDERS, FILE, "")),
        place=Cursor.starts_item,
    ),
    Row("^interface $name {", "record $name {", "an `interface` has functions; a type with fields is a `record`",
        place=lambda at: at.starts_item() and at[4].text == ":" and at[5].text not in FUNCTIONS,
        blocks=("interface",), code="expected-interface-item"),
    *rows(
        Row("export $DECLARING", "$DECLARING", _OUTSIDE),
        Row("import interface|world", "interface|world", "`$0` belongs in a world, not before `$1`", fix="manual"),
        place=Cursor.starts_item, blocks=(FILE, "interface", "resource"), code=None,
    ),
    Row("^template|typename ^<...^>", "", "WIT has no generics", place=Cursor.starts_item, fix="manual"),
    # Their kinds
    *rows(
        Row("enum ^class|struct $name", "enum $name", "WIT has no `enum $^`"),
        Row("^typedef ^$STRUCT $name? {...} $label ;?", "$STRUCT $label {...}", "a type is written `$right`"),
        place=Cursor.starts_item,
    ),
    Row("^enum $name {", "variant $name {", _NO_TYPE, place=_has_types, fix="unsafe"),
    # In another type
    *rows(
        Row("^oneof ^$name ^{...^} ;?", "", "a `oneof` is a `variant` of its own, declared beside this one"),
        Row("^message|struct ^$name ^{...^} ;?", "", _NESTED),
        Row("^$KIND ^$name ^{...^} ;?", "", _NESTED),
        place=lambda at: at.starts_member() and at.is_deeper(), blocks=("record",), fix=None,
    ),
    Row("^[ ... ^= ... ^]", "", "a $part has no options", place=lambda at: not at.is_type(), blocks=KIND,
        then=", ; } ⏎", fix="unsafe"),
    *rows(
        Row("^oneof $name ^{...^} ;?", "...", "a `variant` has one of its cases at a time by itself", "Remove `oneof`"),
        Row("oneof $name", "$name", "WIT has no `oneof`", then=", ( }"),
        place=Cursor.starts_member, blocks=("variant",),
    ),
)
# fmt: on
