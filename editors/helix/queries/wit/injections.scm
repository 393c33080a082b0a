; Generated from tree-sitter-wit/queries/injections.scm by editors/generate.py.

((line_comment) @injection.content
  (#set! injection.language "comment")
  (#not-match? @injection.content "^///"))

((block_comment) @injection.content
  (#set! injection.language "comment")
  (#not-match? @injection.content "^/\\*\\*[^/]"))
