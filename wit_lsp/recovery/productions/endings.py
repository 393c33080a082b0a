"""What other languages say behind the parameters or the result of a function."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import Cursor, Productions
from wit_lsp.recovery.productions.written import written
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, insertion

_FAILING = ("throws", "raises", "throw")
_IDLE = ("const", "noexcept", "nothrow", "override", "final", "pure", "view", "volatile")

# None of them is a result.
WORDS = (*_FAILING, *_IDLE)


def ends(at: Cursor, step: int) -> bool:
    """Whether a statement ends before the token there."""
    return at[step].first or at[step].text in (";", "}", "{", "")


def _fails(at: Cursor) -> SyntaxProblem | None:
    """`f: func() -> u8 throws e` for `f: func() -> result<u8, e>`."""
    if not _is_behind_function(at):
        return None
    opener = at[1].text == "("
    error = None if ends(at, 1) else written(at, 1 + opener)
    last = 0 if error is None else error.last + opener
    if not ends(at, last + 1) or (opener and at[last].text != ")"):
        return None
    behind = f", {error.text}>" if error else ">"
    gone = Span(at[-1].end, at[last].end)
    if at[-1].text == ")":
        new = f"-> result<_{behind}" if error else "-> result"
        edits = [Edit(gone, f" {new}")]
    else:
        first = at.type_start(-1)
        new = f"-> result<{at.words(first, -1)}{behind}"
        edits = [insertion(at[first].start, "result<"), Edit(gone, behind)]
    message = f"a function that may fail is written with `{new}`"
    return SyntaxProblem(at.span(0, last), "expected-token", message, None, f"Write `{new}`", tuple(edits))


def _is_idle(at: Cursor) -> SyntaxProblem | None:
    """`f: func() const;` for `f: func();`."""
    if not _is_behind_function(at) or not ends(at, 1):
        return None
    message, edit = f"`{at[0].text}` has no place in WIT", Edit(Span(at[-1].end, at[0].end), "")
    return SyntaxProblem(at.span(0, 0), "expected-token", message, None, f"Remove `{at[0].text}`", (edit,))


def _is_behind_function(at: Cursor) -> bool:
    if at[0].first:
        return False
    return at.closes_params(-1) if at[-1].text == ")" else at[at.type_start(-1) - 1].text == "->"


PRODUCTIONS: Productions = {**dict.fromkeys(_FAILING, (_fails,)), **dict.fromkeys(_IDLE, (_is_idle,))}
