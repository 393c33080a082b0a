"""The editor through which fixes change a workspace: in terms of WIT, in any file, as one change."""

from __future__ import annotations

from codecs import BOM_UTF8

from wit_lsp.db import Database
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.fixes.error_shape import error_shape
from wit_lsp.fixes.free import free_name, names_for_type, written
from wit_lsp.fixes.lists import (
    append_to_list,
    first_statement,
    laid_out,
    moved_before,
    replace_whole,
    statement_after,
    without_entry,
    without_statement,
)
from wit_lsp.fixes.readable import MissingTarget, Readable, indent_of
from wit_lsp.fixes.reading import Reading
from wit_lsp.fixes.renaming import renamed
from wit_lsp.ir.anchors import find
from wit_lsp.ir.comments import documentation
from wit_lsp.ir.document import Document, LocatedItem
from wit_lsp.ir.items import (
    Block,
    Extern,
    Func,
    Interface,
    Item,
    Package,
    PackageId,
    Resource,
    TopUse,
    TypeDef,
    Use,
    World,
    names_in,
)
from wit_lsp.ir.occurrences import LocatedOccurrence, occurrence_in
from wit_lsp.ir.outline import children, parent
from wit_lsp.problem import Anchor
from wit_lsp.syntax import ast, kinds
from wit_lsp.text import Edit, Span, decode, insertion, merged, past_blanks
from wit_lsp.validation.names import escaped

Target = Anchor | LocatedItem
"""An item: by its anchor, or as an editor gave it."""


