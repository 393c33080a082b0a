"""Neovim with the plugin in editors/neovim and no other plugins."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pynvim
import pytest

from tests.e2e.editors import CASES, ROOT, RULES, Case, Sandbox, check_recorded, ended, program, until

VERSIONS = ["0.11", "0.12"]
PLUGIN = ROOT / "editors" / "neovim"

# The code and the text of each diagnostic. Neovim counts columns in bytes.
DIAGNOSTICS = """
return vim.tbl_map(function(each)
  local text = vim.api.nvim_buf_get_text(0, each.lnum, each.col, each.end_lnum, each.end_col, {})
  return { each.code, table.concat(text, '\\n') }
end, vim.diagnostic.get(0))
"""
APPLY = """
local code, title = ...
local found = vim.tbl_filter(function(each) return each.code == code end, vim.diagnostic.get(0))[1]
vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
vim.lsp.buf.code_action({
  apply = true,
  context = { only = { 'quickfix' }, diagnostics = { found.user_data.lsp } },
  filter = function(action) return action.title == title end,
})
"""
# When an answer arrives, all earlier messages of the server have arrived too.
ROUND_TRIP = """
local params = { textDocument = vim.lsp.util.make_text_document_params(0) }
return vim.lsp.buf_request_sync(0, 'textDocument/documentSymbol', params, 20000) ~= nil
"""
CAPTURES = """
local at = vim.api.nvim_buf_get_lines(0, 0, -1, false)
for row, line in ipairs(at) do
  local column = line:find(..., 1, true)
  if column then
    vim.treesitter.get_parser(0):parse(true)
    return vim.tbl_map(function(each) return each.lang .. ':' .. each.capture end,
      vim.treesitter.get_captures_at_pos(0, row - 1, column - 1))
  end
