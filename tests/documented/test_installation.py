"""The ways to install wit-lsp, the jobs in CI and the hooks of pre-commit work as their pages show them.

These tests install packages, so they only run if `WIT_LSP_INSTALLS` is set, as `make installs` does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.documented.pages import ROOT, Shell, blocks, section

pytestmark = pytest.mark.skipif(
    not os.environ.get("WIT_LSP_INSTALLS"),
    reason="installs packages: only with WIT_LSP_INSTALLS set, as `make installs` does",
)


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with `pipx`, `uv` and `pre-commit`."""
    folder = tmp_path_factory.mktemp("tools")
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", "pipx", "uv", "pre-commit"], check=True)
    return folder / "bin"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture
def shell(tmp_path: Path, tools: Path) -> Shell:
    shell = Shell(tmp_path, [tools])
    # The tools run with their own Python; what they install runs with the one that runs the tests.
    (tmp_path / ".local" / "bin").mkdir(parents=True)
    (tmp_path / ".local" / "bin" / "python3").symlink_to(sys.executable)
    return shell


@pytest.mark.parametrize("title", ["With pipx", "With uv", "With pip, in a virtual environment"])
def test_installed_program_runs(shell: Shell, wheel: Path, title: str) -> None:
    [variable] = blocks(section("install.md", ""), "sh")
    commands = "".join(blocks(section("install.md", title), "sh"))
    run = shell.run(
        f"set -e\n{variable.replace('/path/to/wit-lsp', str(wheel))}{commands}"
        "PATH=$PWD/.venv/bin:$PATH wit-lsp check --fail-on never"
    )
    assert run.returncode == 0, run.stderr
    assert "missing-separator" in run.stdout


def test_checkout_can_be_installed(shell: Shell) -> None:
    run = shell.run(
        "set -e; python3 -m venv .venv; .venv/bin/pip install --quiet $WIT_LSP; .venv/bin/wit-lsp --version",
        WIT_LSP=str(ROOT),
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("wit-lsp ")


def job(title: str) -> str:
    """The commands of the job that a section shows."""
    text = section("ci.md", title)
    if scripts := blocks(text, "sh"):
        return scripts[0]
    workflow, _ = blocks(text, "yaml")
    return "python3 -m venv .venv; PATH=$PWD/.venv/bin:$PATH; set -e\n" + "\n".join(
        re.findall(r"- run: (.*)", workflow)
    )


@pytest.mark.parametrize("title", ["GitHub Actions", "Any other CI"])
def test_job_fails_until_the_package_is_clean(shell: Shell, wheel: Path, title: str) -> None:
    failed = shell.run(job(title), WIT_LSP=str(wheel))
    assert failed.returncode == 1, failed.stderr
    assert "missing-separator" in failed.stdout
    shell.file.write_text("package example:shop@1.0.0;\n")
    passed = shell.run(job(title), WIT_LSP=str(wheel))
    assert passed.returncode == 0, passed.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit: the files of this one, changed or not."""
    folder = tmp_path / "repository"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    git(folder)
    return folder


def git(folder: Path) -> None:
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "all"]):
        who = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *command], cwd=folder, check=True)


def test_hooks_fix_and_then_report(shell: Shell, repository: Path) -> None:
    shown, _ = blocks(section("ci.md", "pre-commit"), "yaml")
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=repository, capture_output=True, text=True).stdout
    config = shown.replace("https://example.com/wit-lsp", repository.as_uri()).replace("v0.1.0", revision.strip())
    (shell.project / ".pre-commit-config.yaml").write_text(config)
    vendored = shell.project / "wit" / "deps" / "broken.wit"
    vendored.parent.mkdir()
    vendored.write_text("package other:broken@1.0.0;\ninterface i { f: func() }\n")
    git(shell.project)

    run = shell.run("pre-commit run --all-files")
    assert run.returncode == 1, run.stderr
    assert "files were modified by this hook" in run.stdout
    assert shell.file.read_text().count(";") == 2
    assert "missing-deadline" in run.stdout
    assert "func() }" in vendored.read_text()

    shell.file.write_text("package example:shop@1.0.0;\n")
    git(shell.project)
    run = shell.run("pre-commit run --all-files")
    assert run.returncode == 0, run.stdout
