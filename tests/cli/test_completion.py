"""`wit-lsp completion`: the shells themselves run the scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wit_lsp.cli.commands.completion import SHELLS

# Each prints what the shell offers for the last word of its argument. The script lies in the working folder.
DRIVERS = {
    "bash": r"""
source ./_wit-lsp
complete -p wit-lsp > /dev/null || exit
read -ra COMP_WORDS <<< "$1"
[[ $1 == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_shtab_wit_lsp 2> /dev/null
printf '%s\n' "${COMPREPLY[@]}"
""",
    "zsh": r"""
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PROMPT=; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D
compadd() { local -a found; builtin compadd -O found "$@"; print -rl -- $found >> offered; builtin compadd "$@" }
offer() { zle list-choices; exit }
zle -N offer; bindkey "^I" offer'
zpty -w -n shell "$1"$'\t'
while zpty -r shell text; do :; done
cat offered
""",
    "fish": r"""
source ./_wit-lsp
complete -C "$argv[1]"
""",
}
COMMANDS = {
    "bash": ["bash", "--norc", "-c", DRIVERS["bash"], "bash"],
    "zsh": ["zsh", "-f", "-c", DRIVERS["zsh"], "zsh"],
    "fish": ["fish", "--no-config", "-c", DRIVERS["fish"]],
}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", {"check", "completion", "config-schema", "explain", "fix", "rules"}),
        ("check --format ", {"text", "concise", "github", "json", "sarif"}),
        ("check --fail-on w", {"warning"}),
        ("check --unsa", set()),
        ("fix --quiet --unsa", {"--unsafe-fixes"}),
        ("check --ignore unb", {"unbounded-bytes"}),
        ("explain missing-p", {"missing-package", "missing-package-header", "missing-package-version"}),
        ("completion z", {"zsh"}),
        ("check one", {"one-file.wit"}),
    ],
)
@pytest.mark.parametrize("shell", SHELLS)
def test_shell_offers(wit_lsp: Run, tmp_path: Path, shell: str, line: str, expected: set[str]) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = wit_lsp("completion", shell)
    assert (script.returncode, script.stderr) == (0, b"")
    (tmp_path / "_wit-lsp").write_bytes(script.stdout)
    (tmp_path / "one-file.wit").touch()
    environment = {**os.environ, "HOME": str(tmp_path), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    run = subprocess.run(
        [*COMMANDS[shell], f"wit-lsp {line}"], cwd=tmp_path, env=environment, capture_output=True, timeout=60
    )
    offered = {each.partition("\t")[0].strip() for each in run.stdout.decode().splitlines()} - {""}
    assert offered == expected


def test_unknown_shell_is_reported(wit_lsp: Run) -> None:
    run = wit_lsp("completion", "csh")
    assert run.returncode == 2
    assert b"'bash', 'zsh', 'fish'" in run.stderr
