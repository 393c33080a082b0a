"""textDocument/documentSymbol: the declarations of a file, for outlines and breadcrumbs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp

from wit_lsp.features import Client, View, feature
from wit_lsp.text import Span, decode
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.ir.document import LocatedItem, LocatedSegment
    from wit_lsp.ir.items import Member

Kind = lsp.SymbolKind

TYPE_KINDS = {
    "type": (Kind.TypeParameter, Kind.Null),
    "record": (Kind.Struct, Kind.Field),
    "variant": (Kind.Enum, Kind.EnumMember),
    "enum": (Kind.Enum, Kind.EnumMember),
    "flags": (Kind.Enum, Kind.EnumMember),
}

# A client that does not declare the kinds that it supports supports the first 18, according to LSP.
_FIRST_KINDS = range(Kind.File.value, Kind.Array.value + 1)
_OLDER = {Kind.Struct: Kind.Class, Kind.EnumMember: Kind.Constant, Kind.TypeParameter: Kind.Class}


class Symbol(NamedTuple):
    """A declaration, with spans in the file. `detail` is the text that a client shows after the name."""

    name: str
    kind: lsp.SymbolKind
    span: Span
    name_span: Span
    detail: str
    children: list[Symbol]


@feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
def document_symbol(
    view: View, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol] | list[lsp.SymbolInformation]:
    """A tree if the client supports that, else a flat list in the order of the text."""
    from wit_lsp.ir.outline import top_level

    found = [] if view.document.is_too_large else [s for item in top_level(view.document) for s in _symbols(item)]
    if view.client.get("text_document.document_symbol.hierarchical_document_symbol_support"):
        return [_nested(view, symbol) for symbol in found]
    return [info for symbol in found for info in _flat(view, symbol, None)]


def _nested(view: View, symbol: Symbol) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        symbol.name,
        _kind(view, symbol.kind),
        view.range(symbol.span),
        view.range(symbol.name_span),
        symbol.detail or None,
        children=[_nested(view, child) for child in symbol.children] or None,
    )


def _flat(view: View, symbol: Symbol, container: str | None) -> Iterator[lsp.SymbolInformation]:
    location = lsp.Location(view.uri, view.range(symbol.span))
    yield lsp.SymbolInformation(location, symbol.name, _kind(view, symbol.kind), container_name=container)
    for child in symbol.children:
        yield from _flat(view, child, symbol.name)


def _kind(view: View, kind: lsp.SymbolKind) -> lsp.SymbolKind:
    return supported(view.client, "text_document.document_symbol", kind)


def supported(client: Client, capability: str, kind: lsp.SymbolKind) -> lsp.SymbolKind:
    """A kind of symbol, or an older one if the client does not say under `capability` that it knows it."""
    known = client.get(f"{capability}.symbol_kind.value_set") or _FIRST_KINDS
    return kind if kind in known else _OLDER.get(kind, kind)


def _symbols(of: LocatedItem) -> Iterator[Symbol]:
    """The symbol of an item. An item that declares nothing, or whose name is missing, has none."""
    from wit_lsp.ir.items import Extern, Func, Interface, Package, Resource, TypeDef, World
    from wit_lsp.ir.outline import children

    located, item = of
    text = located.segment.readable

    def symbol(kind: lsp.SymbolKind, name: str, at: Span, detail: str = "", inner: Any = ()) -> Iterator[Symbol]:
        if name:
            yield Symbol(name, kind, of.span, located.absolute(at), detail, list(inner))

    def inside(around: LocatedItem) -> list[Symbol]:
        return [found for each in children(around) for found in _symbols(each)]

    if isinstance(item, Package):
        yield from symbol(Kind.Package, str(item.id), item.id_span, "", inside(of))
    elif isinstance(item, Interface):
        yield from symbol(Kind.Interface, *item.name, "interface", inside(of))
    elif isinstance(item, World):
        yield from symbol(Kind.Module, *item.name, "world", inside(of))
    elif isinstance(item, Resource):
        yield from symbol(Kind.Class, *item.name, "resource", inside(of))
    elif isinstance(item, TypeDef):
        kind, member = TYPE_KINDS[item.kind]
        detail = _after(text, item.name.span, item.span) if item.kind == "type" else item.kind
        yield from symbol(kind, *item.name, detail, (_member(located, each, member, text) for each in item.members))
    elif isinstance(item, Func):
        method = Kind.Constructor if item.signature.form == "constructor" else Kind.Method
        kind = method if isinstance(item.owner, Resource) else Kind.Function
        yield from symbol(kind, *item.name, _after(text, item.name.span, item.span))
    elif isinstance(item, Extern):
        name, at = (item.name or item.path) and _head(item), (item.name or item.path or item).span
        kind = Kind.Function if isinstance(item.item, Func) else Kind.Interface
        inner = inside(of._replace(item=item.item)) if isinstance(item.item, Interface) else []
        yield from symbol(kind, name or "", at, item.direction, inner)


def _head(extern: Any) -> str:
    return extern.name.text if extern.name is not None else str(extern.path)


def _member(located: LocatedSegment, member: Member, kind: lsp.SymbolKind, text: bytes) -> Symbol:
    name, span = member.name.span, member.span
    detail = _after(text, name, span)
    return Symbol(member.name.text or "_", kind, located.absolute(span), located.absolute(name), detail, [])


def _after(text: bytes, name: Span, whole: Span) -> str:
    """The text of an item after its name, on one line."""
    return " ".join(decode(text[name.end : whole.end]).split()).strip(" :=;")
