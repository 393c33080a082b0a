"""Records everything that the product reports about many texts, to compare it after a refactoring.

    make dump OUT=before.jsonl.gz
    .venv/bin/python -m tests.dump compare before.jsonl.gz after.jsonl.gz

A dump has a line of JSON for each text: its `name`, the `sha1` of its bytes, how to make it again (`base` and `edit`,
see `texts.Text`), and what is reported about it in `told`:

- `diagnostics`, in the order in which they are published. A `place` is the start and the end in bytes, then the line
  and character of each as in LSP. An edit is the start, the end and the new text, followed by a path if it is in
  another file.
- `failures`: the rules that raised, each with its exception.
- `symbols` and `folding`, as an LSP client gets them.
- `fixed`: the one edit that is the result of all safe fixes; null if they change nothing.

If the product raises an exception, `told` has only its type, as `crash`.
"""
