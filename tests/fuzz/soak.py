"""`python -m tests.fuzz.soak SEED EDITS`: types into twenty documents of one session, as somebody does for days.

A word is put in or a few letters are taken out at a drawn place, and mostly put back by the next message; what stays
wrong piles up until the document is closed and another opened, a file of the corpora each time. After each tenth of the
edits the memory and the median and the worst edit of that tenth are printed.

The exit code is 1 if memory grew by more than ALLOWED_MIB in the second half, or after the first tenth by more than
that and what recovery may remember, or if the median of the last tenth is more than twice that of the first.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from statistics import median
from typing import NamedTuple

from lsprotocol import types as lsp

from tests.bench._processes import resident
from tests.conformance import corpora
from tests.fuzz.texts import WORDS, files
from tests.server.editor import Editor
from wit_lsp.syntax.recogniser import MAX_KEPT_BYTES

DOCUMENTS = 20
EDITS = 20_000
ALLOWED_MIB = 10
MAX_BYTES = 20_000
"""Bytes of a document when it is opened."""

_WORDS = [word for word in WORDS.split() if word.isascii()]


class Change(NamedTuple):
    start: int
    end: int
    new: str


class Typed:
    """A document as its client knows it. Its text is ASCII, so that places are the same in all encodings."""

    def __init__(self, editor: Editor, uri: str, text: str) -> None:
        self.editor, self.uri, self.text, self.version = editor, uri, text, 1
        self.back: Change | None = None
        editor.open(uri, text)
        editor.idle()

    def edit(self, chance: random.Random) -> None:
        """Take the last change back, mostly, or make one."""
        if self.back is not None and chance.random() < 0.95:
            change, self.back = self.back, None
            self._send(change)
            return
        start = chance.randrange(len(self.text) + 1)
        if chance.random() < 0.5:
            change = Change(start, start, chance.choice(WORDS))
        else:
            change = Change(start, min(len(self.text), start + chance.randint(1, 8)), "")
        self.back = Change(start, start + len(change.new), self.text[start : change.end])
        self._send(change)

    def _send(self, change: Change) -> None:
        start, end, new = change
        places = lsp.Range(self._position(start), self._position(end))
        self.version += 1
        identifier = lsp.VersionedTextDocumentIdentifier(self.version, self.uri)
        event = lsp.TextDocumentContentChangePartial(places, new)
        self.editor.session.did_change(lsp.DidChangeTextDocumentParams(identifier, [event]))
        self.text = self.text[:start] + new + self.text[end:]
        self.editor.idle()

    def _position(self, at: int) -> lsp.Position:
        return lsp.Position(self.text.count("\n", 0, at), at - self.text.rfind("\n", 0, at) - 1)


def main(seed: int, edits: int) -> int:
    chance = random.Random(seed)
    real = [text.decode() for text in files() if text.isascii() and b"\r" not in text and 500 < len(text) < MAX_BYTES]
    editor = Editor()
    documents = [Typed(editor, f"untitled:{number}", chance.choice(real)) for number in range(DOCUMENTS)]
    gc.freeze()
    memory: list[float] = []
    medians: list[float] = []
    print(f"{'edits':>8}{'MiB':>8}{'median ms':>11}{'worst ms':>10}")
    for part in range(10):
        times = []
        for _ in range(edits // 10):
            number = chance.randrange(DOCUMENTS)
            if chance.random() < 0.005:
                editor.session.did_close(documents[number].uri)
                documents[number] = Typed(editor, documents[number].uri, chance.choice(real))
            started = time.process_time()
            documents[number].edit(chance)
            times.append((time.process_time() - started) * 1000)
            editor.published.clear()
        gc.collect()
        memory.append(resident())
        medians.append(median(times))
        print(f"{(part + 1) * (edits // 10):8,}{memory[-1]:8.1f}{medians[-1]:11.2f}{max(times):10.1f}", flush=True)
    grown, late = max(memory) - memory[0], max(memory[5:]) - memory[4]
    most = ALLOWED_MIB + MAX_KEPT_BYTES / 2**20
    print(f"memory grew by {grown:.1f} MiB after the first tenth, of which {most:.0f} are allowed")
    print(f"and by {late:.1f} MiB in the second half, of which {ALLOWED_MIB} are allowed")
    return 1 if grown > most or late > ALLOWED_MIB or medians[-1] > 2 * medians[0] else 0


if __name__ == "__main__":
    if corpora.FOLDER is None:
        sys.exit(corpora.MISSING)
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*given, *(1, EDITS)[len(given) :]))
