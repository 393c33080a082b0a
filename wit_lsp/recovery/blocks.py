"""Which block each token of a text stands in, as far as its braces say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from wit_lsp.syntax.lexer import Token

FILE = "(file)"

# The keyword of a block, and the rule of the grammar for what stands in it.
MEMBERS = {
    FILE: "top_item",
    "interface": "iface_item",
    "world": "world_item",
    "resource": "member",
}
# Words of other languages for what WIT has under another one.
FOREIGN = {
    **dict.fromkeys(("struct", "message"), "record"),
    **dict.fromkeys(("typedef", "typealias"), "type"),
    **dict.fromkeys(("trait", "service", "module", "mod", "namespace"), "interface"),
    **dict.fromkeys(("class", "impl"), "resource"),
    "exception": "variant",
}

# What else begins the head of a block; a word of the second row gives way to one that follows it.
_HEADS = {*MEMBERS, "package", "record", "variant", "enum", "flags", "union", "use", "include", "type"}
_PASSING = {"", "func", "constructor", "import", "export", "type"}
_WORDS = _HEADS | _PASSING | FOREIGN.keys()


class Blocks:
    """The blocks of a text, by the numbers of its tokens.

    `opens`: the keyword of the block that a `{` opens, "" where none names it; of all around, which -1 opens, `FILE`.
    `closer`: its `}`. If the braces do not pair up, no block is known, and the keyword around every token is "".
    """

    __slots__ = ("_openers", "_starts", "closer", "opens")

    def __init__(self, tokens: list[Token]) -> None:
        self.opens = {-1: FILE}
        self.closer: dict[int, int] = {}
        self._starts = [0]  # where another block is the innermost one, and that block
        self._openers = [-1]
        braces = [number for number, token in enumerate(tokens) if token.text in ("{", "}")]
        if not pair_up(tokens[number] for number in braces):
            self.opens = {-1: ""}
            return
        around = [-1]
        before = -1
        for number in braces:
            if tokens[number].text == "{":
                keyword = _keyword(tokens, before + 1, number)
                if keyword == "interface" == self.opens[around[-1]]:
                    if tokens[number - 2].text != keyword:
                        keyword = "resource"  # what has methods in an interface
                    elif tokens[around[-1] - 2].text in FOREIGN:
                        self.opens[around[-1]] = "package"  # a `namespace`
                self.opens[number] = keyword
                around.append(number)
            else:
                self.closer[around.pop()] = number
            self._starts.append(number + (tokens[number].text == "{"))
            self._openers.append(around[-1])
            before = number

    def around(self, number: int) -> str:
        """The keyword of the block around a token, `FILE` where none is. A brace stands outside of its block."""
        return self.opens[self.opener(number)]

    def opener(self, number: int) -> int:
        """The `{` of the block around a token; -1 where none is."""
        return self._openers[bisect_right(self._starts, number) - 1]


def pair_up(tokens: Iterable[Token]) -> bool:
    """Whether each brace has the one that it belongs to."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth < 0:
            return False
    return depth == 0


def _keyword(tokens: list[Token], start: int, opener: int) -> str:
    """The keyword of what a `{` belongs to, of the tokens from the brace before it on."""
    first = opener
    while first > start and tokens[first - 1].text != ";":
        first -= 1
    head = ""
    for number in range(first, opener):
        token = tokens[number]
        if token.text in MEMBERS or (token.text in _WORDS and (head in _PASSING or token.first)):
            if token.text not in FOREIGN:
                head = token.text
            elif head == "type" or "name" in tokens[number + 1].terminals:  # else it may be a name itself
                head = FOREIGN[token.text]
    return head
