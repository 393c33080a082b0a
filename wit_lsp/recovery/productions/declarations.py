"""Types, interfaces and worlds that are declared as other languages declare them."""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.heads import NO_CONSTANTS
from wit_lsp.recovery.productions.rows import Row, rows, table
from wit_lsp.recovery.productions.words import BLOCK, FOREIGN, PARTS
from wit_lsp.recovery.productions.written import is_type

_NO_INTERFACE = "an interface cannot hold another one; a `resource` has methods"
_ALTERNATIVES = "alternatives are a `variant`, which names its cases"
_KIND = "`type` gives a type another name; one of its own is written `$DECLARED name { … }`"
_BRACES = "Write `{` `}`"


def _is_foreign(at: Cursor) -> bool:
    """Whether a word of another language begins an item; before another one it is a name."""
    return at.starts_item() and (at[1].text not in FOREIGN or at[2].text in ("{", "="))


def _has_cases(at: Cursor) -> bool:
    """Alternatives of the type that begins here are written as cases with types."""
    return at.starts_item() and at[3].text not in ("(", "func") and {"|", "("} <= {each.text for each in at.beside(1)}


def _in_braces(kind: str, name: str = "$name") -> str:
    return f"the {PARTS[kind]}s of `{kind} {name}` go in `{{` `}}`"


