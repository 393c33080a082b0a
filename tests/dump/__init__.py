"""A record of all that the product says of many texts: a line of JSON for each, to be compared after a refactoring.

    make dump OUT=before.jsonl.gz
    .venv/bin/python -m tests.dump compare before.jsonl.gz after.jsonl.gz

A line has the `name` of the text, the `sha1` of its bytes, what makes the text again (`base` and `edit`: see
`texts.Text`), and what is `told` of it:

- `diagnostics`, in the order in which they are published. A `place` is the first byte and the end, then the line and
  character of each as LSP counts them. An edit is the first byte, the end and the new text; a path follows where it is
  of another file.
- `failures`: the rules that raised, each with its exception.
- `symbols` and `folding`, as an LSP client gets them.
- `mended`: the one edit that makes the text after all safe fixes; null where these change nothing.

Where the product raises, only the type of the exception is told, as `crash`.
"""
