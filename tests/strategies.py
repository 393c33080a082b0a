"""WIT files, in any layout, that the reference toolchain accepts if their dependencies exist.

A file is drawn as tokens first, words and punctuation; then comments and whitespace of any kind are put between them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from hypothesis import strategies as st

COMMENTS = [
    *("// note\n", "/// doc of `f: func() -> result;`\n", "//\n", "// it's \"open\n", "// /* not open\n"),
    *("/* note */", "/** doc */", "/* /* nested */ */", "/* two\nlines */", "/* // */", "/* 😀\ninterface a {\n*/"),
]
BLANKS = ["\n", "\n\n", "  ", "\t", "\n    ", " \n"]
PRIMITIVES = ["u8", "u32", "u64", "s8", "f64", "bool", "char", "string"]
VERSION = "0.2.12"
STREAMS = ["input-stream", "output-stream"]
SINCE = ["@", "since", "(", "version", "=", "1.0.0", ")"]
EXTERNAL_ID = ["@", "external-id", "(", '"a/*{\\""', ")"]

NOISE = [
    *"{}()<>[];,:=@./%-*_?#'`\\\"\n\r ",
    *("->", "->(", "own ", "use ", "type ", "func", " world ", "1.0.0", "1.0.0-use", "+b", "1.0", "01.2.3", "9" * 30),
    *("struct ", "fn ", "self", "snake_case", "camelCase", "é", "😀", "\N{NO-BREAK SPACE}", "\ufeff", "\u202e"),
    *("\0", "\x1b", "\x7f", "\x85", '"\\n"', '"\\x"', '"\\u{1F600}"', '"\\u{d800}"', '"\\u{', '"\\', '"a\nb"'),
    *("// c\n", "/*", "*/", "@since(version = 1.0.0)", '@external-id("\\t\\u{0}")'),
]
"""What typos, other languages and other keyboards put into a file."""


class Token(NamedTuple):
    """A word or punctuation mark, and the whitespace that a tidy author writes after it."""

    text: str
    blank: str


def wit_files(newline: str = "\n") -> st.SearchStrategy[str]:
    """Texts of single files with a header."""
    return _files().map(lambda text: text.replace("\n", newline))


@st.composite
def near_wit(draw: st.DrawFn) -> str:
    """A file in which a few ranges are replaced by something else."""
    text = draw(wit_files())
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(st.sampled_from(NOISE)) + text[start + draw(st.integers(0, 6)) :]
    return text


@st.composite
def _files(draw: st.DrawFn) -> str:
    tokens = _Author(draw).file()
    wild = draw(st.sampled_from([0, 0, 2, 10]))  # how many of ten places between tokens may have anything
    return draw(st.sampled_from(["", "", "\ufeff", "\n", *COMMENTS])) + "".join(
        token.text + _between(draw, token, following, wild)
        for token, following in zip(tokens, [*tokens[1:], Token("", "")], strict=True)
    )


def _between(draw: st.DrawFn, token: Token, following: Token, wild: int) -> str:
    """The text after a token."""
    if wild == 0 or draw(st.integers(0, 9)) >= wild:
        return token.blank
    between = "".join(draw(st.lists(st.sampled_from(BLANKS + COMMENTS), max_size=3)))
    if token.text == "/" or (not between and _is_word(token.text[-1:]) and _is_word(following.text[:1])):
        return " " + between
    return between


def _is_word(character: str) -> bool:
    return character.isalnum() or character in ("%", "-", "_")


class _Author:
    """Writes tokens. Names are numbered, so that they are unique."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.tokens: list[Token] = []
        self.indent = 0
        self.number = 0

    def file(self) -> list[Token]:
        versioned = self.flip()
        self.words("package", " ").words("example").words(":").words("shop")
        if versioned:
            self.words("@").words("1.0.0")
        self.line(";", empty=True)
        interfaces = [self.new("i") for _ in range(self.draw(st.integers(0, 2)))]
        for name in interfaces:
            self.attribute(SINCE if versioned else [])
            self.words("interface", " ").words(name, " ")
            self.braced(self.interface)
        if self.flip():
            self.words("use", " ").path("io", "poll").words(" ").words("as", " ").words(self.new("p"))
            self.line(";", empty=True)
        for _ in range(self.draw(st.integers(0, 2))):
            self.attribute(SINCE if versioned else [])
            self.words("world", " ").words(self.new("w"), " ")
            self.braced(partial(self.world, interfaces))
        if self.flip():
            self.words("package", " ").words("example").words(":").words("nested", " ")
            self.braced(self.nested)
        return self.tokens

    def nested(self) -> None:
        for _ in range(self.draw(st.integers(0, 2))):
            self.words("interface", " ").words(self.new("n"), " ")
            self.braced(self.interface)

    def interface(self) -> None:
        known = self.uses()
        for _ in range(self.draw(st.integers(0, 3))):
            kind = self.draw(st.sampled_from(["type", "record", "enum", "resource", "func", "func", "func"]))
            if kind == "func":
                self.attribute(EXTERNAL_ID)
                self.words(self.new("go")).words(":", " ").function(known)
                self.line(";")
            else:
                known = [*known, self.type_definition(kind, known)]

    def world(self, interfaces: list[str]) -> None:
        known = self.uses()
        for name in interfaces:
            if self.flip():
                self.words(self.direction(), " ").words(name).line(";")
        if self.flip():
            self.words("import", " ").path("cli", "environment").line(";")
        for _ in range(self.draw(st.integers(0, 2))):
            self.words(self.direction(), " ").words(self.new("x")).words(":", " ")
            if self.flip():
                self.function(known)
                self.line(";")
            else:
                self.words("interface", " ").braced(self.interface)

    def direction(self) -> str:
        return self.draw(st.sampled_from(["import", "export"]))

    def uses(self) -> list[str]:
        """One `use` or none, and the local names that it imports."""
        names = self.draw(st.lists(st.sampled_from(STREAMS), unique=True))
        if not names and self.flip():
            return []
        local = [self.draw(st.sampled_from([name, self.new("al")])) for name in names]
        self.words("use", " ").path("io", "streams").words(".")
        self.comma_list("{", "}", [partial(self.used, *pair) for pair in zip(names, local, strict=True)])
        self.line(";")
        return local

    def used(self, name: str, local: str) -> None:
        self.words(name)
        if name != local:
            self.words(" ").words("as", " ").words(local)

    def type_definition(self, kind: str, known: list[str]) -> str:
        name = self.new("t")
        self.words(kind, " ").words(name)
        if kind == "type":
            self.words(" ").words("=", " ").type(known)
            self.line(";")
        elif kind == "resource":
            self.words(" ").braced(lambda: self.members(known))
        else:
            fields = [self.new("c") for _ in range(self.draw(st.integers(1, 3)))]
            self.words(" ").comma_list("{", "}", [partial(self.field, field, kind, known) for field in fields])
            self.line("")
        return name

    def members(self, known: list[str]) -> None:
        if self.flip():
            self.words("constructor").parameters(known)
            self.line(";")
        for _ in range(self.draw(st.integers(0, 2))):
            self.words(self.new("m")).words(":", " ")
            if self.flip():
                self.words("static", " ")
            self.function(known)
            self.line(";")

    def function(self, known: list[str]) -> None:
        if self.draw(st.integers(0, 5)) == 0:
            self.words("async", " ")
        self.words("func").parameters(known)
        if self.flip():
            self.words(" ").words("->", " ").type(known)

    def parameters(self, known: list[str]) -> None:
        names = [self.new("a") for _ in range(self.draw(st.integers(0, 3)))]
        self.comma_list("(", ")", [partial(self.field, name, "record", known) for name in names])

    def field(self, name: str, kind: str, known: list[str]) -> None:
        self.words(name)
        if kind == "record":
            self.words(":", " ").type(known, owned=False)

    def type(self, known: list[str], owned: bool = True, depth: int = 2) -> None:
        kinds = ["primitive", "bytes", "bytes", *(["known"] if known and owned else [])]
        if depth:
            kinds += ["option", "result", "tuple", "list"]
        kind = self.draw(st.sampled_from(kinds))
        if kind == "primitive":
            self.words(self.draw(st.sampled_from(PRIMITIVES)))
        elif kind == "known":
            self.words(self.draw(st.sampled_from(known)))
        elif kind == "bytes":
            self.words("list").words("<").words("u8").words(">")
        elif kind == "result" and self.flip():
            self.words("result").words("<").words("_").words(",", " ").type(known, owned, depth - 1)
            self.words(">")
        else:
            self.words(kind).words("<").type(known, owned, depth - 1)
            self.words(">")

    def path(self, package: str, interface: str) -> _Author:
        self.words("wasi").words(":").words(package).words("/").words(interface)
        return self.words("@").words(VERSION) if self.flip() else self

    def attribute(self, words: list[str]) -> None:
        if self.flip():
            for word in words:
                self.words(word)
            self.line("")

    def comma_list(self, opener: str, closer: str, entries: list[Callable[[], object]]) -> _Author:
        """Entries on one line or on a line each, with or without a trailing comma."""
        long = bool(entries) and self.flip()
        trailing = bool(entries) and self.flip()
        self.words(opener)
        self.indent += long
        for number, entry in enumerate(entries):
            if long:
                self.line("")
            entry()
            if trailing or number < len(entries) - 1:
                self.words(",", "" if long or number == len(entries) - 1 else " ")
        self.indent -= long
        if long:
            self.line("")
        return self.words(closer)

    def braced(self, body: Callable[[], object]) -> None:
        self.words("{")
        self.indent += 1
        self.line("")
        body()
        self.indent -= 1
        self.line("")
        self.line("}", empty=self.indent == 0)

    def line(self, mark: str, empty: bool = False) -> None:
        """End a line with `mark`."""
        if mark:
            self.words(mark)
        last = self.tokens[-1]
        self.tokens[-1] = Token(last.text, ("\n\n" if empty else "\n") + "  " * self.indent)

    def words(self, text: str, blank: str = "") -> _Author:
        """Add a token; a single space is added to the token before instead."""
        if text == " ":
            self.tokens[-1] = Token(self.tokens[-1].text, " ")
        else:
            self.tokens.append(Token(text, blank))
        return self

    def new(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def flip(self) -> bool:
        return self.draw(st.booleans())
