"""The tree of a segment to items: what its author declares, without how the grammar spells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar, cast, get_args

from wit_lsp.ir.items import (
    NO_NAME,
    NOWHERE,
    Attribute,
    Extern,
    Form,
    Func,
    Include,
    Interface,
    Item,
    Member,
    Name,
    Owner,
    Package,
    PackageId,
    Param,
    Path,
    Resource,
    Signature,
    TopUse,
    Type,
    TypeDef,
    TypeUse,
    Use,
    UsedName,
    World,
)
from wit_lsp.syntax import ast, kinds
from wit_lsp.syntax.language import Node, span
from wit_lsp.syntax.problem import PLACEHOLDERS
from wit_lsp.text import Span, decode, span_of


def lower(text: bytes, root: Node, is_repaired: Callable[[Span], bool], original: Callable[[Span], Span]) -> list[Item]:
    """The items of a segment in its context, whose tree has this root; their spans count in `text`, its `readable`.

    `is_repaired` and `original` are those of the segment. The blocks of the context are items as well: the first one of
    all, and the first one in it. What stands inside an ERROR is left out.
    """
    return _Lowering(text, root, is_repaired, original).items(root, None)


class _Lowering:
    """One run over one text. Every method takes a node and gives what it says."""

    def __init__(
        self, text: bytes, root: Node, is_repaired: Callable[[Span], bool], original: Callable[[Span], Span]
    ) -> None:
        self.text = text
        self.is_repaired = is_repaired
        self.original = original
        self.has_fault = root.has_error or is_repaired(Span(0, len(text)))

    def broken(self, node: Node) -> bool:
        """Whether a part of the node is a guess."""
        return self.has_fault and (node.has_error or self.is_repaired(span(node)))

    def head_broken(self, node: Node) -> bool:
        """Whether a fault lies in the item itself, not in one of the items of its body."""
        if not self.broken(node):
            return False
        return any(
            child.is_error or child.is_missing or (not (child.is_named and child.type in _INNER) and self.broken(child))
            for child in node.children
        )

    def start(self, kind: type[Made], node: Node, owner: Owner | None, broken: bool) -> Made:
        """An item of which nothing is set but what all items have."""
        at = span_of(node.byte_range)
        is_gated = self.text.startswith(b"@", at[0])
        return kind(at, owner, broken, tuple(self.attributes(node)) if is_gated else ())

    def attributes(self, node: Node) -> Iterator[Attribute]:
        for child in node.children:
            if child.type == kinds.ATTR:
                at = span_of(child.byte_range)
                raw = self.text[at[0] : at[1]]
                if self.has_fault:  # a value may be recovery's
                    said = self.attribute(child)
                else:
                    said = _attributes.get(raw) or _kept(_attributes, raw, self.attribute(child))
                yield Attribute(*said, at)

    def attribute(self, node: Node) -> tuple[str, str]:
        """The name and the value of an attribute."""
        name = next((token for token in ast.tokens(node) if token != "@"), "")
        if (version := ast.version_of(node)) is not None:
            return name, self.version(version) or ""
        if (literal := ast.id_of(node)) is not None:
            return name, _unquoted(self.text[literal.start_byte : literal.end_byte])
        return name, self.word(ast.feature_of(node)).text

    def items(self, node: Node, owner: Owner | None) -> list[Any]:
        found: list[Any] = []
        before: Node | None = None
        comments: list[Node] = []  # those after it
        for child in node.children:
            if (make := _ITEMS.get(child.type)) and child.is_named:
                item = make(self, child, owner)
                found.append(item)
                if comments:
                    item.documented = self.is_documented(before, comments, child)
            elif child.type in ast.COMMENTS:
                comments.append(child)
                continue
            before = child
            if comments:
                comments = []
        return found

    def is_documented(self, before: Node | None, comments: list[Node], item: Node) -> bool:
        """See `Item.documented`."""
        line_end = -1 if before is None else self.text.find(b"\n", before.end_byte, item.start_byte)
        for comment in comments:
            start = comment.start_byte
            if start > line_end and ast.is_doc_comment(self.text[start : start + 4]):
                return True
        return False

    def word(self, node: Node | None) -> Name:
        """A name or number; empty where it is missing."""
        if node is None:
            return NO_NAME
        at = span_of(node.byte_range)
        raw = self.text[at[0] : at[1]]
        return _name((_words.get(raw) or self.new_word(raw, at), at))

    def new_word(self, raw: bytes, at: Span) -> str:
        text = decode(raw.removeprefix(b"%"))
        if raw == _PLACEHOLDER:  # what it is depends on who wrote it
            return "" if self.is_repaired(at) else text
        return _kept(_words, raw, text)

    def is_put_in(self, at: Span) -> bool:
        """Whether the author's text has nothing there."""
        start, end = self.original(at)
        return start == end

    def alias(self, node: Node) -> Name | None:
        alias = ast.alias_of(node)
        return None if alias is None else self.word(alias)

    def package_id(self, node: Node, name: Node | None) -> PackageId:
        """The package of the namespace and version of `node`."""
        namespace, version = self.word(ast.namespace_of(node)), ast.version_of(node)
        return PackageId(namespace.text, self.word(name).text, None if version is None else self.version(version))

    def version(self, node: Node) -> str | None:
        """Without an empty tail, which the reference drops (`1.0.0-`). None where recovery put it in."""
        at = span(node)
        if self.has_fault and self.is_put_in(at):
            return None
        head, _, build = decode(self.text[at.start : at.end]).partition("+")
        core, _, pre_release = head.partition("-")
        return core + (f"-{pre_release}" if pre_release else "") + (f"+{build}" if build else "")

    def path(self, node: Node) -> Path:
        name, whole = self.word(ast.name_of(node)), span(node)
        if ast.namespace_of(node) is None:
            return Path(None, name.text, whole, name.span)
        package = ast.package_of(node)
        end = whole.end if package is None else package.end_byte
        return Path(self.package_id(node, package), name.text, whole, name.span, Span(whole.start, end))

    def path_in(self, node: Node) -> Path:
        path = ast.path_of(node)
        assert path is not None
        return self.path(path)

    def package(self, node: Node, owner: Owner | None) -> Package:
        id = ast.name_of(node)
        assert id is not None
        package = self.start(Package, node, owner, self.head_broken(node))
        package.id, package.id_span = self.package_id(id, ast.name_of(id)), span(id)
        package.nested = node.type == kinds.NESTED_PACKAGE
        package.items = self.items(node, package) if package.nested else []
        return package

    def top_use(self, node: Node, owner: Owner | None) -> TopUse:
        use = self.start(TopUse, node, owner, self.broken(node))
        use.path, use.alias = self.path_in(node), self.alias(node)
        return use

    def interface(self, node: Node, owner: Owner | None) -> Interface:
        return self.body(Interface, node, owner)

    def world(self, node: Node, owner: Owner | None) -> World:
        return self.body(World, node, owner)

    def body(self, kind: type[MadeBody], node: Node, owner: Owner | None) -> MadeBody:
        made = self.start(kind, node, owner, self.head_broken(node))
        made.name = self.word(ast.name_of(node))
        braces = ast.body_of(node)
        made.items = self.items(braces, made) if braces is not None else []
        return made

    def use(self, node: Node, owner: Owner | None) -> Use:
        use = self.start(Use, node, owner, self.broken(node))
        use.path, use.names = self.path_in(node), self.used_names(node)
        return use

    def include(self, node: Node, owner: Owner | None) -> Include:
        include = self.start(Include, node, owner, self.broken(node))
        include.path, include.renames = self.path_in(node), self.used_names(node)
        return include

    def used_names(self, node: Node) -> tuple[UsedName, ...]:
        items = [child for child in node.children if child.type in _USED]
        return tuple([UsedName(self.word(ast.name_of(item)), self.alias(item)) for item in items])

    def extern(self, node: Node, owner: Owner | None) -> Extern:
        name, path = ast.name_of(node), ast.path_of(node)
        extern = self.start(Extern, node, owner, self.head_broken(node))
        extern.direction = "export" if "export" in ast.tokens(node) else "import"
        extern.name = None if name is None else self.word(name)
        extern.path = None if path is None else self.path(path)
        extern.item = None
        if ast.func_of(node) is not None:
            extern.item = self.func_item(node, extern)
        elif ast.body_of(node) is not None:
            extern.item = self.interface(node, extern)
        return extern

    def func_item(self, node: Node, owner: Owner | None) -> Func:
        signature = ast.func_of(node)
        assert signature is not None
        func = self.start(Func, node, owner, self.broken(node))
        func.name = self.word(ast.name_of(node))
        func.is_static = False
        func.start = signature.start_byte
        func.signature = self.signature(signature, func)
        return func

    def method(self, node: Node, owner: Owner | None) -> Func:
        method = self.func_item(node, owner)
        method.is_static = "static" in ast.tokens(node)
        return method

    def constructor(self, node: Node, owner: Owner | None) -> Func:
        keyword = next(child for child in node.children if not child.is_named)
        func = self.start(Func, node, owner, self.broken(node))
        func.name = Name(keyword.type, span(keyword))
        func.is_static = False
        func.start = keyword.start_byte
        func.signature = self.signature(node, func)
        return func

    def signature(self, node: Node, func: Func) -> Signature:
        """The signature that `node`, a `func` or a constructor, has."""
        start = func.start
        if func.broken:  # recovery looks at what stands around a signature, so its text does not decide
            return self.read_signature(node, start)
        text = self.text[start : func.span.end]
        return _signatures.get(text) or _kept(_signatures, text, self.read_signature(node, start))

    def read_signature(self, node: Node, start: int) -> Signature:
        words = ast.tokens(node)
        params, result = ast.params_of(node), ast.result_of(node)
        return Signature(
            next((cast(Form, word) for word in words if word in _FORMS), "func"),
            "async" in words,
            tuple(self.params(params, start)) if params is not None else (),
            span(params).shifted(-start) if params is not None else NOWHERE,
            self.type(result, start) if result is not None else None,
        )

    def params(self, node: Node, start: int) -> Iterator[Param]:
        for param in node.children:
            if param.type == kinds.PARAM and (type := ast.type_of(param)) is not None:
                name = self.word(ast.name_of(param))
                yield Param(Name(name.text, name.span.shifted(-start)), self.type(type, start))

    def typedef(self, node: Node, owner: Owner | None) -> TypeDef:
        typedef = self.start(TypeDef, node, owner, self.broken(node))
        typedef.name, typedef.type, typedef.members = self.word(ast.name_of(node)), None, ()
        return typedef

    def type_alias(self, node: Node, owner: Owner | None) -> TypeDef:
        alias = self.typedef(node, owner)
        alias.kind = "type"
        alias.type = self.type_in(node)
        return alias

    def listing(self, node: Node, owner: Owner | None) -> TypeDef:
        """A record, variant, enum or flags."""
        typedef = self.typedef(node, owner)
        typedef.kind = cast(Any, node.type)
        entries = [child for child in node.children if child.type in ast.ENTRIES]
        typedef.members = tuple(
            [Member(self.word(ast.name_of(each)), self.type_in(each), span(each)) for each in entries]
        )
        return typedef

    def resource(self, node: Node, owner: Owner | None) -> Resource:
        resource = self.start(Resource, node, owner, self.head_broken(node))
        resource.name = self.word(ast.name_of(node))
        resource.items = self.items(node, resource)
        return resource

    def type_in(self, node: Node) -> TypeUse | None:
        """The type in the field `type` of `node`."""
        type = ast.type_of(node)
        if type is None:
            return None
        start, end = type.byte_range
        if self.broken(type):  # recovery looks at what stands around a type, so its text does not decide
            return TypeUse(start, self.type(type, start))
        text = self.text[start:end]
        return TypeUse(start, _types.get(text) or _kept(_types, text, self.type(type, start)))

    def type(self, node: Node, start: int) -> Type:
        kind = node.type
        at = span(node).shifted(-start)
        if kind == kinds.PRIM:
            return Type(node.children[0].type, at)
        if kind == kinds.TYPE_NAME:
            return Type("name", at, name=self.word(ast.name_of(node)).text, name_span=at)
        if kind == kinds.PATH_TYPE:
            names = [child for child in node.children if child.type == kinds.NAME]
            return Type("name", at, name=self.word(names[-1]).text)
        if kind in _HANDLES:
            resource = ast.resource_of(node)
            named = self.type(resource, start) if resource is not None else Type("name", NOWHERE)
            return Type(node.children[0].type, at, name=named.name, name_span=named.name_span)
        if kind == kinds.RESULT:
            sides = (ast.ok_of(node), ast.err_of(node))
            return Type(kind, at, tuple([None if side is None else self.type(side, start) for side in sides]))
        parts = tuple([self.type(child, start) for child in node.named_children if child.type in kinds.TYPES])
        length = ast.length_of(node)
        return Type(kind, at, parts, length=None if length is None else _number(self.word(length).text))


