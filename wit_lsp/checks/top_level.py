"""Names at top level: no two interfaces or worlds of a package may have the same one, nor two things in a file.

After Component Model, WIT.md, "Package declaration" and "Item: `use`", and wasm-tools 1.263. Here, case and hyphens do
count. A name that a `use` gives counts in its own file, or in the block of its nested package, alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.members import clash_message
from wit_lsp.fixes.editor import Editor
from wit_lsp.fixes.free import free_among, names_for_type
from wit_lsp.ir.facts import TopUseFacts
from wit_lsp.ir.items import uniqueness_key
from wit_lsp.ir.names import BodyNames, keys_of
from wit_lsp.problem import Anchor, Applicability, Fix, Problem, Related
from wit_lsp.semantics.api import Semantics
from wit_lsp.tuples import NamedTuple
from wit_lsp.validation.names import is_name


class _Named(NamedTuple):
    """What has a name: an `interface`, a `world` or a `use`."""

    name: str
    kind: str
    at: Anchor


@check(BodyNames)
def names_at_top_level(body: BodyNames, sem: Semantics) -> Iterator[LanguageError]:
    if body.kind not in ("file", "package"):
        return
    home = sem.home(None, sem.place_here)
    taken = frozenset(uniqueness_key(name) for item in body.items for name in item.names)
    known: dict[str, _Named] = {}
    for key, item in zip(keys_of(body.items), body.items, strict=True):
        for name in item.names if not item.is_broken else ():
            named = _Named(name, item.kind, sem.here.child(key))
            here = known.setdefault(name, named)
            elsewhere = sem.layout.declared_before(name, home) if home is not None and item.kind != "use" else None
            first = here if elsewhere is None else _Named(name, *elsewhere)
            if first is not named and is_name(name):
                fixes = tuple(_fixes(named, here, taken, sem)) if here is not named else ()
                verb = "given" if first.kind == "use" else "declared"
                related = (Related(first.at, f"`{name}` is {verb} here"),)
                yield LanguageError("dup-item", Problem(named.at, _message(named, first), fixes, related))


def _message(later: _Named, first: _Named) -> str:
    name, kind = later.name, first.kind
    if kind == "use":
        return f"two `use`s give the name `{name}`" if later.kind == "use" else f"a `use` gives the name `{name}` too"
    if first.at.file != later.at.file:
        article = "an" if kind == "interface" else "a"
        return f"the package has {article} {kind} `{name}` already, in `{os.path.basename(first.at.file)}`"
    return (
        clash_message(kind, name, name) if later.kind == kind else f"`{name}` clashes with the {kind} of the same name"
    )


def _fixes(later: _Named, first: _Named, taken: frozenset[str], sem: Semantics) -> Iterator[Fix]:
    """Of a `use` that clashes with something in its file."""
    uses = [(named, facts) for named in (later, first) if isinstance(facts := sem.item_at(named.at), TopUseFacts)]
    if not uses:
        return
    named, use = uses[0]
    is_needless = len(uses) == 1 and use == TopUseFacts(None, named.name, named.name)
    if is_needless or (len(uses) == 2 and use == uses[1][1]):
        yield Fix("Remove this `use`", Applicability.SAFE, Editor.remove_item, on=named.at)
    elif use.package is not None:
        local = free_among(taken, names_for_type(use.package, use.interface, use.interface))
        yield Fix(f"Call it `{local}` here", Applicability.MANUAL, Editor.rename_top_use, (local,), named.at)
