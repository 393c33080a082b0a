"""Names and types in quotes, and keywords where a function has its name."""

from __future__ import annotations

import re

from wit_lsp.recovery.lexer import wit_lexer
from wit_lsp.recovery.productions.cursor import Cursor, Productions, instead
from wit_lsp.recovery.productions.members import FUNCTIONS, KINDS
from wit_lsp.recovery.productions.wrong_types import is_type_here
from wit_lsp.recovery.recogniser import wit_recogniser
from wit_lsp.syntax.problem import SyntaxProblem

_QUOTED = re.compile(r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"', re.ASCII)
_HEADS = (*KINDS, "resource", "interface", "world", "type")


def _quoted(at: Cursor) -> SyntaxProblem | None:
    """`enum e { "a" }`, `record r { "a": t }`, `world "w" { … }` and `-> "string"`."""
    word = _QUOTED.fullmatch(at[0].text)
    if word is None:
        return None
    is_reserved = word[1] in wit_lexer().reserved
    if _is_name(at):
        return instead(
            at, "expected-name", "a name has no quotes", f"{'%' * is_reserved}{word[1]}", "Remove the quotes"
        )
    is_whole = not is_reserved or wit_recogniser().at("prim").expects(word[1])
    if is_whole and is_type_here(at) and at[1].text in (";", ",", ")", "}", ">"):
        return instead(at, "expected-type", "a type has no quotes", word[1], "Remove the quotes")
    return None


def _is_name(at: Cursor) -> bool:
    before, after = at[-1].text, at[1].text
    if at.block in KINDS and before in ("{", ","):
        return after == ":" if at.block == "record" else after in (",", "}", "(")
    if before in _HEADS:
        return after in ("{", "=", ";")
    return after == ":" and (at.starts or (before in ("(", ",") and at.in_params))


def _function(at: Cursor) -> SyntaxProblem | None:
    """`type: func();` for `%type: func();`."""
    if at[1].text != ":" or at[2].text not in FUNCTIONS or not at.starts or at.block not in ("interface", "resource"):
        return None
    return instead(at, "keyword-as-name", f"`{at[0].text}` is a keyword", f"%{at[0].text}")


PRODUCTIONS: Productions = {
    '"': (_quoted,),
    **dict.fromkeys((*KINDS, "resource", "interface", "type", "use"), (_function,)),
}