Made = TypeVar("Made", bound=Item)
MadeBody = TypeVar("MadeBody", Interface, World)
Value = TypeVar("Value")

_name: Callable[[tuple[str, Span]], Name] = partial(tuple.__new__, Name)  # as `text.span_of`

_PLACEHOLDER = PLACEHOLDERS["name"].encode()
_FORMS = frozenset(get_args(Form))
# What is judged on its own: bodies, and the items that stand in another one without such a node.
_INNER = ast.ITEMS | {kinds.IFACE_BODY, kinds.WORLD_BODY}
_USED = frozenset({kinds.USE_ITEM, kinds.INCLUDE_ITEM})
_HANDLES = frozenset({kinds.HANDLE, kinds.BARE_HANDLE})

# The text of an attribute, name, type or signature decides what it is, and few differ: most are looked up, not read.
_attributes: dict[bytes, tuple[str, str]] = {}
_words: dict[bytes, str] = {}
_types: dict[bytes, Type] = {}
_signatures: dict[bytes, Signature] = {}
_MAX_KEPT = 10_000


def _kept(known: dict[bytes, Value], text: bytes, value: Value) -> Value:
    if len(known) >= _MAX_KEPT:
        known.clear()
    known[text] = value
    return value


_ITEMS: dict[str, Callable[[_Lowering, Node, Any], Item]] = {
    kinds.HEADER: _Lowering.package,
    kinds.NESTED_PACKAGE: _Lowering.package,
    kinds.TOP_USE: _Lowering.top_use,
    kinds.INTERFACE: _Lowering.interface,
    kinds.WORLD: _Lowering.world,
    kinds.USE: _Lowering.use,
    kinds.INCLUDE: _Lowering.include,
    kinds.EXTERN: _Lowering.extern,
    kinds.FUNC_ITEM: _Lowering.func_item,
    kinds.METHOD: _Lowering.method,
    kinds.CONSTRUCTOR: _Lowering.constructor,
    kinds.TYPE_ALIAS: _Lowering.type_alias,
    kinds.RECORD: _Lowering.listing,
    kinds.VARIANT: _Lowering.listing,
    kinds.ENUM: _Lowering.listing,
    kinds.FLAGS: _Lowering.listing,
    kinds.RESOURCE: _Lowering.resource,
}


def _number(digits: str) -> int:
    """A number; one that no list can be as long as is 2^32."""
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= 10 else 1 << 32


def _unquoted(literal: bytes) -> str:
    """What a string literal stands for; an escape that stands for no character is left as it is."""
    return decode(_ESCAPE.sub(_escaped, literal[1:-1]))


_ESCAPE = re.compile(rb"\\(?:u\{([0-9a-fA-F_]+)\}|([0-9a-fA-F]{2})|(.))", re.DOTALL)


def _escaped(escape: re.Match[bytes]) -> bytes:
    number, byte, letter = escape.groups()
    if byte is not None:
        return bytes.fromhex(byte.decode())
    if letter is not None:
        return {b"t": b"\t", b"n": b"\n", b"r": b"\r"}.get(letter, letter)
    try:
        return chr(int(number.replace(b"_", b""), 16)).encode()
    except (OverflowError, ValueError):
        return escape[0]
