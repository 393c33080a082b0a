"""The formats of a report, a module each, called what the user calls it.

`renderer` makes the `Render` of a run, which shows the diagnostics of one file; `write` writes the whole report.
"""
