; Made from tree-sitter-wit/queries/textobjects.scm by editors/generate.py.

; What can be selected and jumped to as a whole, by the names that nvim-treesitter-textobjects gives to captures. Captures
; of one name in one match are one range.

; Items that hold others

[
  (enum)
  (flags)
  (interface)
  (nested_package)
  (record)
  (resource)
  (variant)
  (world)
  (extern
    body: (iface_body))
] @class.outer

(iface_body
  "{"
  .
  (_) @class.inner
  (_)? @class.inner
  .
  "}")

(world_body
  "{"
  .
  (_) @class.inner
  (_)? @class.inner
  .
  "}")

(nested_package
  "{"
  .
  (_) @class.inner
  (_)? @class.inner
  .
  "}")

(enum
  "{"
  .
  (_) @class.inner
  (_)? @class.inner
  .
  ","? @class.inner
  .
  "}")

(flags
  "{"
  .
  (_) @class.inner
  (_)? @class.inner
  .
  ","? @class.inner
  .
  "}")

(record
  "{"
  .
  (_) @class.inner
  (_)? @class.inner
  .
  ","? @class.inner
  .
  "}")

(resource
  "{"
  .
  (_) @class.inner
  (_)? @class.inner
  .
  "}")

(variant
  "{"
  .
  (_) @class.inner
  (_)? @class.inner
  .
  ","? @class.inner
  .
  "}")

; Functions. What is inside one is what it takes.

[
  (constructor)
  (func_item)
  (method)
  (extern
    func: (func))
] @function.outer

(params
  "("
  .
  (_) @function.inner
  (_)? @function.inner
  .
  ","? @function.inner
  .
  ")")

; What stands between commas

((param) @parameter.inner @parameter.outer
  .
  ","? @parameter.outer)

((field) @parameter.inner @parameter.outer
  .
  ","? @parameter.outer)

((case) @parameter.inner @parameter.outer
  .
  ","? @parameter.outer)

((enum_case) @parameter.inner @parameter.outer
  .
  ","? @parameter.outer)

((flag) @parameter.inner @parameter.outer
  .
  ","? @parameter.outer)

((use_item) @parameter.inner @parameter.outer
  .
  ","? @parameter.outer)

((include_item) @parameter.inner @parameter.outer
  .
  ","? @parameter.outer)

; Others

(attr) @attribute.outer

(line_comment)+ @comment.outer

(block_comment) @comment.outer
