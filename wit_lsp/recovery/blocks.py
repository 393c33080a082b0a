"""Which block each token of a text stands in, as far as its braces say."""

from __future__ import annotations

from collections.abc import Iterable

from wit_lsp.syntax.lexer import Token
from wit_lsp.syntax.problem import Code

FILE = "(file)"

# The keyword of a block, and the rule of the grammar for what stands in it.
MEMBERS = {
    FILE: "top_item",
    "interface": "iface_item",
    "world": "world_item",
    "resource": "member",
}
# What is reported where something else stands in it.
CODES: dict[str, Code] = {
    FILE: "expected-top-item",
    "interface": "expected-interface-item",
    "world": "expected-world-item",
    "resource": "expected-member",
}
# Words of other languages for what WIT has under another one.
FOREIGN = {
    **dict.fromkeys(("struct", "message"), "record"),
    **dict.fromkeys(("typedef", "typealias", "newtype", "alias", "using"), "type"),
    **dict.fromkeys(("trait", "service", "module", "mod", "namespace"), "interface"),
    **dict.fromkeys(("class", "impl"), "resource"),
    **dict.fromkeys(("exception", "oneof"), "variant"),
}

# What else begins the head of a block; a word of the second row gives way to one that follows it.
_HEADS = {*MEMBERS, "package", "record", "variant", "enum", "flags", "union", "use", "include", "type"}
_PASSING = {"", "func", "constructor", "import", "export", "type"}
_WORDS = _HEADS | _PASSING | FOREIGN.keys()


class Blocks:
    """The blocks of a text, by the numbers of its tokens.

    `opens`: the keyword of the block that a `{` opens, "" where none names it; of all around, which -1 opens, `FILE`.
    `openers`: the `{` of the block around each token, -1 where none is; `closer`: the `}` of each `{`. If the braces do
    not pair up, no block is known, and the keyword around every token is "".
    """

    __slots__ = ("closer", "openers", "opens")

    def __init__(self, tokens: list[Token]) -> None:
        self.closer: dict[int, int] = {}
        self.openers = [-1] * len(tokens)
        self.opens = {-1: FILE if pair_up(tokens) else ""}
        around = [-1]
        for number, token in enumerate(tokens if self.opens[-1] else ()):
            if token.text == "}":
                self.closer[around.pop()] = number
            self.openers[number] = around[-1]
            if token.text == "{":
                self.opens[number] = self._kind(tokens, number)
                around.append(number)

    def _kind(self, tokens: list[Token], opener: int) -> str:
        """The keyword of a block, as it is read where it stands."""
        keyword = _keyword(tokens, opener)
        is_inner = keyword == "interface" == self.opens[self.openers[opener]]  # what has methods in an interface
        return "resource" if is_inner and tokens[opener - 2].text != "interface" else keyword

    def around(self, number: int) -> str:
        """The keyword of the block around a token, `FILE` where none is. A brace stands outside of its block."""
        return self.opens[self.openers[number]]


def pair_up(tokens: Iterable[Token]) -> bool:
    """Whether each brace has the one that it belongs to."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth < 0:
            return False
    return depth == 0


def _keyword(tokens: list[Token], opener: int) -> str:
    """The keyword of what a `{` belongs to."""
    first = opener
    while first and tokens[first - 1].text not in (";", "{", "}"):
        first -= 1
    head = ""
    for number in range(first, opener):
        token = tokens[number]
        if number == opener - 1 and head not in _PASSING:
            break  # its name
        if token.text in MEMBERS or (token.text in _WORDS and (head in _PASSING or token.first)):
            if token.text not in FOREIGN:
                head = token.text
            elif head == "type" or "name" in tokens[number + 1].terminals:  # else it may be a name itself
                head = FOREIGN[token.text]
    return head
