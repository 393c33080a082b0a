"""textDocument/codeAction and codeAction/resolve: the fixes of diagnostics, and comments that suppress rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp

from wit_lsp.features import Client, Outdated, SettingsView, View, feature
from wit_lsp.features._fix_all import EVERYTHING, FIX_ALL, PARTS, Whole
from wit_lsp.features.diagnostics import shown
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.configuration.editing import Edited
    from wit_lsp.engine.diagnostics import Diagnostic
    from wit_lsp.fixes.reading import Reading, Workspace

QUICK_FIX = lsp.CodeActionKind.QuickFix


class Offer(NamedTuple):
    """A code action for one diagnostic: its fix at index `fix`, or if None another way to be rid of it.

    `make` gives its change, and None if there is none. It raises MissingTarget if the subject of the fix no longer
    exists.
    """

    diagnostic: Diagnostic
    fix: int | None
    title: str
    make: Callable[[Workspace | Reading], WorkspaceChange | None]


def _options(client: Client) -> object:
    """None for a client that supports only commands and no code action literals: there are no commands."""
    if client.get("text_document.code_action.code_action_literal_support") is None:
        return None
    kinds: list[lsp.CodeActionKind | str] = [QUICK_FIX, FIX_ALL, *(part.kind for part in PARTS)]
    return lsp.CodeActionOptions(kinds, resolve_provider=_resolves(client) or None)


def _resolves(client: Client) -> bool:
    """Whether a client resolves the edit of an action when it is chosen, and sends the data of the action back."""
    properties = client.get("text_document.code_action.resolve_support.properties") or ()
    return "edit" in properties and bool(client.get("text_document.code_action.data_support"))


def _of_settings(view: SettingsView, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """The fixes of what is wrong with a `wit-lsp.toml`."""
    from wit_lsp.configuration.diagnostics import diagnostics

    if not _wanted(QUICK_FIX.value, params.context.only):
        return []
    actions = []
    for diagnostic in diagnostics(view.file):
        for fix in diagnostic.fixes if diagnostic.span.touches(view.span(params.range)) else ():
            edits = [lsp.TextEdit(view.range(edit.span), edit.text) for edit in fix.arguments]
            edit = lsp.WorkspaceEdit(changes={view.uri: edits})
            if view.client.get("workspace.workspace_edit.document_changes"):
                identifier = lsp.OptionalVersionedTextDocumentIdentifier(view.uri, view.version)
                edit = lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(identifier, list(edits))])
            actions.append(lsp.CodeAction(fix.title, QUICK_FIX, [shown(view, diagnostic)], edit=edit))
    return actions


@feature(lsp.TEXT_DOCUMENT_CODE_ACTION, options=_options, of_settings=_of_settings)
def code_action(view: View, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """The actions of all diagnostics that touch the range, whether or not the client sent these diagnostics.

    The action that fixes a whole file is offered if the client asks for its kind, as it does on save and in a menu of
    source actions. The actions for the syntax alone are offered if the client asks for them by name, and at an error if
    the file has several that the action fixes.
    """
    from wit_lsp.fixes.reading import Reading

    only, resolves = params.context.only, _resolves(view.client)
    named = set(map(_name, only or ()))
    wholes = [part for part in PARTS if part.kind in named]
    if only is not None and not wholes and _wanted(FIX_ALL, only):
        wholes = [EVERYTHING]
    actions = [_whole(view, whole, whole.kind, resolves) for whole in wholes if whole.count(view)]
    if not _wanted(QUICK_FIX.value, only):
        return actions
    offers = list(_offers(view, view.span(params.range)))
    reading = Reading(view.engine)
    fixes = [_action(view, offer, reading, resolves) for offer in offers if offer.fix is not None]
    parts = [
        _whole(view, part, QUICK_FIX, resolves)
        for part in PARTS
        if any(part.fixes(offer.diagnostic) for offer in offers) and part.count(view) > 1
    ]
    others = [_action(view, offer, reading, resolves) for offer in offers if offer.fix is None]
    return [action for action in (*fixes, *parts, *others, *actions) if action is not None]


@feature(
    lsp.CODE_ACTION_RESOLVE,
    options=lambda client: True if _options(client) is not None and _resolves(client) else None,
    document=lambda action: action.data.get("uri") if isinstance(action.data, dict) else None,
    otherwise=lambda action: action,
)
def resolve(view: View, action: lsp.CodeAction) -> lsp.CodeAction:
    """The action with its edit, or unchanged if its data is not ours. Raises Outdated if the text has changed."""
    outdated = Outdated(f"`{action.title}` was offered for another text")
    match action.data:  # some clients leave out the keys whose value is null
        case {"kind": kind, **data} if (whole := _kinds().get(kind)) is not None:
            if data.get("version") != view.version:
                raise outdated
            action.edit = _edit_of(view, whole)
        case {"code": str(code), "start": int(start), "end": int(end), **data}:
            offered = (Span(start, end), code, data.get("fix"), action.title)
            for offer in _offers(view, Span(start, end)) if data.get("version") == view.version else ():
                if (offer.diagnostic.span, offer.diagnostic.code, offer.fix, offer.title) == offered:
                    action.edit = _edit(view, _change(view, offer, view.engine) or WorkspaceChange({}))
                    return action
            raise outdated
    return action


def _wanted(kind: str, only: Any) -> bool:
    """Whether a client that asks for the kinds in `only` asks for `kind`; kinds are a hierarchy of dotted names."""
    return only is None or any(f"{kind}.".startswith(f"{_name(each)}.") or not _name(each) for each in only)


def _name(kind: lsp.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, lsp.CodeActionKind) else kind


def _offers(view: View, span: Span) -> Iterator[Offer]:
    from wit_lsp.features import _settings
    from wit_lsp.features._suppress import suppress

    for diagnostic in view.diagnostics.touching(span):
        for number, fix in enumerate(diagnostic.fixes):
            yield Offer(diagnostic, number, fix.title, partial(diagnostic.change, fix))
        if diagnostic.is_rule and (comment := suppress(view.document, diagnostic)) is not None:
            comments = WorkspaceChange({diagnostic.path: [comment]})
            yield Offer(diagnostic, None, f"Ignore `{diagnostic.code}` here", partial(_given, comments))
        for title, edit in _settings.ways(view, diagnostic):
            yield Offer(diagnostic, None, title, partial(_set, view, edit))


def _given(change: WorkspaceChange, documents: object) -> WorkspaceChange:
    return change


def _set(view: View, edit: Edited, documents: object) -> WorkspaceChange | None:
    from wit_lsp.features import _settings

    return _settings.change(view, edit)


def _change(view: View, offer: Offer, documents: Workspace | Reading) -> WorkspaceChange | None:
    """The change of an offer; None if its subject no longer exists, or if the client cannot apply the change."""
    from wit_lsp.fixes.readable import MissingTarget

    try:
        change = offer.make(documents)
    except MissingTarget:
        return None
    if change is None:
        return None
    known = _operations(view.client)
    wanted = {"create": change.creates, "rename": change.moves, "delete": change.deletes}
    return change if all(kind in known for kind, any_ in wanted.items() if any_) else None


def _operations(client: Client) -> Collection[str]:
    """What a client can do with files beside editing them."""
    return client.get("workspace.workspace_edit.resource_operations") or ()


def _can_do_all(client: Client) -> bool:
    """Whether a client can apply any change, so that none has to be made to see that."""
    return all(kind in _operations(client) for kind in ("create", "rename", "delete"))


def _action(view: View, offer: Offer, reading: Reading, resolves: bool) -> lsp.CodeAction | None:
    diagnostic = offer.diagnostic
    action = lsp.CodeAction(offer.title, QUICK_FIX, [shown(view, diagnostic)])
    is_preferred = offer.fix is not None and diagnostic.fixes[offer.fix] is diagnostic.preferred
    if is_preferred and view.client.get("text_document.code_action.is_preferred_support"):
        action.is_preferred = True
    if resolves and not _can_do_all(view.client) and _change(view, offer, reading) is None:
        return None
    if resolves:
        action.data = {
            "uri": view.uri,
            "version": view.version,
            "code": diagnostic.code,
            "start": diagnostic.span.start,
            "end": diagnostic.span.end,
            "fix": offer.fix,
        }
        return action
    change = _change(view, offer, reading)
    if change is None:
        return None
    action.edit = _edit(view, change)
    return action


def _whole(view: View, whole: Whole, kind: lsp.CodeActionKind | str, resolves: bool) -> lsp.CodeAction:
    action = lsp.CodeAction(whole.title, kind)
    if resolves:
        action.data = {"uri": view.uri, "version": view.version, "kind": whole.kind}
    else:
        action.edit = _edit_of(view, whole)
    return action


def _edit_of(view: View, whole: Whole) -> lsp.WorkspaceEdit:
    return _edit(view, WorkspaceChange({view.document.path: whole.edits(view)}))


def _kinds() -> dict[str, Whole]:
    return {whole.kind: whole for whole in (EVERYTHING, *PARTS)}


def _edit(view: View, change: WorkspaceChange) -> lsp.WorkspaceEdit:
    edits = {
        path: [lsp.TextEdit(view.range(edit.span, source), edit.text) for edit in dict.fromkeys(these)]
        for path, these in change.edits.items()
        if (source := view.source(path)) is not None
    }
    if not (view.client.get("workspace.workspace_edit.document_changes") or change.has_file_operations):
        return lsp.WorkspaceEdit(changes={view.uri_of(path): these for path, these in edits.items()})
    steps: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = [
        lsp.TextDocumentEdit(view.identifier(path), these) for path, these in edits.items()
    ]
    nothing = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    for path, text in change.creates:
        uri = view.uri_of(path)
        steps.append(lsp.CreateFile(uri))
        identifier = lsp.OptionalVersionedTextDocumentIdentifier(uri, None)
        steps.append(lsp.TextDocumentEdit(identifier, [lsp.TextEdit(nothing, text)]))
    steps += (lsp.RenameFile(view.uri_of(path), view.uri_of(to)) for path, to in change.moves)
    steps += (lsp.DeleteFile(view.uri_of(path)) for path in change.deletes)
    return lsp.WorkspaceEdit(document_changes=steps)
