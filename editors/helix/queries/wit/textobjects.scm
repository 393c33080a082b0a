; Generated from tree-sitter-wit/queries/textobjects.scm by editors/generate.py.

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
] @class.around

(iface_body
  "{"
  .
  (_) @class.inside
  (_)? @class.inside
  .
  "}")

(world_body
  "{"
  .
  (_) @class.inside
  (_)? @class.inside
  .
  "}")

(nested_package
  "{"
  .
  (_) @class.inside
  (_)? @class.inside
  .
  "}")

(enum
  "{"
  .
  (_) @class.inside
  (_)? @class.inside
  .
  ","? @class.inside
  .
  "}")

(flags
  "{"
  .
  (_) @class.inside
  (_)? @class.inside
  .
  ","? @class.inside
  .
  "}")

(record
  "{"
  .
  (_) @class.inside
  (_)? @class.inside
  .
  ","? @class.inside
  .
  "}")

(resource
  "{"
  .
  (_) @class.inside
  (_)? @class.inside
  .
  "}")

(variant
  "{"
  .
  (_) @class.inside
  (_)? @class.inside
  .
  ","? @class.inside
  .
  "}")

[
  (constructor)
  (func_item)
  (method)
  (extern
    func: (func))
] @function.around

(params
  "("
  .
  (_) @function.inside
  (_)? @function.inside
  .
  ","? @function.inside
  .
  ")")

((param) @parameter.inside @parameter.around
  .
  ","? @parameter.around)

((field) @parameter.inside @parameter.around
  .
  ","? @parameter.around)

((case) @parameter.inside @parameter.around
  .
  ","? @parameter.around)

((enum_case) @parameter.inside @parameter.around
  .
  ","? @parameter.around)

((flag) @parameter.inside @parameter.around
  .
  ","? @parameter.around)

((use_item) @parameter.inside @parameter.around
  .
  ","? @parameter.around)

((include_item) @parameter.inside @parameter.around
  .
  ","? @parameter.around)

(line_comment)+ @comment.around

(block_comment) @comment.around
