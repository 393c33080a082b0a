"""Syntax to items. The only place that knows how the grammar spells what an item says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from wit_lsp.ir.items import (
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
from wit_lsp.syntax.language import Node, span
from wit_lsp.syntax.problem import PLACEHOLDERS
from wit_lsp.text import Span, decode


def lower(text: bytes, root: Node, is_repaired: Callable[[Span], bool]) -> list[Item]:
    """The items of a segment in its context, whose tree has this root; their spans count in `text`, its `readable`.

    The blocks of the context are items as well: the first one of all, and the first one in it. What stands inside an
    ERROR is left out.
    """
    return _Lowering(text, is_repaired).items(root, None)


class _Lowering:
    """One run over one text. Every method takes a node and gives what it says."""

    def __init__(self, text: bytes, is_repaired: Callable[[Span], bool]) -> None:
        self.text = text
        self.is_repaired = is_repaired

    def broken(self, node: Node) -> bool:
        """Whether a part of the node is a guess."""
        return node.has_error or self.is_repaired(span(node))

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
        at = span(node)
        is_gated = self.text.startswith(b"@", at.start)
        return kind(at, owner, broken, tuple(self.attributes(node)) if is_gated else ())

    def attributes(self, node: Node) -> Iterator[Attribute]:
        for child in node.children:
            if child.type == "attr" and child.child_count > 1:
                value = next((found for field in _VALUES if (found := child.child_by_field_name(field))), None)
                yield Attribute(child.children[1].type, self.word(value).text, span(child))

    def items(self, node: Node, owner: Owner | None) -> list[Any]:
        return [
            make(self, child, owner) for child in node.children if (make := _ITEMS.get(child.type)) and child.is_named
        ]

    def name(self, node: Node | None) -> Name:
        """The name in the field `name` of `node`; empty where it is missing."""
        return self.word(node.child_by_field_name("name")) if node is not None else _NO_NAME

    def word(self, node: Node | None) -> Name:
        if node is None:
            return _NO_NAME
        at = span(node)
        text = self.text[at.start : at.end]
        return Name("" if text == _STAND_IN else decode(text.removeprefix(b"%")), at)

    def alias(self, node: Node) -> Name | None:
        alias = node.child_by_field_name("alias")
        return None if alias is None else self.word(alias)

    def package_id(self, node: Node, name: str) -> PackageId:
        """The package in the fields `namespace`, `version` and, by whatever field, `name` of `node`."""
        parts = (node.child_by_field_name(part) for part in ("namespace", name, "version"))
        namespace, package, version = (self.word(part).text for part in parts)
        return PackageId(namespace, package, version or None)

    def path(self, node: Node) -> Path:
        qualified = node.child_by_field_name("namespace") is not None
        return Path(self.package_id(node, "package") if qualified else None, self.name(node).text, span(node))

    def header(self, node: Node, owner: Owner | None) -> Package:
        name = node.child_by_field_name("name")
        assert name is not None
        id = self.package_id(name, "name")
        package = self.start(Package, node, owner, self.head_broken(node))
        package.id, package.id_span, package.nested = id, span(name), node.type == "nested_package"
        package.items = []
        return package

    def nested_package(self, node: Node, owner: Owner | None) -> Package:
        package = self.header(node, owner)
        package.items = self.items(node, package)
        return package

    def top_use(self, node: Node, owner: Owner | None) -> TopUse:
        use = self.start(TopUse, node, owner, self.broken(node))
        use.path, use.alias = self.path_in(node), self.alias(node)
        return use

    def path_in(self, node: Node) -> Path:
        path = node.child_by_field_name("path")
        assert path is not None
        return self.path(path)

    def interface(self, node: Node, owner: Owner | None) -> Interface:
        interface = self.start(Interface, node, owner, self.head_broken(node))
        interface.name = self.name(node)
        body = node.child_by_field_name("body")
        interface.items = self.items(body, interface) if body is not None else []
        return interface

    def world(self, node: Node, owner: Owner | None) -> World:
        world = self.start(World, node, owner, self.head_broken(node))
        world.name = self.name(node)
        body = node.child_by_field_name("body")
        world.items = self.items(body, world) if body is not None else []
        return world

    def use(self, node: Node, owner: Owner | None) -> Use:
        use = self.start(Use, node, owner, self.broken(node))
        use.path = self.path_in(node)
        use.names = self.used_names(node, "use_item")
        return use

    def include(self, node: Node, owner: Owner | None) -> Include:
        include = self.start(Include, node, owner, self.broken(node))
        include.path = self.path_in(node)
        include.renames = self.used_names(node, "include_item")
        return include

    def used_names(self, node: Node, kind: str) -> tuple[UsedName, ...]:
        return tuple(UsedName(self.name(item), self.alias(item)) for item in node.children if item.type == kind)

    def extern(self, node: Node, owner: Owner | None) -> Extern:
        name, path = node.child_by_field_name("name"), node.child_by_field_name("path")
        extern = self.start(Extern, node, owner, self.head_broken(node))
        extern.direction = "export" if any(child.type == "export" for child in node.children) else "import"
        extern.name = None if name is None else self.word(name)
        extern.path = None if path is None else self.path(path)
        extern.item = None
        if node.child_by_field_name("func") is not None:
            extern.item = self.func_item(node, extern)
        elif node.child_by_field_name("body") is not None:
            extern.item = self.interface(node, extern)
        return extern

    def func_item(self, node: Node, owner: Owner | None) -> Func:
        signature = node.child_by_field_name("func")
        assert signature is not None
        func = self.start(Func, node, owner, self.broken(node))
        func.name = self.name(node)
        func.is_static = any(child.type == "static" for child in node.children)
        func.start = signature.start_byte
        func.signature = self.signature(signature, node)
        return func

    def constructor(self, node: Node, owner: Owner | None) -> Func:
        keyword = next(child for child in node.children if child.type == "constructor")
        func = self.start(Func, node, owner, self.broken(node))
        func.name = Name("constructor", span(keyword))
        func.is_static = False
        func.start = keyword.start_byte
        func.signature = self.signature(keyword, node)
        return func

    def signature(self, first: Node, item: Node) -> Signature:
        """The signature that starts with `first`: a `func`, or the keyword of the constructor `item`."""
        start = first.start_byte
        if self.broken(item):  # recovery looks at what stands around a signature, so its text does not decide
            return self.read_signature(first, item, start)
        text = self.text[start : item.end_byte]
        known = _signatures.get(text)
        if known is None:
            if len(_signatures) >= _KEPT:
                _signatures.clear()
            known = _signatures[text] = self.read_signature(first, item, start)
        return known

    def read_signature(self, first: Node, item: Node, start: int) -> Signature:
        node = item if first.type == "constructor" else first
        form, is_async = "constructor", False
        for child in node.children:
            if child.type in ("func", "get", "set"):
                form = child.type
            elif child.type == "async":
                is_async = True
        params, result = node.child_by_field_name("params"), node.child_by_field_name("result")
        return Signature(
            cast(Form, form),
            is_async,
            tuple(self.params(params, start)) if params is not None else (),
            span(params).shifted(-start) if params is not None else Span(0, 0),
            self.type(result, start) if result is not None else None,
        )

    def params(self, node: Node, start: int) -> Iterator[Param]:
        for param in node.children:
            if param.type == "param" and (type := param.child_by_field_name("type")) is not None:
                name = self.name(param)
                yield Param(Name(name.text, name.span.shifted(-start)), self.type(type, start))

    def type_alias(self, node: Node, owner: Owner | None) -> TypeDef:
        alias = self.start(TypeDef, node, owner, self.broken(node))
        alias.kind, alias.name, alias.type, alias.members = "type", self.name(node), self.type_in(node, "type"), ()
        return alias

    def members(self, node: Node, owner: Owner | None) -> TypeDef:
        """A record, variant, enum or flags."""
        typedef = self.start(TypeDef, node, owner, self.broken(node))
        typedef.kind, typedef.name, typedef.type = cast(Any, node.type), self.name(node), None
        typedef.members = tuple(
            Member(self.name(child), self.type_in(child, "type"), span(child))
            for child in node.children
            if child.type in ("field", "case", "enum_case", "flag")
        )
        return typedef

    def resource(self, node: Node, owner: Owner | None) -> Resource:
        resource = self.start(Resource, node, owner, self.head_broken(node))
        resource.name = self.name(node)
        resource.items = self.items(node, resource)
        return resource

    def type_in(self, node: Node, field: str) -> TypeUse | None:
        type = node.child_by_field_name(field)
        if type is None:
            return None
        start = type.start_byte
        if self.broken(type):  # recovery looks at what stands around a type, so its text does not decide
            return TypeUse(start, self.type(type, start))
        text = self.text[start : type.end_byte]
        known = _types.get(text)
        if known is None:
            if len(_types) >= _KEPT:
                _types.clear()
            known = _types[text] = self.type(type, start)
        return TypeUse(start, known)

    def type(self, node: Node, start: int) -> Type:
        kind = node.type
        at = span(node).shifted(-start)
        if kind == "prim":
            return Type(node.children[0].type, at)
        if kind == "type_name":
            return Type("name", at, name=self.name(node).text)
        if kind == "path_type":
            return Type("name", at, name=self.word(node.named_children[-1]).text)
        if kind in ("handle", "bare_handle"):
            resource = node.child_by_field_name("resource")
            name = self.type(resource, start).name if resource is not None else ""
            return Type(node.children[0].type, at, name=name)
        if kind == "result":
            sides = (node.child_by_field_name(side) for side in ("ok", "err"))
            return Type(kind, at, tuple(None if side is None else self.type(side, start) for side in sides))
        parts = tuple(self.type(child, start) for child in node.named_children if child.type in _TYPES)
        length = node.child_by_field_name("length")
        return Type(kind, at, parts, length=None if length is None else _number(self.word(length).text))


Made = TypeVar("Made", bound=Item)


_VALUES = ("version", "feature", "id")
_NO_NAME = Name("", Span(0, 0))
_STAND_IN = PLACEHOLDERS["name"].encode()
# What is judged on its own: bodies, and the items that stand in another one without such a node.
_INNER = {"iface_body", "world_body", "func_item", "method", "constructor", "interface", "world", "top_use"}

# The text of a type or signature decides what it is, and few differ: most are looked up, not read.
_types: dict[bytes, Type] = {}
_signatures: dict[bytes, Signature] = {}
_KEPT = 50_000

_TYPES = {
    *("prim", "type_name", "list", "map", "option", "result", "tuple", "future", "stream"),
    *("handle", "bare_handle", "path_type"),
}

_ITEMS: dict[str, Callable[[_Lowering, Node, Any], Item]] = {
    "header": _Lowering.header,
    "nested_package": _Lowering.nested_package,
    "top_use": _Lowering.top_use,
    "interface": _Lowering.interface,
    "world": _Lowering.world,
    "use": _Lowering.use,
    "include": _Lowering.include,
    "extern": _Lowering.extern,
    "func_item": _Lowering.func_item,
    "method": _Lowering.func_item,
    "constructor": _Lowering.constructor,
    "type_alias": _Lowering.type_alias,
    "record": _Lowering.members,
    "variant": _Lowering.members,
    "enum": _Lowering.members,
    "flags": _Lowering.members,
    "resource": _Lowering.resource,
}


def _number(digits: str) -> int:
    """A number; one that no list can be as long as is 2^32."""
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= 10 else 1 << 32