class Editor:
    """Collects the edits of one fix. Raises MissingTarget where an item or file is gone."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._edits: dict[str, list[Edit]] = {}
        self._creates: list[tuple[str, str]] = []
        self._moves: list[tuple[str, str]] = []
        self._deletes: list[str] = []

    def change(self) -> WorkspaceChange:
        """What was edited so far."""
        edits = {path: merged(dict.fromkeys(edits)) for path, edits in self._edits.items()}
        return WorkspaceChange(edits, tuple(self._creates), tuple(self._moves), tuple(self._deletes))

    # Files

    def create(self, path: str, text: str) -> None:
        self._creates.append((path, text))

    def copy(self, path: str, to: str) -> None:
        """A new file with the present text of another one, which must be UTF-8."""
        try:
            self.create(to, self.document(path).text.decode())
        except UnicodeDecodeError:
            raise MissingTarget(path) from None

    def move(self, path: str, to: str) -> None:
        self._moves.append((path, to))

    def delete(self, path: str) -> None:
        self._deletes.append(path)

    def edit(self, path: str, edits: list[Edit]) -> None:
        """Edits of a file as it is, for what is no item."""
        self._edits.setdefault(path, []).extend(edits)

    @property
    def db(self) -> Database:
        """What is known of all files, as they are before the edits."""
        return self._reading.db

    def add_header(self, target: Anchor, id: str) -> None:
        """The header of a package as the first thing in a file, above the comments with which it begins."""
        document = self.document(target.file)
        start, line_end = len(BOM_UTF8) if document.text.startswith(BOM_UTF8) else 0, document.newline
        is_empty = not document.text[start:].strip()
        self.edit(document.path, [insertion(start, f"package {id};{line_end}{'' if is_empty else line_end}")])

    # Items

    def package(self, target: Target) -> tuple[LocatedItem, Package]:
        """A header, or a nested package."""
        item = self._locate(target)
        assert isinstance(item.item, Package), "only a package has a header"
        return item, item.item

    def replace_part(self, target: Target, part: str, text: str) -> None:
        """`text` for a part of an item: its `name`, its `path`, or the `id` of a package."""
        item = self._locate(target)
        self.replace(item, _part(item.item, part), text)

    def add_getter(self, target: Target) -> None:
        """A getter after a setter that takes one value: with its name, its attributes and the type of that value."""
        item = self._locate(target)
        func = item.item.item if isinstance(item.item, Extern) else item.item
        assert isinstance(func, Func), "only a function is a setter"
        readable, ((_, type),) = self._readable_of(item), func.signature.params

        def text(span: Span) -> str:
            return decode(readable.text[slice(*readable.span(item, span))])

        attributes = "".join(f"{text(each.span)} " for each in item.item.attributes)
        direction = f"{item.item.direction} " if isinstance(item.item, Extern) else ""
        get = f"{'static ' if func.is_static else ''}get() -> {text(type.span.shifted(func.start))}"
        getter = f"{attributes}{direction}{text(func.name.span)}: {get};"
        self._add(item, readable, [statement_after(readable, readable.node(item), getter)])

    def add_label(self, target: Target) -> None:
        """A name of its own, which nothing in the world has, for an import or export of a path."""
        item = self._locate(target)
        assert isinstance(item.item, Extern) and item.item.path is not None, "what has no path needs no label"
        readable, path = self._readable_of(item), item.item.path
        around = parent(item)
        taken = names_in(each.item for each in children(around)) if around is not None else ()
        label = free_name(taken, [f"second-{path.name}"])
        self._add(item, readable, [insertion(readable.offset(item, path.span.start), f"{label}: ")])

    def append_parameter(self, target: Target, text: str) -> None:
        """`text` as the last parameter of a function."""
        item, func = self._function(target)
        readable = self._readable_of(item)
        at = readable.span(item, func.signature.params_span.shifted(func.start))
        self._add(item, readable, append_to_list(readable, readable.node_at(at, kinds.PARAMS), text))

    def remove_result(self, target: Target) -> None:
        """Take out the result of a function, with its arrow."""
        item, func = self._function(target)
        assert func.signature.result is not None
        readable = self._readable_of(item)
        start = readable.span(item, func.signature.params_span.shifted(func.start)).end
        end = readable.span(item, func.signature.result.span.shifted(func.start)).end
        self._add(item, readable, [Edit(Span(start, end), "")])

    def remove_attribute(self, target: Target, number: int) -> None:
        """Take out an attribute of an item, that of this number, and the blanks after it."""
        item = self._locate(target)
        readable = self._readable_of(item)
        start, end = readable.span(item, item.item.attributes[number].span)
        self._add(item, readable, [Edit(Span(start, past_blanks(readable.text, end)), "")])

    def gate(self, target: Target, feature: str) -> None:
        """Put an item behind a feature, and what in it would stay otherwise: types, `use`s, functions of resources.

        A `@since` gives way. What is behind a feature already is left as it is.
        """
        items = [self._locate(target)]
        while items:
            item = items.pop()
            if isinstance(item.item, Block):
                kinds = Func if isinstance(item.item, Resource) else (TypeDef, Resource, Use)
                items += (inner for inner in children(item) if isinstance(inner.item, kinds))
            if not _features(item.item):
                self._put_behind(item, feature)

    def gate_around(self, target: Target, feature: str) -> None:
        """As `gate`, of the interface or world in which an item stands."""
        self.gate(_body_around(self._locate(target)), feature)

    def _put_behind(self, item: LocatedItem, feature: str) -> None:
        readable = self._readable_of(item)
        text = f"@unstable(feature = {escaped(feature)})"
        since = next((each for each in item.item.attributes if each.name == "since"), None)
        if since is not None:
            self._add(item, readable, [Edit(readable.span(item, since.span), text)])
            return
        at = readable.offset(item, item.item.span.start)
        indent = indent_of(readable.text, at)
        gap = " " if indent is None else readable.newline + indent
        self._add(item, readable, [insertion(at, text + gap)])

    def move_before(self, target: Target, spans: tuple[Span, ...]) -> None:
        """Comments within an item, by their places in its segment, to the lines above it."""
        item = self._locate(target)
        readable = self._readable_of(item)
        places = [readable.span(item, span) for span in spans]
        self._add(item, readable, moved_before(readable, readable.offset(item, item.item.span.start), places))

    def move_comments_below(self, target: Target) -> None:
        """The comments that document an item to the lines below it."""
        item = self._locate(target)
        document, comments = item.located.document, documentation(item)
        text, line_end, end = document.text, document.newline, item.span.end
        start, stop = comments[0].span.start, comments[-1].span.end
        moved = decode(text[start:stop]).rstrip()
        rest = text[end : text.find(b"\n", end)] if b"\n" in text[end:] else text[end:]
        if not rest.strip() or rest.lstrip().startswith(b"//"):  # what is on its line stays there
            below = insertion(end + len(rest.rstrip()), f"{line_end}{line_end}{moved}")
        else:
            below = insertion(end, f"{line_end}{line_end}{moved}{line_end}")
        self.edit(document.path, [Edit(Span(start, past_blanks(text, stop)), ""), below])

    def remove_item(self, target: Target) -> None:
        """Take out an item that a `;` or `}` ends, with the comments right above it."""
        item = self._locate(target)
        readable = self._readable_of(item, whole=item.body is not None)
        self._add(item, readable, [without_statement(readable, readable.node(item))])

    def remove_used(self, target: Target, number: int) -> None:
        """Take out the name of this number of a `use`, and the `use` itself where it has no other."""
        item, use = self._use(target)
        if len(use.names) == 1:
            self.remove_item(item)
            return
        readable = self._readable_of(item)
        self._add(item, readable, without_entry(readable, readable.node(item), number))

    def rename_used(self, target: Target, number: int, local: str) -> None:
        """Another name for what the name of this number of a `use` brings in; where it is used nothing changes."""
        item, use = self._use(target)
        readable, (name, alias) = self._readable_of(item), use.names[number]
        end = readable.offset(item, name.span.end)
        edit = Edit(readable.span(item, alias.span), local) if alias is not None else insertion(end, f" as {local}")
        self._add(item, readable, [edit])

    def rename_top_use(self, target: Target, local: str) -> None:
        """Another name that a `use` at top level gives; where that is used nothing changes."""
        item = self._locate(target)
        assert isinstance(item.item, TopUse), "another `use` has several names"
        (_, end), alias = item.item.path.span, item.item.alias
        if alias is None:
            self.replace(item, Span(end, end), f" as {local}")
        else:
            self.replace(item, alias.span, local)

    def rename(self, target: Target, span: Span, new: str) -> None:
        """Another name, without `%`, for what a name in an item means; that of a package is `namespace:name`.

        All files follow. Raises MissingTarget where it is taken, or where a dependency would have to follow.
        """
        item = self._locate(target)
        named = occurrence_in(item.item, span)
        places = self._reading.renamed_with(LocatedOccurrence(item.located, named)) if named is not None else ()
        edits = list(renamed(places, new))
        if not edits:
            raise MissingTarget(f"nothing to rename to {new}")
        for path, edit in edits:
            self.edit(path, [edit])

    def replace(self, target: Target, span: Span, text: str) -> None:
        """`text` for a stretch of an item, by its place in its segment."""
        item = self._locate(target)
        readable = self._readable_of(item)
        self._add(item, readable, [Edit(readable.span(item, span), text)])

    def replace_type(self, target: Target, number: int, text: str) -> None:
        """`text` for a list or a name in the result of a function, that of this number in the order of the text."""
        item, func = self._function(target)
        assert func.signature.result is not None
        readable = self._readable_of(item)
        at = readable.span(item, _type_span(func, number))
        kind = kinds.TYPE_NAME if func.signature.result.inside[number].name else kinds.LIST
        self._add(item, readable, replace_whole(readable.node_at(at, kind), text))

    def bring_in(
        self, target: Target, package: PackageId | None, interface: str, name: str, *, at_any_version: bool = False
    ) -> str:
        """How an item can refer to the type `name` of an interface, as it is written; edits the enclosing body.

        The interface is one of `package`; of the item's own package if that is None. With `at_any_version` a `use` of
        another version of it will do.

        Nothing changes where the body has the type already; else the name is added to the first `use` of that
        interface that no gate can shut, or a `use` of its own is written. A taken name gets an alias.
        """
        item = self._locate(target)
        body, features = _body_around(item), frozenset(_features(item.item))
        key = (body, package, interface, name, features, at_any_version)
        found = self._reading.brought_in.get(key)
        if found is None:
            found = self._reading.brought_in[key] = self._brought_in(*key)
        local, edits = found
        if edits:
            self.edit(body.located.document.path, edits)
        return escaped(local)

    def _brought_in(
        self,
        body: LocatedItem,
        package: PackageId | None,
        interface: str,
        name: str,
        features: frozenset[str],
        at_any_version: bool,
    ) -> tuple[str, list[Edit]]:
        """The name in a body, and the edits of its file, for an item that has these features."""
        inside = list(children(body))
        uses = [each for each in inside if isinstance(each.item, Use) and not each.item.broken]
        same = [each for each in uses if _leads_to(each, package, interface, at_any_version)]
        for each in same:
            assert isinstance(each.item, Use)
            local = next((used.local.text for used in each.item.names if used.name.text == name), None)
            if local is not None and _features(each.item) <= features:
                return local, []
        taken = names_in(each.item for each in inside)
        local = free_name(taken, [name, *names_for_type(package, interface, name)])
        entry = escaped(name) if local == name else f"{escaped(name)} as {escaped(local)}"
        readable = self._readable_of(body, whole=True)
        for each in same:
            if not _features(each.item):
                return local, readable.edits(append_to_list(readable, readable.node(each), entry))
        text = f"use {written(package, interface)}.{{{entry}}};"
        if uses:
            edit = statement_after(readable, readable.node(uses[-1]), text)
        else:
            braces = ast.body_of(readable.node(body))
            assert braces is not None
            edit = first_statement(readable, braces, text)
        return local, readable.edits([edit])

    def declare_error(self, target: Target, name: str, shared: Anchor | None = None) -> None:
        """An error type in the house's shape, in the interface in which an item stands.

        Or in a `shared` one of the same package, from which the item's interface or world then brings it in. Where that
        is not there, it is written after the item at top level, or in the nested package, in which the item stands.
        """
        item = self._locate(target)
        if shared is None:
            self._declare_error(_body_around(item), name)
            return
        interface = shared.path[-1]
        body = find(self.document(shared.file), shared)
        if body is None:
            outer = _outermost_in_package(item)
            readable = self._readable_of(outer, whole=True)
            text = f"\ninterface {interface} {{\n{laid_out(error_shape(name, ()), '  ', chr(10))}\n}}"
            edit = statement_after(readable, readable.node(outer), text)
            self.edit(outer.located.document.path, readable.edits([edit]))
        elif name not in names_in(each.item for each in children(body)):
            self._declare_error(body, name)
        self.bring_in(item, None, interface, name)

    def _declare_error(self, body: LocatedItem, name: str) -> None:
        """After the `use`s of a body."""
        inside = list(children(body))
        readable, text = self._readable_of(body, whole=True), error_shape(name, names_in(each.item for each in inside))
        uses = [each for each in inside if isinstance(each.item, Use) and not each.item.broken]
        braces = ast.body_of(readable.node(body))
        assert braces is not None
        if uses:
            node = readable.node(uses[-1])
            _, _, following = readable.text[node.end_byte :].partition(b"\n")
            is_close = following.partition(b"\n")[0].strip() not in (b"", b"}")
            edit = statement_after(readable, node, f"\n{text}\n" if is_close else f"\n{text}")
        else:
            edit = first_statement(readable, braces, text)
        self.edit(body.located.document.path, readable.edits([edit]))

    def _locate(self, target: Target) -> LocatedItem:
        if isinstance(target, LocatedItem):
            return target
        found = find(self.document(target.file), target)
        if found is None:
            raise MissingTarget(" in ".join([*reversed(target.path), target.file]))
        return found

    def _function(self, target: Target) -> tuple[LocatedItem, Func]:
        item = self._locate(target)
        assert isinstance(item.item, Func), "only a function has parameters and a result"
        return item, item.item

    def _use(self, target: Target) -> tuple[LocatedItem, Use]:
        item = self._locate(target)
        assert isinstance(item.item, Use), "only a `use` brings names in"
        return item, item.item

    def document(self, path: str) -> Document:
        document = self._reading.document(path)
        if document is None:
            raise MissingTarget(path)
        return document

    def _readable_of(self, item: LocatedItem, *, whole: bool = False) -> Readable:
        """The segment of an item, or with `whole` the group that it is in."""
        document, number = item.located
        first, end = number, number + 1
        if whole:
            first, group = document.group_of(number)
            end = first + len(group.segments)
        key = (document.path, first, end)
        if key not in self._reading.readable:
            self._reading.readable[key] = Readable(document, first, end)
        return self._reading.readable[key]

    def _add(self, item: LocatedItem, readable: Readable, edits: list[Edit]) -> None:
        self.edit(item.located.document.path, readable.edits(edits))


def _leads_to(use: LocatedItem, package: PackageId | None, interface: str, at_any_version: bool) -> bool:
    """Whether the path of a `use` names an interface of `package`, be it through a top-level `use`.

    Without a package, it is one of the same.
    """
    assert isinstance(use.item, Use)
    named, name = use.item.path.package, use.item.path.name
    if named is None:
        named, name = _bound_at_top(use, name)
    if named is not None and package is not None and at_any_version:
        named, package = named.unversioned, package.unversioned
    return (named, name) == (package, interface)


def _bound_at_top(item: LocatedItem, name: str) -> tuple[PackageId | None, str]:
    """What a name alone means in a path of an item: see `facts.Facts.target`."""
    around = parent(item)
    while around is not None:
        if isinstance(around.item, Package):
            uses = (each.item for each in children(around))
            found = (use.path for use in uses if isinstance(use, TopUse) and use.local == name)
            return next(((path.package, path.name) for path in found), (None, name))
        around = parent(around)
    return item.located.document.facts.target(name)


def _part(item: Item, part: str) -> Span:
    if isinstance(item, Package):
        return item.id_span
    named = getattr(item, part)
    assert named is not None, f"the item has no {part}"
    span: Span = named.span
    return span


def _type_span(func: Func, number: int) -> Span:
    assert func.signature.result is not None
    return func.signature.result.inside[number].span.shifted(func.start)


def _body_around(item: LocatedItem) -> LocatedItem:
    """The interface or world in which an item stands. Raises MissingTarget."""
    around = parent(item)
    while around is not None and not isinstance(around.item, (Interface, World)):
        around = parent(around)
    if around is None:
        raise MissingTarget("the head of the body")  # it could not be read
    return around


def _outermost_in_package(item: LocatedItem) -> LocatedItem:
    """The item at top level, or in a nested package, in which another one stands."""
    while (around := parent(item)) is not None and not isinstance(around.item, Package):
        item = around
    return item


def _features(item: Item) -> set[str]:
    """Those without which the reference drops the item, and then rejects what refers to it."""
    return {attribute.value for attribute in item.attributes if attribute.name == "unstable"}
