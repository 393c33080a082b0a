"""Names, paths and versions that are not written as WIT writes them."""

from __future__ import annotations

import re

from wit_lsp.problem import Applicability
from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.holes import MAJOR
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.recovery.productions.words import BLOCK, KIND, USER
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit

_NUMBERS = re.compile(r"[v^~=]*([0-9]+)((?:\.[0-9]+)*)(?:\.[x*])?(?=[-+]|\Z)(.*)", re.ASCII)
_APART = {";", ",", "{", "}", "(", ")", "/", ""}
_AFTER_VERSION = {";", ".{", "/", "{", ")", "as", "with"}
_NAME = "a name is written without quotes"
_NO_NAMESPACE = "a package is named `namespace:name`, such as `my:$name`"
_NAMED = "a package is named `namespace:name`, such as `$package`"
_NAMES = "a `use` must name its types in `{` `}`"
_USE_WHOLE = f"{_NAMES}; a whole interface is brought in by `$right`"
OWN = "an interface of the same package is named by its name alone"


def _has_dots(at: Cursor) -> bool:
    """There are more than in a path, and none of the marks that say what is meant."""
    words = [token.text for token in at.beside(1)]
    return at.starts_item() and at.is_name(1) and words.count(".") > 1 and not {"*", "from"}.intersection(words)


@production("@|=")
def _version(at: Cursor) -> SyntaxProblem | None:
    """`@1.0`, `@v1.0.0`, `@^1.0`, `@1.0.0-use` for a version of three numbers and a tail without keywords."""
    if at[0].text == "=" and (at[-1].text, at[-2].text) != ("version", "("):
        return None
    if at[0].text == "@" and not (at.is_name(-1) and at[-2].text in (":", "/", "package")):
        return None
    if at[1].text in _APART or at[1].first or at[1].text.startswith('"'):
        return None
    last = 1
    while at[last + 1].text not in _APART and at[last].end == at[last + 1].start:
        last += 1
    is_end = at[last + 1].first or not at[last + 1].text
    is_short = at[1].terminals == ("integer",) or (last > 1 and _NUMBERS.fullmatch(at.words(1, last)))
    if is_end and is_short and _ends_with_semicolon(at):
        return _cut_short(at, last)
    while at[last].text == ".":
        last -= 1
    after = at[last + 1].text + (at[last + 2].text if at[last + 1].text == "." else "")
    first = 1 if at[1].terminals != ("semver",) else 2
    if first > last or after not in _AFTER_VERSION or (first == 2 and at[2].text == "."):
        return None  # it is right, or is being typed
    span, whole = at.span(first, last), at.words(first, last)
    if first == 2:
        message = f"`{whole}` cannot be part of a version"
        return SyntaxProblem(span, "bad-version", message, edits=(Edit(span, ""),))
    message = f"`{whole}` is not a version, such as `1.0.0`"
    if (numbers := _NUMBERS.fullmatch(whole)) is None:
        return SyntaxProblem(span, "bad-version", message, edits=(Edit(span, "0.0.0"),))
    given = [numbers[1], *numbers[2].split(".")[1:]]
    new = ".".join([*given, "0", "0"][:3]) + numbers[3]
    is_range = len(given) < 3 or whole[0] in "^~="  # which is not its first version
    applicability = Applicability.MANUAL if is_range else Applicability.SAFE
    return SyntaxProblem(span, "bad-version", message, None, f"Write `{new}`", (Edit(span, new),), applicability)


def _ends_with_semicolon(at: Cursor) -> bool:
    """The version of this `@` is the last word of its statement."""
    *_, head = (token.text for token in at.beside(-1))
    return head in ("package", "import", "export", "include") or (head == "use" and at.block == FILE)


def _cut_short(at: Cursor, last: int) -> SyntaxProblem:
    """`import a:b/c@0.2` at the end of a line."""
    whole = at.words(1, last).rstrip(".")
    message = f"`{whole}` is not a version, such as `1.0.0`, and `;` is missing"
    given = whole.lstrip("v^~=").split(".")
    edit = Edit(at.span(1, last), f"{'.'.join([*given, '0', '0'][:3])};")
    title = f"Write `{edit.text}`" if len(given) == 3 else ""
    return SyntaxProblem(at.span(1, last), "bad-version", message, None, title, (edit,))


