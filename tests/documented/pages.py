"""The code blocks of the documentation, and a shell in which they run."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

WIT = "package example:shop@1.0.0;\n\ninterface shop {\n  run: func(job: string) -> result<u32, string>\n}\n"
"""A package with an error that has a safe fix, and a warning."""


def section(page: str, title: str) -> str:
    """A section of a page, with those in it; up to the first section for an empty title."""
    text = (DOCS / page).read_text(encoding="utf-8")
    if not title:
        return text.partition("\n## ")[0]
    found = re.search(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"{page} has no section {title!r}"
    return found[1]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


class Shell:
    """A home and a project with WIT in it, where commands run as a user would type them."""

    def __init__(self, folder: Path, path: list[Path]) -> None:
        """`path` is what `PATH` has before the system's folders."""
        self.project = folder / "project"
        (self.project / "wit").mkdir(parents=True)
        self.file = self.project / "wit" / "shop.wit"
        self.file.write_text(WIT)
        inherited = {key: value for key, value in os.environ.items() if key.startswith(("PIP_", "UV_", "SSL_"))}
        places = [folder / ".local" / "bin", *path, Path("/usr/local/bin"), Path("/usr/bin"), Path("/bin")]
        self.environment = {
            **inherited,
            "HOME": str(folder),
            "PATH": os.pathsep.join(map(str, places)),
            "LANG": "C.UTF-8",
        }

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", script],
            cwd=self.project,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
        )
