"""How a declaration begins: words that WIT does not have, and other words for its kinds.

They are found before all other forms, which see the text without them: the kind says what a block may hold.
"""

from __future__ import annotations

from wit_lsp.problem import Applicability
from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import BRACKETS_OF_VALUE, Cursor
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.recovery.productions.words import (
    ANY_FUNC,
    BLOCK,
    DECLARING,
    FOREIGN,
    FUNCTIONS,
    HOLDERS,
    KIND,
    PORT,
    PRIVATE,
    USER,
)
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit

NO_CONSTANTS = "WIT has no constants; a function can return the value"
NEEDS_PORT = "a function in a world is an `import` or an `export`"
_NO_MODIFIER = "WIT has no `$modifiers`"
_NO_STORAGE = "WIT has no `$0`: it does not say how values are stored"
_OUTSIDE = "`$0` belongs in a world, not before `$DECLARING`"
_NO_STATEMENTS = "WIT has no statements, such as `$0`"
_DERIVED = "|".join((*HOLDERS, *FOREIGN))
_NO_INHERITANCE = "WIT has no inheritance; `use` brings in the types of another interface"
_DATA_CLASS = "^data|case|value|inline ^class ^$name (...) ;?"
_DATA = "a `$0 class` is a `record` in WIT"
_NESTED = "a type is not declared in another one; declare `$name` beside it"


def _inside(at: Cursor) -> dict[int, str]:
    """What stands in the block of the item that begins here, but in its brackets and attributes."""
    start = (at.find("{", 1) or 0) + 1
    end = at.find("}", start, 10_000) if at.block and start > 1 and at.starts_item() else None
    inside = at.scan(start, end or start, 1, BRACKETS_OF_VALUE)
    return {step: token.text for step, token, depth in inside if depth == 0 and at[step - 2].text != "@"}


@production("enum $name {")
def _enum(at: Cursor) -> SyntaxProblem | None:
    """A case of an `enum` has a type; one with an empty `()` has none, nor has one with a number."""
    inside = _inside(at)
    marks = [step for step, text in inside.items() if text in ("(", ":", "{")]
    typed = [step - 1 for step in marks if at[step + 1].text != ")" and "integer" not in at[step + 1].terminals]
    if not typed or "func" in inside.values():
        return None
    case, message = at.span(typed[0], typed[0]), "a case of an `enum` has no type; one of a `variant` may have one"
    title, edits = f"Write `variant {at[1].text}`", (Edit(at.span(0, 0), "variant"),)
    return SyntaxProblem(case, "expected-token", message, None, title, edits, Applicability.UNSAFE)


def _has_fields(at: Cursor) -> bool:
    """The `class` or `interface` that begins here has fields alone."""
    words = {*_inside(at).values()}
    return bool(words) and "(" not in words and (at[3].text not in (*DECLARING, *USER) or at[4].text in (":", "?"))


def _has(at: Cursor, *words: str) -> bool:
    """A statement in the block of the item that begins here begins with one of these words and a name."""
    inside = _inside(at)
    begun = (step for step, text in inside.items() if text in words and inside.get(step - 1, ";") in (";", "}"))
    return any(at[step + 1].text not in (*DECLARING, ":") for step in begun)


def _ends_item(at: Cursor) -> bool:
    """A function, type or path ends before it, and another item or the end of the block follows."""
    *_, head = words = [token.text for token in (at[0], *at.beside(-1))]
    is_last = at[2].text in (":", "(") or at[1].text in ("}", "@", "constructor", "type", *BLOCK, *USER, *ANY_FUNC)
    is_paired = at.is_outside_brackets() and words.count("(") == words.count(")")
    return is_last and is_paired and (head in ("type", *USER) or {"func", "("} <= {*words})


