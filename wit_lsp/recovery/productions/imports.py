"""Imports, exports, `use`s and `include`s that are written as other languages write them."""

from __future__ import annotations

import re

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.names import OWN
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit

_NO_FILE = "an interface is imported by its path: `import a:b/c;` in a world, `use a:b/c.{…};` for its types"
_ONE = "an $0 names one interface"
_BETWEEN = re.compile(r"[,;\n]")
_PATH = re.compile(r"""%?[\w-]+(?::%?[\w-]+/%?[\w-]+(?:@[\w.+-]+)?)?|"%?[\w-]+:%?[\w-]+/[^"\s]+\"""")
_IMPORT = "an import is written `$right`"
_WHOLE = "a world imports a whole interface: `$right`"
_NAMES_TYPES = "a `use` must name its types in `{` `}`; only at top level it names an interface"
_USE_BRACES = "types are brought into an interface with `use $path.{…};`"
_USE = "types are brought into an interface with `$right`"


def _imports_file(at: Cursor) -> bool:
    source = at.find("from", 1, 400)
    return at.starts_item() and source is not None and at.find(";", 1, source) is None


@production("import|export (|{", "world")
def _listed(at: Cursor) -> SyntaxProblem | None:
    """Several paths in `(` `)` or `{` `}`."""
    closer = ")" if at[1].text == "(" else "}"
    close = at.find(closer, 2, 400)
    parts = _BETWEEN.split(at.words(2, close - 1)) if close and at.starts_item() else []
    paths = [path for part in parts if (path := part.strip())]
    if close is None or at[close + 1].text == "from" or not paths or not all(map(_PATH.fullmatch, paths)):
        return None
    span = at.span(0, close + (at[close + 1].text == ";"))
    each = f"\n{' ' * at[0].column}".join(f"{at[0].text} {path};" for path in [path.strip('"') for path in paths])
    one = _ONE.replace("$0", at[0].text)
    message = one if len(paths) > 1 else f"an {at[0].text} has no `{at[1].text}` `{closer}`"
    return SyntaxProblem(span, "expected-token", message).repaired(f"Write each `{at[0].text}`", Edit(span, each))


# fmt: off
_TYPES_FROM = (
    Row("^import ^type? ^{ ^$uses ^} ^from ^$source ;?", "use $source.{$uses};", _USE),
    Row("^from ^$a: ^$b/^$c ^import ^$names ;?", "use $a:$b/$c.{$names};", _USE),
    Row("^import ^type? ^{...^} ^from ^$source ;?", "use $source.{...};", _USE),
    Row("^import ^type? ^{...^} ^from ^$name ;?", "use $name.{...};", _USE),
    Row("^from ^$path ^use|import {", "use $path.{", _USE_BRACES),
    Row("^from ^$a: ^$b/^$c ^@ ^$semver ^import ^$names ;?", "use $a:$b/$c@$semver.{$names};", _USE),
    Row("^from ^$a: ^$b ^. ^$c ^import ^$names ;?", "use $a:$b/$c.{$names};", _USE),
    Row("^from ^$name ^import ^$names ;?", "use $name.{$names};", _USE),
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
    Row("^import ^$quotedname ;?", "", "an interface of the same package is named without an import",
        place=Cursor.starts_item, blocks=(FILE,), code="expected-top-item", fix="manual"),
    Row("^import ^$quotedpath ;?", "use $quotedpath;", "at top level `use` names an interface",
        place=Cursor.starts_item, blocks=(FILE,), code="expected-top-item"),
    Row("^import ^{...^} ^from ^$source ;?", "import $source;", _WHOLE,
        place=Cursor.starts_item, blocks=("world",), fix="unsafe"),
    *(Row(f"^import ^{{ ^$label ^}} ^from ^{file} ;?", "import $label;", _WHOLE, place=Cursor.starts_item,
          blocks=("world",), fix="unsafe", title="Write `$right`") for file in ("$string", "' ^...^'")),
    *rows(*_TYPES_FROM, place=Cursor.starts_item, blocks=("interface", "world"), fix="unsafe"),
    Row("^use ^$path ^as ^$name;", "use $path.{?};", _NAMES_TYPES,
        place=Cursor.starts_item, blocks=("interface", "world"), fix=None),
    Row("^use ^( ...^) ;?", "use ...;", "a `use` has no `(` `)`", blocks=("interface", "world"),
        place=lambda at: at.starts_item() and at[3].text in (":", ".")),
    *rows(*_TYPES_FROM, place=Cursor.starts_item, blocks=(FILE,), home="interface"),
    Row("^from ^$a: ^$b ^import ^$name ;?", "import $a:$b/$name;", "an import is written `$right`",
        place=Cursor.starts_item, blocks=("world",)),
    Row("^from ^$a ^. ^$b ^import ^$names ;?", "",
        "types are brought in with `use $a:$b/….{$names};`, in an interface; this package needs no import",
        "Remove the line", place=Cursor.starts_item, blocks=(FILE,), fix="manual"),
    Row("$PORT $name ^: ^interface ^$n ;?", "$PORT $n;", OWN,
        "Write `$0 $n`", place=Cursor.starts_item, blocks=("world",), then="} ⏎"),
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
    Row("^import ^$name ^$quotedpath ;?", "import $name: $quotedpath;", _IMPORT, place=Cursor.starts_item,
        blocks=("world",)),
    Row("$PORT ^+: $path;", "$PORT $path;", "unexpected `:` after `$0`", place=Cursor.starts_item, blocks=("world",)),
    _listed,
    *rows(
        Row("^import|export ^$several ;", "import|export $several;", _ONE),
        Row("^import|export ^$a: ^$b ^/|. ^{ ^$several ^} ;", "import|export $a:$b/$several;", _ONE),
        title="Write each `$0`", place=Cursor.starts_item,
    ),
    Row("import ^* ^as $name;", "import $name;", _IMPORT, place=Cursor.starts_item, blocks=("world",), fix="unsafe"),
    Row("export ^* ^from $path;", "export $path;", "a world exports each interface by its name",
        place=Cursor.starts_item, blocks=("world",)),
    *(Row(f"$PORT $a {wrong}", "$PORT $a", "an $0 names a whole interface", place=Cursor.starts_item)
      for wrong in ("^: ^: ^*", "^. ^*")),
    Row("$PORT ^self|crate|super ^: ^: $b;", "$PORT $b;", OWN, place=Cursor.starts_item),
    Row("$PORT $a ^: ^: ^$b;", "$PORT $a;", "a world names whole interfaces, without `::`",
        place=Cursor.starts_item, fix=None),
    Row("$PORT $path ^as ^$name;", "$PORT $name: $path;", "another name goes before the path: `$right`", fix="unsafe"),
    Row("^$PORT $path.{", "use $path.{", "`$0` takes a whole interface; `use` brings in its types", fix="manual"),
)
# fmt: on
