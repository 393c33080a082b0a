"""What is right by itself and stands in the wrong place, where the braces of the text say what place that is."""

from __future__ import annotations

from wit_lsp.recovery.blocks import CODES, FILE, FOREIGN, MEMBERS
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.heads import NEEDS_PORT
from wit_lsp.recovery.productions.rows import Row, moved, production, rows, table
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.recogniser import wit_recogniser

TOP_LEVEL_FUNCTION = "a function belongs in an interface or in a resource, not at top level"
_PLACES = {FILE: "at top level", "interface": "in an interface", "world": "in a world", "resource": "in a resource"}


@production("interface|world|use|import|export|include|constructor|type|record|variant|enum|flags|resource|union")
def _item(at: Cursor) -> SyntaxProblem | None:
    """An `enum` in a resource, an `import` in an interface, a `record` at top level."""
    word = "variant" if at[0].text == "union" else at[0].text  # what it is now
    if at[2].text in ("interface", "from", *FOREIGN):
        return None
    if at.block not in MEMBERS or not at.starts_item() or _may_begin(word, at.block):
        return None
    if "name" not in at[1].terminals and (word != "constructor" or at[1].text != "("):
        return None
    homes = [block for block in MEMBERS if _may_begin(word, block)]
    message = f"`{at[0].text}` belongs {' or '.join(_PLACES[block] for block in homes)}, not {_PLACES[at.block]}"
    if at.block == "interface" and at[2].text == ":" and at[3].text in ("func", "async"):
        return SyntaxProblem(at.span(0, 0), CODES["interface"], message, None, f"Remove `{word}`", (at.without(0, 0),))
    is_type = at.block == FILE and homes[0] == "interface" and word != "use"
    code = "misplaced-type" if is_type else CODES[at.block]
    return SyntaxProblem(at.span(0, 0), code, message, edits=tuple(moved(at, homes[0])))


def _may_begin(word: str, block: str) -> bool:
    return word in wit_recogniser().at(MEMBERS[block]).edges


def _is_dotted_type(at: Cursor) -> bool:
    """A path with a `.` between all its names follows, of which the last is written as other languages write a type."""
    last = 1
    while at[last + 1].text == ".":
        last += 2
    return at.starts_item() and last > 3 and at[last].text[:1].isupper()


# fmt: off
PRODUCTIONS = table(
    *rows(
        Row("^use ^std ^: ^: ^$value ;", "", "WIT has no standard library"),
        Row("^use ^google ^. ^protobuf ^. ^{ ...^} ;?", "", "WIT has no types of `google.protobuf`", "Remove the line",
            fix="manual"),
        Row("^from ^typing|enum|dataclasses|abc ^import ^$names ;?", "", "WIT has no standard library", then="⏎"),
        Row("use|import ^$dotted;", "", "a `use` takes types from an interface, as in `use my:shop/types.{item};`",
            place=_is_dotted_type, fix=None),
        place=Cursor.starts_item,
    ),
    Row("^import $path as $name;", "use $path as $name;",
        "`import` belongs in a world; at top level `use` gives an interface another name", place=Cursor.starts_item,
        blocks=(FILE,), code="expected-top-item"),
    *rows(
        Row("^import $path.{", "use $path.{", "`import` belongs in a world, not in an interface",
            place=Cursor.starts_item, fix="manual"),
        Row("^import $path;", "use $path.{?};", "`import` belongs in a world; in an interface write `use $path.{…}`",
            place=lambda at: at.starts_item() and (at[2].text != ":" or at[2].end == at[3].start), fix=None),
        blocks=("interface",), code="expected-interface-item",
    ),
    _item,
    *rows(
        Row("use {", "use {"),
        Row("use ^crate|super|self ^: ^: ^$a : : {", "use $a.{"),
        Row("use ^crate|super|self ^: ^: ^$a ^: ^: ^$b;", "use $a.{$b};"),
        Row("^use $a: $b @ $semver.{", "use $a:$b/?@$semver.{"),
        Row("^use $a: $b.{", "use $a:$b/?.{"),
        Row("use $path.{", "use $path.{",
            place=lambda at: at.starts_item() and (at[2].text != ":" or at[4].text == "/")),
        Row("^use $path : : {", "use $path.{"),
        Row("$name: func|async", "$name: func|async", TOP_LEVEL_FUNCTION, code="misplaced-type"),
        message="a `use` of types belongs in an interface or in a world, not at top level",
        place=Cursor.starts_item, blocks=(FILE,), home="interface", code="misplaced-use",
    ),
    Row("^$name: func|async", "export $name: func|async", NEEDS_PORT, "Write `export`", place=Cursor.starts_item,
        blocks=("world",), code="expected-world-item", fix="manual"),
    Row("^package ^$path {...}", "...", "a package belongs at top level, not in a package",
        place=Cursor.starts_item, blocks=("package",), code="expected-top-item", fix=None),
)
# fmt: on
