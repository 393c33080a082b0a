"""What there is to report of a `wit-lsp.toml`, and its fixes."""

from __future__ import annotations

from collections.abc import Callable

from wit_lsp.config import Settings
from wit_lsp.configuration.file import ConfigurationFile, Located
from wit_lsp.configuration.layers import merged
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.fixes.editor import Editor
from wit_lsp.problem import Applicability, Fix, Location, Severity
from wit_lsp.rules import all_rules
from wit_lsp.rules.selection import severities
from wit_lsp.syntax.problem import Code
from wit_lsp.text import Edit, Span, apply

_NO_TOML: Code = "bad-setting"


def diagnostics(file: ConfigurationFile) -> list[Diagnostic]:
    """In the order of the text. Rules that the file ignores report nothing in it, those that it does not select do."""
    if file.no_toml is not None:
        offset = min(file.no_toml.offset, max(len(file.text) - 1, 0))
        message = f"the file is not valid TOML: {file.no_toml.message}"
        return [Diagnostic(file.path, Span(offset, offset), _NO_TOML, Severity.ERROR, message, False)]
    settings = merged([file.layer], file.path)
    found = (_diagnostic(file, located, settings) for located in file.located)
    return [each for each in found if each is not None]


def fixed(file: ConfigurationFile, wanted: Callable[[Diagnostic, Fix], bool]) -> tuple[bytes, list[str]]:
    """The text after those of its fixes that are wanted, and the codes of what they fix."""
    found = [(each, fix) for each in diagnostics(file) if (fix := each.preferred) is not None and wanted(each, fix)]
    return apply(file.text, [edit for _, fix in found for edit in fix.arguments]), [each.code for each, _ in found]


def _diagnostic(file: ConfigurationFile, located: Located, settings: Settings) -> Diagnostic | None:
    span, mistake, replacement = located
    severity = Severity.WARNING
    rule = next((rule for rule in all_rules() if rule.name == mistake.code), None)
    if rule is not None:
        if not {rule.name, rule.category}.isdisjoint(file.layer.ignore):
            return None
        severity = severities(settings).get(rule.name, rule.severity)
    fixes: tuple[Fix, ...] = ()
    if replacement is not None:
        # Another value may be meant, but hardly another key or rule.
        is_name = mistake.of_key or rule is not None
        applicability = Applicability.SAFE if is_name else Applicability.MANUAL
        fixes = (Fix(f"Replace with `{mistake.nearest}`", applicability, _edit, (Edit(span, replacement),)),)
    return Diagnostic(file.path, span, mistake.code, severity, mistake.text, rule is not None, fixes)


def _edit(editor: Editor, place: Location, edit: Edit) -> None:
    editor.edit(place.file, [edit])
