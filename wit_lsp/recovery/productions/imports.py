"""Imports, exports, `use`s and `include`s that are written as other languages write them."""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, rows, table

_NO_FILE = "an interface is imported by its path: `import a:b/c;` in a world, `use a:b/c.{…};` for its types"
_ONE = "an $0 names one interface"
_IMPORT = "an import is written `$right`"
_USE = "types are brought into an interface with `$right`"


def _imports_file(at: Cursor) -> bool:
    source = at.find("from", 1, 400)
    return at.starts_item() and source is not None and at.find(";", 1, source) is None


# fmt: off
_TYPES_FROM = (
    Row("^from ^$a: ^$b/^$c ^import ^$names ;?", "use $a:$b/$c.{$names};", _USE),
    Row("^import ^type? ^{...^} ^from ^$source ;?", "use $source.{...};", _USE),
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
    Row("^$PORT $name: $foreign", "$PORT $name: func() -> $foreign",
        "a world has functions, not values: `$right`", blocks=("world",), then="; ⏎ =", fix="unsafe",
        place=lambda at: at.starts_item() and at[3].text != "interface" and (at[4].text == "<" or not at.is_name(3))),
    # What is imported
    Row("^import ^$quotedpath", "use $quotedpath", "at top level `use` names an interface",
        place=Cursor.starts_item, blocks=(FILE,), code="expected-top-item"),
    *rows(*_TYPES_FROM, place=Cursor.starts_item, blocks=("interface", "world"), fix="unsafe"),
    *rows(*_TYPES_FROM, place=Cursor.starts_item, blocks=(FILE,), home="interface"),
    Row("^from ^$path ^import ^$name ;?", "import $path/$name;", "an import is written `$right`",
        place=Cursor.starts_item, blocks=("world",)),
    Row("^from ^$path ^import ^$names ;?", "", "types are brought in with `use $path/….{$names};`",
        place=lambda at: at.starts_item() and at[4].text != "/", fix=None),
    *rows(
        Row("^import ^*? ^as? ^$name ^from ^$source ;?", "import $source;", _IMPORT, blocks=("world",), fix="unsafe"),
        Row("^import ^*? ^as? ^$name ^from ^$source ;?", "import $source;", f"{_IMPORT}, in a world", home="world",
            blocks=(FILE,)),
        place=Cursor.starts_item,
    ),
    *rows(
        Row("^import|include ^public|weak? ^$string ;?", "", _NO_FILE,
            place=lambda at: at.starts_item() and ":" not in at[1].text),
        Row("^import ... ^from ^$string ;?", "", _NO_FILE, place=_imports_file),
        Row("^import ... ^from ^' ...^' ;?", "", _NO_FILE, place=_imports_file),
        Row("^import (...^)", "", "`import` belongs in a world, not at top level",
            place=Cursor.starts_item, blocks=(FILE,)),
        fix=None,
    ),
    *rows(
        Row("^import|export ^$several ;", "import|export $several;", _ONE),
        Row("^import|export ^{ ^$several ^} ;", "import|export $several;", _ONE),
        Row("^import ^( ^$several ^) ;?", "import $several;", _ONE, blocks=("world",)),
        Row("^import|export ^$a: ^$b ^/|. ^{ ^$several ^} ;", "import|export $a:$b/$several;", _ONE),
        title="Write each `$0`",
    ),
    Row("export ^* ^from $path;", "export $path;", "a world exports each interface by its name",
        place=Cursor.starts_item, blocks=("world",)),
    Row("$PORT $a ^: ^: ^$b;", "$PORT $a;", "a world has whole interfaces: `$right`", "Write `$right`",
        place=Cursor.starts_item, fix="unsafe"),
    Row("$PORT $path ^as ^$name;", "$PORT $path;", "an $0 cannot be renamed", fix="manual"),
    Row("^$PORT $path.{", "use $path.{", "`$0` takes a whole interface; `use` brings in its types", fix="manual"),
)
# fmt: on
