"""textDocument/documentSymbol: what a file declares, for outlines and breadcrumbs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types as lsp

from wit_lsp.features import View, feature
from wit_lsp.text import Span, decode

if TYPE_CHECKING:
    from wit_lsp.ir.files import LocatedSegment
    from wit_lsp.ir.items import Item, Member

Kind = lsp.SymbolKind

_TYPE_KINDS = {
    "type": (Kind.TypeParameter, Kind.Null),
    "record": (Kind.Struct, Kind.Field),
    "variant": (Kind.Enum, Kind.EnumMember),
    "enum": (Kind.Enum, Kind.EnumMember),
    "flags": (Kind.Enum, Kind.EnumMember),
}

# Clients that do not say which kinds they know, know the first 18.
_FIRST_KINDS = range(Kind.File.value, Kind.Array.value + 1)
_OLDER = {Kind.Struct: Kind.Class, Kind.EnumMember: Kind.Constant, Kind.TypeParameter: Kind.Class}


class Symbol(NamedTuple):
    """A name that is declared, with spans in the part. `detail` is what a short line says after the name."""

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
    """Nested as in the text where the client takes that, else one after the other."""
    found = [
        (place, symbol)
        for place in view.file.places
        for item in place.part.items
        for symbol in _symbols(item, place.text)
    ]
    if view.client.get("text_document.document_symbol.hierarchical_document_symbol_support"):
        return [_nested(view, place, symbol) for place, symbol in found]
    return [info for place, symbol in found for info in _flat(view, place, symbol, None)]


def _nested(view: View, place: LocatedSegment, symbol: Symbol) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        symbol.name,
        _kind(view, symbol.kind),
        view.range(place.absolute(symbol.span)),
        view.range(place.absolute(symbol.name_span)),
        symbol.detail or None,
        children=[_nested(view, place, child) for child in symbol.children] or None,
    )


def _flat(view: View, place: LocatedSegment, symbol: Symbol, container: str | None) -> Iterator[lsp.SymbolInformation]:
    location = lsp.Location(view.uri, view.range(place.absolute(symbol.span)))
    yield lsp.SymbolInformation(location, symbol.name, _kind(view, symbol.kind), container_name=container)
    for child in symbol.children:
        yield from _flat(view, place, child, symbol.name)


def _kind(view: View, kind: lsp.SymbolKind) -> lsp.SymbolKind:
    known = view.client.get("text_document.document_symbol.symbol_kind.value_set") or _FIRST_KINDS
    return kind if kind in known else _OLDER.get(kind, kind)


def _symbols(item: Item, text: bytes) -> Iterator[Symbol]:
    """The symbol of an item. None for what declares nothing, and for a name that is not there yet."""
    from wit_lsp.ir.items import Extern, Func, Interface, Package, Resource, TypeDef, World

    def symbol(kind: lsp.SymbolKind, name: str, at: Span, detail: str = "", children: Any = ()) -> Iterator[Symbol]:
        if name:
            yield Symbol(name, kind, item.span, at, detail, list(children))

    def inner(items: Any) -> list[Symbol]:
        return [found for each in items for found in _symbols(each, text)]

    if isinstance(item, Package):
        yield from symbol(Kind.Package, str(item.id), item.id_span, "", inner(item.items))
    elif isinstance(item, Interface):
        yield from symbol(Kind.Interface, *item.name, "interface", inner(item.items))
    elif isinstance(item, World):
        yield from symbol(Kind.Module, *item.name, "world", inner(item.items))
    elif isinstance(item, Resource):
        yield from symbol(Kind.Class, *item.name, "resource", inner(item.items))
    elif isinstance(item, TypeDef):
        kind, member = _TYPE_KINDS[item.kind]
        detail = _after(text, item.name.span, item.span) if item.kind == "type" else item.kind
        yield from symbol(kind, *item.name, detail, (_member(each, member, text) for each in item.members))
    elif isinstance(item, Func):
        method = Kind.Constructor if item.signature.form == "constructor" else Kind.Method
        kind = method if isinstance(item.owner, Resource) else Kind.Function
        yield from symbol(kind, *item.name, _after(text, item.name.span, item.span))
    elif isinstance(item, Extern):
        name, at = (item.name or item.path) and _head(item), (item.name or item.path or item).span
        kind = Kind.Function if isinstance(item.item, Func) else Kind.Interface
        children = inner(item.item.items) if isinstance(item.item, Interface) else []
        yield from symbol(kind, name or "", at, item.direction, children)


def _head(extern: Any) -> str:
    return extern.name.text if extern.name is not None else str(extern.path)


def _member(member: Member, kind: lsp.SymbolKind, text: bytes) -> Symbol:
    return Symbol(
        member.name.text or "_", kind, member.span, member.name.span, _after(text, member.name.span, member.span), []
    )


def _after(text: bytes, name: Span, whole: Span) -> str:
    """What an item says after its name, on one line."""
    return " ".join(decode(text[name.end : whole.end]).split()).strip(" :=;")
