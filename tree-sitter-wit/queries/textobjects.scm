; Text objects, with nvim-treesitter-textobjects' capture names. Captures with the same name in one match are one range.

; Items that contain others

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

; Functions. The inside of a function is its parameters.

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

; Entries between commas

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
