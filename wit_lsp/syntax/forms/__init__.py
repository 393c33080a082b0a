"""Forms of WIT that are wrong and say what they mean: each recognised by name, with its mend, before any search."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from wit_lsp.syntax.forms.cursor import NAMES, Cursor, Form, Forms
from wit_lsp.syntax.mistakes import Mistake
from wit_lsp.syntax.tokens import Token
from wit_lsp.text import Taken


def _all_forms() -> Forms:
    """Those of all modules of this package that have some."""
    found: dict[str, tuple[Form, ...]] = {}
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        table: Forms = getattr(import_module(info.name), "FORMS", {})
        for text, forms in table.items():
            found[text] = (*found.get(text, ()), *forms)
    return found


ALL_FORMS = _all_forms()


# Tokens that all forms together look at: real texts need 8 for each of theirs in the median, 40 at most.
_READS, _READS_EACH = 1_000_000, 10
_MOST = 5_000


def known_forms(text: bytes, read: list[Token], forms: Forms = ALL_FORMS) -> list[Mistake]:
    """The wrong forms among the tokens of a text, in its order. The edits of each make what can be read."""
    at = Cursor(text, read)
    most = _READS + _READS_EACH * len(read)
    found: list[Mistake] = []
    taken = Taken()
    of_names = forms.get(NAMES, ())
    for index, token in enumerate(read):
        here = forms.get('"' if token.text[0] == '"' else token.text, ())
        if "name" in token.terminals:
            here = here + of_names if here else of_names
        if not here:
            continue
        at.move(index)
        for recognise in here:
            if (mistake := recognise(at)) is None:
                continue
            wanted = [edit.span for edit in mistake.edits]
            if taken.take(wanted):
                found.append(_careful(mistake, text))
                if len(wanted) < 2 or any(span.start < span.end for span in wanted):
                    break  # what only puts something around the place leaves it to the others
        if at.reads > most or len(found) >= _MOST:
            break
    return found


def _careful(mistake: Mistake, text: bytes) -> Mistake:
    """The mistake, whose fix is not safe where it takes a comment away."""
    gone = (text[edit.span.start : edit.span.end] for edit in mistake.edits)
    return mistake._replace(safe=False) if any(b"//" in each or b"/*" in each for each in gone) else mistake
