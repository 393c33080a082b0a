"""Imports, exports, `use`s and `include`s that are written as other languages write them."""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, rows, table

_NO_FILE = "an import names an interface, not a file"
_USE = "types are brought in with `$right`"
_DOT = "a `.` stands before the names of a `use`"
_ONE = "an $0 names one interface"
_OUTSIDE = "`$0` belongs in a world, not before `$1`"


def _imports_file(at: Cursor) -> bool:
    source = at.find("from", 1, 400)
    return at.starts_item() and source is not None and at.find(";", 1, source) is None


# fmt: off
_TYPES_FROM = (
    Row("^from ^$a: ^$b/^$c ^import ^$names ;?", "use $a:$b/$c.{$names};", _USE),
    Row("^import ^{...^} ^from ^$quotedpath ;?", "use $quotedpath.{...};", _USE),
    Row("^import ^{...^} ^from ^' ^$path ^' ;?", "use $path.{...};", _USE),
)
PRODUCTIONS = table(
    # Words
    Row("$USERS $name", "$USERS $name", "expected `$USERS`, not `$0`",
        place=Cursor.starts_item, blocks=("interface", "world"), code=None),
    *rows(
        Row("^extends $path;", "include $path;", "`extends` is called `include` in WIT"),
        Row("^implements $path;", "export $path;", "`implements` is called `export` in WIT"),
        place=Cursor.starts_item, blocks=("world",), code="expected-world-item", fix="unsafe",
    ),
    Row("^export ^{ $name ^} ;", "export $name;", "an export names one interface", "Write `$right`", blocks=("world",)),
    Row("^import ^(...^) ;?", "", "an import names one interface, and belongs in a world",
        place=Cursor.starts_item, fix=None),
    *rows(
        Row("export interface|world $name", "interface|world $name", _OUTSIDE),
        Row("import interface|world $name", "interface|world $name", _OUTSIDE, fix="manual"),
        blocks=(FILE,), code="expected-top-item",
    ),
    # What is imported
    Row("^import ^$quotedpath", "use $quotedpath", "at top level `use` names an interface",
        place=Cursor.starts_item, blocks=(FILE,), code="expected-top-item"),
    Row("^from ^$path ^import ^$name ;?", "import $path/$name;", "an import is written `$right`",
        place=Cursor.starts_item, blocks=("world",)),
    Row("^from ^$path ^import ^$names ;?", "", "types are brought in with `use $path/….{$names};`",
        place=lambda at: at.starts_item() and at[4].text != "/", fix=None),
    *rows(*_TYPES_FROM, place=Cursor.starts_item, blocks=("interface", "world"), fix="unsafe"),
    *rows(*_TYPES_FROM, place=Cursor.starts_item, blocks=(FILE,), home="interface"),
    *rows(
        Row("^import ... from ^$string ;?", "", _NO_FILE),
        Row("^import ... from ^' ... ^' ;?", "", _NO_FILE),
        place=_imports_file, fix=None,
    ),
    Row("^import ^$string ;?", "", _NO_FILE, place=Cursor.starts_item, blocks=(FILE,), fix=None),
    *rows(
        Row("use ^crate|super|self ^: ^: $name ^: ^: {", "use $name.{", _DOT, "Write `$name.`"),
        Row("use $name ^: ^: {", "use $name.{", _DOT),
        place=Cursor.starts_item, code="old-syntax",
    ),
    Row("^import {...} from $path;", "use $path.{...};", "`use` brings in the types of an interface",
        "Write `use $path.{…}`", place=Cursor.starts_item, fix="unsafe"),
    *rows(
        Row("^import|export ^$several ;", "import|export $several;", _ONE),
        Row("^import|export ^$a: ^$b ^/|. ^{ ^$several ^} ;", "import|export $a:$b/$several;", _ONE),
        title="Write each `$0`",
    ),
    Row("$PORT $path ^as ^$name;", "$PORT $path;", "an $0 cannot be renamed", fix="manual"),
    Row("^$PORT $path.{", "use $path.{", "`$0` takes a whole interface; `use` brings in its types", fix="manual"),
)
# fmt: on
