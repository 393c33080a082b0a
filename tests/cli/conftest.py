from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def wit_lsp(tmp_path: Path) -> Run:
    """Runs `wit-lsp` with arguments, as a user would, in a folder of the test."""

    def run(*arguments: str, input: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "wit_lsp", *arguments],
            cwd=tmp_path,
            input=input,
            capture_output=True,
            env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2]), "SYSTEMROOT": "C:\\Windows", **environment},
            timeout=60,
        )

    return run


@pytest.fixture
def lay(tmp_path: Path) -> Callable[[dict[str, str | bytes]], None]:
    """Writes files into that folder."""

    def write(files: dict[str, str | bytes]) -> None:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write