# fmt: off
PRODUCTIONS = table(
    # In quotes, or a keyword
    *rows(
        *rows(
            Row("$quotedname", "$quotedname", _NAME, after="{|,", blocks=KIND, then=": , } ("),
            Row("$quotedname", "$quotedname", _NAME, after=f"{'|'.join(BLOCK)}|type", then="{ = ;"),
            Row("$quotedname", "$quotedname", _NAME, then=":",
                place=lambda at: at.starts_item() or at.starts_parameter()),
            Row("$quotedpath", "$quotedpath", "a path is written without quotes", after="|".join(USER)),
            Row("$quotedpackage", "$quotedpackage", "the name of a package is written without quotes", after="package"),
            code="expected-name",
        ),
        Row("$quotedtype", "$quotedtype", "a type is written without quotes",
            place=Cursor.is_surely_type, then="; , ) } >", code="expected-type"),
        Row("$quotedversion", "$quotedversion", "a version is written without quotes", after="@|=", code="bad-version"),
        title="Remove the quotes",
    ),
    Row("$KEYWORD: func|async|static", "$KEYWORD: func|async|static", "`$0` is a keyword",
        place=Cursor.starts_item, blocks=("interface", "resource"), code="keyword-as-name"),
    Row("^r ^+# ^+$KEYWORD", "$KEYWORD", "a keyword that is a name is written `$KEYWORD`", code="keyword-as-name"),
    # Versions
    _version,
    Row("$n: $p ^@ ^$semver /$i", "$n: $p/$i@$semver", "the version goes at the end of the path",
        "Move `$^` to its end", code="misplaced-version"),
    Row("$USER $name ^@ ^$semver", "$USER $name", f"{OWN}, without a version", "Remove `@$semver`",
        place=Cursor.starts_item, then="; . with as", fix="unsafe"),
    # The marks of a path
    *rows(
        Row("use ^crate|super|self ^: ^: $a ^: ^: {", "use $a.{", OWN, "Write `use $a`"),
        Row("use ^crate|super|self ^: ^: $a ^: ^: $b;", "use $a.{$b};", OWN),
        Row("^use crate|super|self : : $a : : ^*", "use $a.{?}", _NAMES, fix=None),
        Row("use ^. ^.? ^/ $path.{", "use $path.{", OWN),
        Row("use $path ^: ^: {", "use $path.{", "expected `.` after the path, not `::`"),
        place=Cursor.starts_item,
    ),
    *rows(
        Row("^use ^$a: ^: ^$label: ^: ^$label2: ^: ^$label3 ;?", "use $a:$label/$label2.{$label3};",
            "a type is brought in with `$right`", blocks=("interface", "world")),
        Row("^use ^$a: ^: ^$label: ^: ^$label2: ^: ^$label3 ;?", "use $a:$label/$label2.{$label3};",
            "types are brought into an interface, with `$right`", blocks=(FILE,), home="interface",
            code="misplaced-use"),
        place=Cursor.starts_item, then="⏎",
    ),
    *rows(
        Row("^use ^crate|super|self ^: ^: ^$name ;", "use $name.{?};", f"WIT has no `$1`, and {_NAMES}",
            blocks=("interface", "world"), fix=None),
        Row("^use ^$label::$label2::^$label3 ;", "import $label:$label2/$label3;", _USE_WHOLE, blocks=("world",),
            fix="unsafe"),
        Row("^use ^$a::$b::^$c ;", "use $a:$b/$c.{?};", _NAMES, blocks=("interface",), fix=None),
        place=Cursor.starts_item,
    ),
    *rows(
        Row("$USER ^$label:|/+$label2:|/^$label3", "$USER $label:$label2/$label3",
            place=lambda at: (
                (at[2].text, at[4].text) != (":", "/")
                and at[6].text not in (":", "/", "{")  # else it is a label and another one
            )),
        Row("use ^$label:+$label2.^$label3", "use $label:$label2/$label3", then=". @"),
        Row("import|export|include ^$label:+$label2.^$label3", "import|export|include $label:$label2/$label3",
            then="; @"),
        Row("$USER ^$label::$label2::^$label3::", "$USER $label:$label2/$label3."),
        Row("$USER ^$label::$label2::^$label3", "$USER $label:$label2/$label3"),
        message="a path is written `$label:$label2/$label3`", title="Write `$label:$label2/$label3`",
    ),
    # Packages
    Row("package ^@ ^$a ^/ ^$b", "package $a:$b", "a package is named `$a:$b`", "Write `$a:$b`", then="; { @"),
    Row("package ^$name", "package ?:$name", _NO_NAMESPACE, then="; { @"),
    Row("package ^$name", "package ?:$name;", f"{_NO_NAMESPACE}, and `;` is missing", then="⏎"),
    Row("package ^$package", "package $package", _NAMED, "Write `$package`", then="; { @", fix="unsafe"),
    Row("package ^$package", "package $package;", f"{_NAMED}, and `;` is missing", "Write `$package;`", then="⏎",
        fix="unsafe"),
    Row("package ^$name ^. ^$plain", "package ?:$name",
        "a package has a namespace and a name, and a version, such as `my:$name@1.0.0`", then="; { @",
        place=lambda at: MAJOR.fullmatch(at[3].text) is not None, fix=None),
    Row("package ^$a ^. ^$b: $p", "package $a-$b:$p", "a namespace has no `.`", "Write `$a-$b`", then="; { @",
        fix="manual"),
    Row("package $n: $p ^: ^$i", "package $n:$p",
        "a package has one namespace and one name, and a version as in `@1.0.0`", then="; { @", fix=None),
    Row("package $n: $p ^. ^$i", "package $n:$p", "a version is written `@1.0.0`", then="; {", fix=None),
    *rows(
        Row("$PORT $l: ^$a: ^$b ^@ ^$semver", "$PORT $l: $a:$b/?@$semver", then="; . as with"),
        Row("$PORT $l: ^$a: ^$b", "$PORT $l: $a:$b/?", then="; . as with"),
        Row("$PORT ^$a:$b@^$semver", "$PORT $a:$b/?@$semver", then="; . as with"),
        Row("use ^$a: ^$b ^@ ^$semver ;", "use $a:$b/?@$semver.{};", blocks=("interface", "world")),
        Row("use ^$a: ^$b ;", "use $a:$b/?.{};", blocks=("interface", "world")),
        Row("use|include ^$a: ^$b ^@ ^$semver", "use|include $a:$b/?@$semver", then="; . as with"),
        Row("use|include ^$a: ^$b", "use|include $a:$b/?", then="; . as with"),
        message="`$^` is a package; expected one of its interfaces", code="package-as-interface",
    ),
    # The names of a `use`
    Row("use $path.{...} ^@ ^$semver", "use $path@$semver.{...}", "the version goes after the interface",
        "Move `@$semver`", place=Cursor.starts_item, code="misplaced-version"),
    Row("use $path.^$uses;", "use $path.{$uses};", "the names of a `use` go in `{` `}`", "Insert `{` `}`"),
    *rows(
        Row("^use ^$path;", "import $path;", _USE_WHOLE, "Write `$right`", place=Cursor.starts_item, blocks=("world",),
            fix="unsafe"),
        Row("^use ^$path;", "use $path.{?};", _NAMES, place=Cursor.starts_item, blocks=("interface",)),
        Row("use ^$bases;", "", _NAMES, place=_has_dots, blocks=("interface", "world")),
        Row("^from ^$name ^import ^* ;?", "use $name.{?};", _NAMES, place=Cursor.starts_item,
            blocks=("interface", "world")),
        Row("use $path ^: ^: ^*", "use $path.{?}", _NAMES, code="expected-name"),
        Row("use $path.^*", "use $path.{?}", _NAMES, code="expected-name"),
        Row("use $path.{^*}", "use $path.{?}", _NAMES, code="expected-name"),
        fix=None,
    ),
)
# fmt: on
