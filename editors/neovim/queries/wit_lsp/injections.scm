; Generated from tree-sitter-wit/queries/injections.scm by editors/generate.py.

; Doc comments are Markdown; other comments are searched for words such as TODO.
; `#set!` comes first: py-tree-sitter 0.26.1 miscounts the references to a `#set!` that follows another predicate, and
; crashes later.

((line_comment) @injection.content
  (#set! injection.language "markdown")
  (#set! injection.combined)
  (#match? @injection.content "^///")
  (#offset! @injection.content 0 3 0 0))

((block_comment) @injection.content
  (#set! injection.language "markdown")
  (#match? @injection.content "^/\\*\\*[^/]")
  (#offset! @injection.content 0 3 0 -2))

((line_comment) @injection.content
  (#set! injection.language "comment")
  (#not-match? @injection.content "^///"))

((block_comment) @injection.content
  (#set! injection.language "comment")
  (#not-match? @injection.content "^/\\*\\*[^/]"))
