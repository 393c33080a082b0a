"""Real files with a mistake put into them: what must hold of each, whatever the mistake."""

from __future__ import annotations

import random

import pytest

from tests.conformance import corpora
from tests.recovery.members import body, broken, in_stretch, in_whole
from wit_lsp.ir.document import Document

FILES = 60


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


def test_mistake_in_a_member_is_the_same_in_the_whole_and_in_a_stretch() -> None:
    chance = random.Random(1)
    count = 0
    for path in chance.sample(sorted(corpora.accepted_files()), FILES):
        for group in Document(str(path), path.read_bytes()).groups:
            if (members := body(group.text)) is not None:
                for case in broken(members, 2, 2, chance):
                    assert in_stretch(case) == in_whole(case), path
                    count += 1
    assert count > 200
