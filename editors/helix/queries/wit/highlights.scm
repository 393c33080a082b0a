; Generated from tree-sitter-wit/queries/highlights.scm by editors/generate.py.

[
  "enum"
  "flags"
  "interface"
  "package"
  "record"
  "resource"
  "type"
  "variant"
  "world"
] @keyword.storage.type

[
  "as"
  "export"
  "import"
  "include"
  "use"
  "with"
] @keyword.control.import

[
  "func"
  "get"
  "set"
] @keyword.function

"async" @keyword.storage.modifier

"static" @keyword.storage.modifier

"constructor" @constructor

(pkg_name
  namespace: (name) @namespace
  name: (name) @namespace)

(path
  namespace: (name) @namespace
  package: (name) @namespace)

(path
  name: (name) @namespace)

(top_use
  alias: (name) @namespace)

(interface
  name: (name) @namespace)

(world
  name: (name) @namespace)

(extern
  name: (name) @namespace
  body: (iface_body))

(extern
  name: (name) @namespace
  path: (path))

(include_item
  name: (name) @variable.other.member
  alias: (name) @variable.other.member)

[
  (prim)
  "_"
  "borrow"
  "future"
  "list"
  "map"
  "option"
  "own"
  "result"
  "stream"
  "tuple"
] @type.builtin

(type_name
  (name) @type)

(path_type
  namespace: (name) @namespace
  package: (name) @namespace)

(path_type
  package: (name)
  (name) @type)

(use_item
  name: (name) @type)

(use_item
  alias: (name) @type)

(type_alias
  name: (name) @type)

(record
  name: (name) @type)

(variant
  name: (name) @type)

(enum
  name: (name) @type)

(flags
  name: (name) @type)

(resource
  name: (name) @type)

(field
  name: (name) @variable.other.member)

(case
  name: (name) @type.enum.variant)

(enum_case
  name: (name) @type.enum.variant)

(flag
  name: (name) @type.enum.variant)

(func_item
  name: (name) @function)

(extern
  name: (name) @function
  func: (func))

(method
  name: (name) @function.method)

(param
  name: (name) @variable.parameter)

(attr
  [
    "@"
    "deprecated"
    "external-id"
    "since"
    "unstable"
  ] @attribute)

[
  "feature"
  "version"
] @variable.other.member

(attr
  feature: (name) @type.enum.variant)

(string_literal) @string

(semver) @string.special

(integer) @constant.numeric.integer

[
  "("
  ")"
  "<"
  ">"
  "{"
  "}"
] @punctuation.bracket

[
  ","
  "."
  "/"
  ":"
  ";"
] @punctuation.delimiter

(pkg_name
  "@" @punctuation.delimiter)

(path
  "@" @punctuation.delimiter)

(path_type
  "@" @punctuation.delimiter)

[
  "->"
  "="
] @operator

((line_comment) @comment
  (#not-match? @comment "^///"))

((line_comment) @comment.line.documentation
  (#match? @comment.line.documentation "^///"))

((block_comment) @comment
  (#not-match? @comment "^/\\*\\*[^/]"))

((block_comment) @comment.line.documentation
  (#match? @comment.line.documentation "^/\\*\\*[^/]"))

(unclosed_comment) @comment
