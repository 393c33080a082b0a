"""Which block each token of a text stands in, as far as its braces tell."""

from __future__ import annotations

from typing import NamedTuple

from wit_lsp.recovery.lexer import Token

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
    **dict.fromkeys(("trait", "service", "module", "namespace"), "interface"),
    "class": "resource",
}

# What else begins the head of a block; a word of the second row gives way to one that follows it.
_HEADS = {*MEMBERS, "package", "record", "variant", "enum", "flags", "union", "use", "include", "type"}
_PASSING = {"", "func", "constructor", "import", "export"}
_WORDS = _HEADS | _PASSING | FOREIGN.keys()


class Blocks(NamedTuple):
    """By the number of a token: the keyword of the block `around` it, `FILE` where none is; of the one it `opens`.

    A block that no keyword tells, and each where the braces do not pair up, is "".
    """

    around: list[str]
    opens: dict[int, str]


def pair_up(tokens: list[Token]) -> bool:
    """Whether each brace has the one that it belongs to."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth < 0:
            return False
    return depth == 0


def blocks(tokens: list[Token]) -> Blocks:
    if not pair_up(tokens):
        return Blocks([""] * len(tokens), {})
    found = Blocks([], {})
    stack, head = [FILE], ""
    for number, token in enumerate(tokens):
        if token.text == "}":
            stack.pop()
        found.around.append(stack[-1])
        if token.text == "{":
            found.opens[number] = head
            stack.append(head)
        if token.text in ("{", "}", ";"):
            head = ""
        elif token.text in MEMBERS or (token.text in _WORDS and (head in _PASSING or token.first)):
            if token.text not in FOREIGN:
                head = token.text
            elif number + 1 < len(tokens) and "name" in tokens[number + 1].terminals:  # else it may be a name itself
                head = FOREIGN[token.text]
    return found