end
"""


class Neovim:
    def __init__(self, sandbox: Sandbox, version: str, *arguments: str, plugin: Path = PLUGIN) -> None:
        self.sandbox = sandbox
        command = [program(f"nvim-{version}"), "--embed", "--headless", "--clean", "-n", *arguments]
        command += ["--cmd", f"set rtp^={plugin}"]
        with pytest.MonkeyPatch.context() as patch:
            for key in [key for key in os.environ if key.startswith("XDG_")]:
                patch.delenv(key)
            for key, value in sandbox.environment.items():
                patch.setenv(key, value)
            self.nvim: Any = pynvim.attach("child", argv=command)
        self.lua("vim.notify = function(text) vim.g.notified = (vim.g.notified or '') .. text .. '\\n' end")
        self.nvim.command(f"edit {sandbox.file}")

    def lua(self, code: str, *arguments: object) -> Any:
        return self.nvim.exec_lua(code, *arguments)

    def diagnostics(self) -> list[tuple[str, str]]:
        return sorted((code, text) for code, text in self.lua(DIAGNOSTICS))

    def shows(self, diagnostics: list[tuple[str, str]]) -> None:
        """Wait for exactly these diagnostics, and check that none follow after another answer of the server."""
        expected = sorted(diagnostics)
        until(lambda: self.diagnostics() == expected, self.diagnostics)
        assert self.lua(ROUND_TRIP)
        assert self.diagnostics() == expected

    def apply(self, code: str, title: str) -> None:
        before = self.diagnostics()
        self.lua(APPLY, code, title)
        until(lambda: len(self.diagnostics()) < len(before), self.text)
        assert sorted(code for code, _ in before) == sorted([code, *(code for code, _ in self.diagnostics())])

    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.nvim.current.buffer[:])

    def close(self) -> None:
        with suppress(OSError, EOFError):  # it does not answer this command
            self.nvim.command("qall!")
        self.nvim.close()


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def neovim(tmp_path: Path, version: str) -> Iterator[Neovim]:
    started = Neovim(Sandbox(tmp_path, CASES["plain"]), version)
    yield started
    started.close()
    until(lambda: all(ended(pid) for pid in started.sandbox.servers()), started.sandbox.servers)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_diagnostics_appear_and_fixes_resolve_them(tmp_path: Path, version: str, case: Case) -> None:
    sandbox = Sandbox(tmp_path, case)
    neovim = Neovim(sandbox, version)
    neovim.shows(case.diagnostics)
    assert neovim.lua("return vim.lsp.get_clients({ bufnr = 0 })[1].offset_encoding") == "utf-8"
    for code, title in case.fixes:
        neovim.apply(code, title)
    assert neovim.text() == case.fixed
    neovim.nvim.command("undo")
    neovim.shows([each for each in case.diagnostics if each[0] == case.fixes[-1][0]])
    neovim.nvim.command("redo")
    neovim.shows([])
    neovim.nvim.command("write")
    neovim.shows([])
    assert sandbox.text() == case.fixed
    neovim.close()
    until(lambda: all(ended(pid) for pid in sandbox.servers()), sandbox.servers)
    assert len(sandbox.servers()) == 1


def test_rule_is_suppressed_in_a_new_file(neovim: Neovim) -> None:
    """The rule that the scenario does not have, in a buffer without a file."""
    neovim.nvim.command(f"edit {neovim.sandbox.file.with_name('new.wit')}")
    neovim.nvim.current.buffer[:] = ["package org:new;"]
    neovim.shows([("missing-package-version", "org:new")])
    neovim.lua(APPLY, "missing-package-version", "Ignore `missing-package-version` here")
    neovim.shows([])


def test_version_of_a_header_is_named_in_three_other_files_one_of_them_unsaved(tmp_path: Path, version: str) -> None:
    case = Case("orders.wit", "package org:shop;\n", [("missing-package-version", "org:shop")], [], "")
    sandbox = Sandbox(tmp_path, case)
    reference = "world w { import org:shop/carts; }"
    office = sandbox.workspace / "office" / "office.wit"
    others = {
        sandbox.file.with_name("carts.wit"): "package org:shop;\ninterface carts {}\n",
        sandbox.workspace / "till" / "till.wit": f"package org:till@1.0.0;\n{reference}\n",
        office: "package org:office@1.0.0;\n",
    }
    for path, text in others.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    neovim = Neovim(sandbox, version)
    neovim.nvim.command(f"edit {office}")
    neovim.nvim.current.buffer.append(reference)
    neovim.shows([("unfetched-package", "org:shop")])  # so the packages of the workspace are known
    neovim.nvim.command(f"buffer {sandbox.file}")
    neovim.apply("missing-package-version", "Give `org:shop` the version 0.1.0")
    assert neovim.text() == "package org:shop@0.1.0;\n"
    assert office.read_text(encoding="utf-8") == others[office]
    neovim.nvim.command("wall")
    assert sandbox.text() == "package org:shop@0.1.0;\n"
    assert [each.read_text(encoding="utf-8") for each in others] == [
        "package org:shop@0.1.0;\ninterface carts {}\n",
        "package org:till@1.0.0;\nworld w { import org:shop/carts@0.1.0; }\n",
        "package org:office@1.0.0;\nworld w { import org:shop/carts@0.1.0; }\n",
    ]
    neovim.close()


def test_server_that_dies_is_restarted_with_the_current_text(neovim: Neovim) -> None:
    sandbox, case = neovim.sandbox, neovim.sandbox.case
    neovim.shows(case.diagnostics)
    neovim.nvim.current.buffer[0] = "package org:http-client;"
    unsaved = [("missing-package-version", "org:http-client"), *case.diagnostics]
    neovim.shows(unsaved)
    os.kill(sandbox.servers()[0], signal.SIGKILL)
    until(lambda: len(sandbox.servers()) == 2, sandbox.servers)
    neovim.shows(unsaved)
    neovim.nvim.current.buffer[0] = "package org:http-client@1.0.0;"
    neovim.shows(case.diagnostics)
    for code, title in case.fixes:
        neovim.apply(code, title)
    assert neovim.text() == case.fixed


def test_server_that_dies_repeatedly_is_not_restarted(neovim: Neovim) -> None:
    sandbox = neovim.sandbox
    limit = neovim.lua("return require('wit_lsp.restart').limit")
    for number in range(1, limit + 2):
        until(lambda number=number: len(sandbox.servers()) == number, sandbox.servers)  # type: ignore[misc]
        neovim.shows(sandbox.case.diagnostics)
        os.kill(sandbox.servers()[-1], signal.SIGKILL)
    until(lambda: "ended again (signal 9)" in (neovim.nvim.vars.get("notified") or ""), neovim.diagnostics)
    assert len(sandbox.servers()) == limit + 1
    neovim.lua("vim.lsp.enable('wit_lsp')")
    neovim.shows(sandbox.case.diagnostics)


def test_server_that_is_stopped_stays_stopped(neovim: Neovim) -> None:
    neovim.shows(neovim.sandbox.case.diagnostics)
    neovim.lua("vim.lsp.enable('wit_lsp', false)")
    until(lambda: ended(neovim.sandbox.servers()[0]), neovim.sandbox.servers)
    until(lambda: neovim.diagnostics() == [], neovim.diagnostics)
    assert len(neovim.sandbox.servers()) == 1
    assert not neovim.nvim.vars.get("notified")


def test_server_ends_with_the_editor(neovim: Neovim) -> None:
    neovim.shows(neovim.sandbox.case.diagnostics)
    os.kill(neovim.lua("return vim.fn.getpid()"), signal.SIGKILL)
    until(lambda: ended(neovim.sandbox.servers()[0]), neovim.sandbox.servers)


def test_colours_folds_and_indents(neovim: Neovim) -> None:
    assert neovim.lua(CAPTURES, "interface") == ["wit_lsp:keyword.type"]
    assert neovim.lua(CAPTURES, "monotonic-clock") == ["wit_lsp:module"]
    assert neovim.lua(CAPTURES, "list<string>") == ["wit_lsp:type.builtin"]
    queries = sorted(path.stem for path in (PLUGIN / "queries" / "wit_lsp").glob("*.scm"))
    for name in queries:
        assert neovim.lua("return vim.treesitter.query.get('wit_lsp', ...) ~= nil", name), name
    neovim.lua("vim.wo.foldmethod, vim.wo.foldexpr = 'expr', 'v:lua.vim.treesitter.foldexpr()'")
    lines = neovim.text().splitlines()
    until(lambda: neovim.nvim.funcs.foldlevel(lines.index("world client {") + 1) == 1, neovim.text)
    assert neovim.nvim.funcs.foldlevel(lines.index("    request: func(") + 1) == 3

    neovim.nvim.current.buffer[:] = ["world a {"]
    neovim.nvim.input("Goexport b: interface {<CR>c: func(<CR>d: u8,<CR>);<CR>}<CR>}<Esc>")
    expected = ["world a {", "  export b: interface {", "    c: func(", "      d: u8,", "    );", "  }", "}"]
    until(lambda: neovim.nvim.current.buffer[:] == expected, neovim.text)


def test_another_parser_named_wit_does_not_interfere(tmp_path: Path, version: str) -> None:
    """Our queries do not run on its nodes, and its queries do not run on ours."""
    other = tmp_path / "other"
    (other / "parser").mkdir(parents=True)
    (other / "queries" / "wit").mkdir(parents=True)
    shutil.copy(next((ROOT / "wit_lsp" / "syntax").glob("_wit.*")), other / "parser" / "wit.so")
    (other / "queries" / "wit" / "highlights.scm").write_text("(interface_item) @keyword\n", encoding="utf-8")
    neovim = Neovim(Sandbox(tmp_path / "place", CASES["plain"]), version, "--cmd", f"set rtp^={other}")
    assert neovim.lua("return vim.treesitter.language.add('wit')")
    assert neovim.lua(CAPTURES, "interface") == ["wit_lsp:keyword.type"]
    neovim.lua("vim.treesitter.start(0)")
    assert neovim.lua(CAPTURES, "interface") == ["wit_lsp:keyword.type"]
    assert not neovim.nvim.vvars["errmsg"]
    neovim.close()


def test_parser_comes_with_the_command(tmp_path: Path, version: str) -> None:
    """A copy of the plugin outside the checkout, and an installed package whose command is a symbolic link."""
    sandbox = Sandbox(tmp_path, CASES["plain"])
    plugin = shutil.copytree(PLUGIN, tmp_path / "plugin")
    package = tmp_path / "tool" / "lib" / "python3.12" / "site-packages" / "wit_lsp" / "syntax"
    package.mkdir(parents=True)
    shutil.copy(next((ROOT / "wit_lsp" / "syntax").glob("_wit.*")), package)
    (tmp_path / "tool" / "bin").mkdir()
    sandbox.command.rename(tmp_path / "tool" / "bin" / "wit-lsp")
    sandbox.command.symlink_to(tmp_path / "tool" / "bin" / "wit-lsp")
    neovim = Neovim(sandbox, version, plugin=plugin)
    neovim.shows(sandbox.case.diagnostics)
    assert neovim.lua(CAPTURES, "interface") == ["wit_lsp:keyword.type"]
    shutil.rmtree(package)
    neovim.close()
    neovim = Neovim(sandbox, version, plugin=plugin)
    neovim.shows(sandbox.case.diagnostics)
    neovim.nvim.command("checkhealth wit_lsp")
    assert "no colours: no parser found" in neovim.text()
    neovim.close()


def test_settings(tmp_path: Path, version: str) -> None:
    sandbox = Sandbox(tmp_path, CASES["plain"])
    chosen = """lua vim.lsp.config('wit_lsp', { settings = { ['wit-lsp'] = { ignore = { 'missing-deadline' } } } })"""
    neovim = Neovim(sandbox, version, "--cmd", chosen)
    neovim.shows([each for each in sandbox.case.diagnostics if each[0] != "missing-deadline"])
    neovim.close()


def test_health(neovim: Neovim) -> None:
    neovim.shows(neovim.sandbox.case.diagnostics)
    neovim.nvim.command("checkhealth wit_lsp")
    report = neovim.text()
    assert "the server runs, and counts columns in utf-8" in report
    assert "the parser is there, and the queries fit" in report
    assert "ERROR" not in report and "WARNING" not in report


def test_initialize_is_recorded(tmp_path: Path, version: str, update: bool) -> None:
    sandbox = Sandbox(tmp_path, CASES["plain"])
    sandbox.record()
    neovim = Neovim(sandbox, version)
    check_recorded(f"neovim-{version}", sandbox, update)
    neovim.close()


def test_scenario_has_only_known_rules() -> None:
    for case in CASES.values():
        assert {code for code, _ in case.diagnostics} <= RULES