# fmt: off
PRODUCTIONS = table(
    # Words of other languages for what WIT declares
    Row(f"^impl {'|'.join(BLOCK)}", "|".join(BLOCK), "WIT has no `impl`", place=Cursor.starts_item),
    Row("^impl ^$name ^;", "", "WIT has no `impl`", place=Cursor.starts_item, fix="manual"),
    Row("^impl $name ^for ^$n {...}", "", "WIT has no `impl … for`", place=Cursor.starts_item, fix=None),
    Row("^impl $name {", "resource $name {", "methods belong in `resource $name`", code="expected-interface-item",
        place=lambda at: at.starts_item() and at.declared(at[1].text) != "", blocks=("interface",), fix=None),
    *rows(
        Row("^impl $name {", "resource $name {", "methods belong in a `resource`"),
        Row("type $name interface {", "resource $name {", _NO_INTERFACE),
        place=Cursor.starts_item, blocks=("interface",), code="expected-interface-item", fix="unsafe",
    ),
    Row("$FOREIGN $name {|=", "$FOREIGN $name {|=", "`$0` is called `$FOREIGN` in WIT and belongs in an interface",
        place=lambda at: _is_foreign(at) and FOREIGN[at[0].text] != "interface", blocks=(FILE,),
        home="interface", code="misplaced-type"),
    Row("^service|module|mod|namespace $name {...}", "...",
        "an interface cannot hold another one; its functions go directly in it, or in an interface of their own",
        place=_is_foreign, blocks=("interface",), code="expected-interface-item", fix="manual"),
    Row("^$FOREIGN $name {", "resource $name {", _NO_INTERFACE,
        place=lambda at: _is_foreign(at) and FOREIGN[at[0].text] == "interface", blocks=("interface",),
        fix="unsafe", code="expected-interface-item"),
    Row("$FOREIGN $name {|=", "$FOREIGN $name {|=", "`$0` is called `$FOREIGN` in WIT",
        place=_is_foreign, code="expected-interface-item"),
    *(Row(f"^struct {name} ;", f"resource {name};", "an opaque type is a `resource`", place=Cursor.starts_item,
          blocks=("interface", "world"), code="expected-interface-item", fix="unsafe") for name in ("$name", "$label")),
    Row("class $name;", "resource $name;", "`class` is called `resource` in WIT",
        place=_is_foreign, blocks=("interface", "world"), code="expected-interface-item"),
    Row("^syntax|edition = ^$string ;?", "", "WIT has no `$0`", place=Cursor.starts_item, blocks=(FILE,), code=None),
    *rows(
        Row("type $name interface {", "interface $name {", "an interface is written `interface $name { … }`"),
        Row("type $name $FOREIGN {", "$FOREIGN $name {", "`$2` is called `$FOREIGN` in WIT and belongs in an interface",
            home="interface", code="misplaced-type"),
        place=Cursor.starts_item, blocks=(FILE,),
    ),
    *rows(
        Row("^option $path = ^$value ;?", "", "WIT has no options such as `$1`"),
        Row("^using ^namespace ^$value ;?", "", "WIT has no `using namespace`"),
        *(Row(f"^$name = ^{value} ;?", "", NO_CONSTANTS, blocks=("interface", "world", FILE), fix=None)
          for value in ("$integer", "$string")),
        Row("^use|using ^$a ^: ^: ^$b ;?", "use $a.{$b};", "a type is brought in with `$right`", then="⏎",
            place=lambda at: at.starts_item() and at[1].text not in ("super", "crate", "self")),
        *(Row(f"^reserved|extensions ^{kind} ...^;", "", "WIT has no `$0`") for kind in ("$integer", "$string")),
        Row("^mod ^$name ;", "", "WIT has no `mod`; all files of a folder are one package"),
        Row("^pass ;?", "", "WIT has no `pass`", then="} ⏎"),
        Row("^extend ^$path {...^}", "", "WIT has no `extend`", fix=None),
        place=Cursor.starts_item, code=None,
    ),
    Row("^type ^$label ^$foreign ;?", "type $label = $foreign;", "a type is written `$right`", then="⏎",
        place=lambda at: at.starts_item() and at[2].text in ("[", "*"), blocks=("interface", "world")),
    Row("^typedef ^$foreign ^$label ;", "type $label = $foreign;", "a type is written `$right`",
        place=Cursor.starts_item),
    Row("^$name = $foreign ;", "type $name = $foreign;", "a type is written `$right`", "Write `type $name`",
        place=Cursor.starts_item, blocks=("interface", "world"), fix="unsafe"),
    # A type that is assigned, or whose kind does not come first
    *rows(
        Row("type $name = ^{ [$n: $type]: $type2 ,|;? ^}", "type $name = map<$type, $type2>",
            "a map is written `map<$type, $type2>`", "Write `map<$type, $type2>`"),
        Row("type $name = $DECLARED {...} ;?", "$DECLARED $name {...}", _KIND, "Write `$DECLARED`"),
        Row("type $name = resource;", "resource $name;", "expected `resource`, not `type`", "Write `resource`"),
        Row("^type ^$name = |? {...} | ... ;", "", _ALTERNATIVES, fix=None),
        Row("type $label = {...} ;?", "record $label {...}", _KIND.replace("$DECLARED", "record"), "Write `record`"),
        Row("type $name $DECLARED {", "$DECLARED $name {", _KIND, "Write `$DECLARED`", place=Cursor.starts_item),
        code="expected-type",
    ),
    Row("$name: ^$KIND_OF_TYPE {...} ;?", "$KIND_OF_TYPE $name {...}", "`$KIND_OF_TYPE` goes before the name",
        "Write `$KIND_OF_TYPE $name`", place=Cursor.starts_item, blocks=("interface", "world", "")),
    # Structs whose fields have no names
    *rows(
        Row("^struct|record ^$name ^($type^) ;?", "type $name = $type;", "a type with one part is written `$right`"),
        Row("^struct|record ^$name ^($type, ...^) ;?", "type $name = tuple<$type, ...>;",
            "fields have names; without them it is `type $name = tuple<…>`", "Write `type $name = tuple<…>`"),
        place=lambda at: at.starts_item() and is_type(at, 3), blocks=("interface", "world"), fix="unsafe",
    ),
    *rows(
        Row("^struct|record ^$name ^($type^) ;?", "type $name = $type;",
            "a type with one part is written `$right`, in an interface"),
        Row("^struct|record ^$name ^($type, ...^) ;?", "type $name = tuple<$type, ...>;",
            "fields have names; without them it is `type $name = tuple<…>`, in an interface"),
        place=lambda at: at.starts_item() and is_type(at, 3), blocks=(FILE,), home="interface",
    ),
    # Marks and brackets
    *rows(
        Row("$BLOCK $name =|: {...} ;", "$BLOCK $name {...}", "expected `{`, not `$2`", "Remove `$2`"),
        Row("$BLOCK $name =|: {", "$BLOCK $name {", "expected `{`, not `$2`"),
        Row("^record ^$name =? ($f: ...) ;?", "record $name { $f: ... }", _in_braces("record"), _BRACES),
        *(Row(f"^{kind} ^$name =? (...) ;?", f"{kind} $name {{ ... }}", _in_braces(kind), _BRACES, fix="unsafe")
          for kind in ("record", "enum", "flags")),
        place=Cursor.starts_item,
    ),
    *rows(
        *(Row(f"^{kind} ^$name = $alternatives ;?", f"{kind} $name {{ $alternatives }}", _in_braces(kind),
              f"Write `{kind} $name {{ … }}`") for kind in ("variant", "enum", "flags")),
        Row("^type ^$name = $strings ;?", "enum $name { $strings }", _in_braces("enum"), "Write `enum $name { … }`"),
        place=Cursor.starts_item, fix="manual",
    ),
    Row("^type ^$name = $alternatives ;?", "variant $name { $alternatives }", _ALTERNATIVES,
        "Write `variant $name { … }`", place=_has_cases, fix="manual"),
    *(Row(f"^{kind} ^$name ;", f"{kind} $name {{ ?{end} }}", f"`$^` needs its {part}s in `{{` `}}`",
          place=Cursor.starts_item)
      for kind, part in PARTS.items() for end in (": ?" if part == "field" else "",)),
    # Generics and base types
    Row("$BLOCK $name ^[ ^... ^]", "$BLOCK $name", "WIT has no generics", place=Cursor.starts_item, then="{ =",
        fix=None),
    Row("<...>", "", "only WIT's own types take `<` `>`", fix=None,
        place=lambda at: at[-2].text in (*BLOCK, "type") or at[(at.find(">", 1) or 0) + 1].text == "("),
    Row("record $name ^: ^$type {", "record $name {",
        "WIT has no inheritance; a record has another one as a field, such as `base: $type`", fix="manual"),
    Row("$KIND $name ^: ^$type {", "$KIND $name {", "`$KIND $name` has no base type", fix="unsafe"),
)
# fmt: on