# fmt: off
PRODUCTIONS = table(
    # What hides the beginning of the next item
    Row(",", ";", "an item ends with `;`, not `,`",
        place=_ends_item, blocks=HOLDERS, then="} ⏎", code="missing-separator"),
    Row(",", "", "unexpected `,` after `}`", after="}", blocks=HOLDERS, then="} ⏎", code="doubled-separator"),
    # Words before a declaration
    *rows(
        Row("^extern main|run|init|start: func|async", "export main|run|init|start: func|async", NEEDS_PORT),
        Row("^extern $name: func|async", "import $name: func|async", NEEDS_PORT),
        Row("^extern $path;", "import $path;", "`extern` is called `import` in WIT", fix="unsafe"),
        place=Cursor.starts_item, blocks=("world",), code="expected-world-item", fix="manual",
    ),
    Row("^friend ...^;", "", "WIT has no `friend`", place=lambda at: at.starts_item() and at[1].text != ":", code=None,
        fix="manual"),
    *rows(
        *(Row(f"{words} {name} = ^$value ;?", "", NO_CONSTANTS)
          for words in ("^const|let|var|static", "^export ^const|let|var", "^$modifiers")
          for name in ("^$foreign? ^$name", "^$name : $type")),
        Row("^const ^(...^)", "", NO_CONSTANTS),
        Row("^const ^$name : $type ;?", "", NO_CONSTANTS),
        Row("^let|var ^$name : $type ;?", "", "WIT has no variables"),
        Row("^const|var ^$name ^$foreign ^= ^$value ;?", "", NO_CONSTANTS),
        place=Cursor.starts_item, blocks=(*HOLDERS, FILE), fix=None,
    ),
    Row("volatile|register $name: $type", "$name: $type", _NO_STORAGE, place=Cursor.starts_item, blocks=HOLDERS,
        code=None),
    *rows(
        Row("export ^default $begun", "export $begun", "WIT has no `export default`", blocks=("world",)),
        Row("import|export ^$modifiers $begun", "import|export $begun", _NO_MODIFIER, blocks=("world",)),
        Row("import|use|include ^$modifiers $path", "import|use|include $path", _NO_MODIFIER),
        Row("^export ^default $begun", "$begun", "WIT has no `export default`"),
        Row("^export ^$modifiers $begun", "$begun", "WIT has no `export $modifiers`"),
        Row("^$modifiers $begun", "$begun", "WIT has no `$modifiers`; what is private is left out",
            place=lambda at: at.starts_item() and at[0].text in PRIVATE, blocks=(*HOLDERS, FILE, ""), fix=None),
        Row("$modifiers $begun", "$begun", _NO_MODIFIER, blocks=(*HOLDERS, FILE, "")),
        place=Cursor.starts_item,
    ),
    Row("^$MODIFIERS ^:", "", "WIT has no `$0`", blocks=(*HOLDERS, "record"),
        place=lambda at: at.starts_item() and (
            at[4].text == ":" if at[2].text in FUNCTIONS else at[2].first or at[3].text in ":(")),
    *rows(
        Row("^interface $name {", "record $name {", "an `interface` has functions; a type with fields is a `record`",
            place=_has_fields, blocks=("interface",)),
        Row("^class $name {", "record $name {", "a `class` with fields alone is a `record`",
            place=_has_fields, blocks=("interface", "world")),
        Row("^service|module|mod $name {", "world $name {", "`$0` with imports or exports is a `world`",
            place=lambda at: _has(at, *PORT), blocks=(FILE,)),
        code="expected-interface-item",
    ),
    Row("^class $name {", "record $name {", "a `class` with fields alone is a `record` and belongs in an interface",
        place=_has_fields, blocks=(FILE,), home="interface", code="misplaced-type"),
    *rows(
        Row("export $DECLARING", "$DECLARING", _OUTSIDE),
        Row("import interface|world", "interface|world", "`$0` belongs in a world, not before `$1`", fix="manual"),
        place=Cursor.starts_item, blocks=(FILE, "interface", "resource"), code=None,
    ),
    *rows(
        Row("^if|for|while|switch|match ^$bases ^{...^}", "", _NO_STATEMENTS, code=None, fix=None),
        Row("^if|for|while|with|return ^$bases ^;? ^$deeper?", "", _NO_STATEMENTS, then="⏎", code=None, fix=None),
        place=lambda at: at.starts_item() and ":" not in (at[1].text, at[3].text), blocks=(*HOLDERS, FILE),
    ),
    Row("^template|typename ^<...^>", "", "WIT has no generics", place=Cursor.starts_item, fix="manual"),
    Row("^$FOREIGN ^$bases {...} ;?", "...", "WIT has no `$0`; the interfaces of a file are in its package",
        place=lambda at: _has(at, "interface", "world", "namespace"), code="expected-top-item", fix="manual"),
    # Their kinds
    *(Row(f"^class $name ^( ^{bases} ^) {{", f"{kind} $name {{", f"a class of `$3` is called `{kind}` in WIT",
          f"Write `{kind} $name`", place=Cursor.starts_item, blocks=("interface", "world"),
          code="expected-interface-item")
      for bases, kind in (("Enum|IntEnum|StrEnum", "enum"), ("Flag|IntFlag", "flags"))),
    *rows(
        Row("$KIND_OF_TYPE $name ^extends|implements ^$path {", "$KIND_OF_TYPE $name {", fix="manual"),
        Row("class|struct $name ^( ^... ^) {", "class|struct $name {", fix="unsafe"),
        Row("$KIND_OF_TYPE $name ^( ^... ^) {", "$KIND_OF_TYPE $name {", fix="manual"),
        message="WIT has no inheritance", place=Cursor.starts_item,
    ),
    Row("^$name ^! {...} ;?", "...", "WIT has no macros", place=Cursor.starts_item, code=None, fix="manual"),
    Row(_DATA_CLASS, "record $name { ... }", f"{_DATA} and belongs in an interface", place=Cursor.starts_item,
        blocks=(FILE,), home="interface", code="misplaced-type"),
    *rows(
        Row("world $name ^$EXTENDS ^$path {", "world $name { include $path;",
            "a world includes another one with `include $path;`", "Write `include $path;`", fix="unsafe"),
        Row(f"{_DERIVED} $name ^$EXTENDS ^$bases {{", f"{_DERIVED} $name {{", _NO_INHERITANCE, fix=None),
        place=Cursor.starts_item,
    ),
    *rows(
        Row(_DATA_CLASS, "record $name { ... }", _DATA),
        Row("^extern ^$quotedname {", "interface $quotedname {",
            "WIT has no `extern`; functions are imported from an `interface`", "Write `interface $quotedname`",
            place=lambda at: at.starts_item() and not _has(at, *HOLDERS, "package"), blocks=(FILE,), fix="unsafe",
            code=None),
        Row("^extern ^$string {...}", "...", "WIT has no `extern`", fix="manual", code=None),
        Row("enum ^class|struct $name", "enum $name", "WIT has no `enum $^`"),
        Row("^typedef ^$STRUCT $name? {...} $label ;?", "$STRUCT $label {...}", "a type is written `$right`"),
        place=Cursor.starts_item,
    ),
    Row("^union $name {", "variant $name {", "`union` is called `variant` in WIT", code="old-syntax",
        place=lambda at: "(" in _inside(at).values()),
    _enum,
    # In another type
    *rows(
        Row("^oneof ^$name ^{...^} ;?", "", "a `oneof` is a `variant` of its own, declared beside this one"),
        Row("^$DECLARED ^$name ^{...^} ;?", "", _NESTED),
        Row("^$DECLARED ^{...^} ^$name ,|;?", "", _NESTED),
        place=lambda at: at.starts_member() and (at[0].row == at.owner.row or at[0].indent > at.owner.indent),
        blocks=("record",), fix=None,
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
