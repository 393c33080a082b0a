; Highlights, with Neovim's capture names. No two patterns match one node, because editors differ in which one wins.

; Keywords

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
] @keyword.type

[
  "as"
  "export"
  "import"
  "include"
  "use"
  "with"
] @keyword.import

[
  "func"
  "get"
  "set"
] @keyword.function

"async" @keyword.coroutine

"static" @keyword.modifier

"constructor" @constructor

; Packages, interfaces and worlds

(pkg_name
  namespace: (name) @module
  name: (name) @module)

(path
  namespace: (name) @module
  package: (name) @module)

(path
  name: (name) @module)

(top_use
  alias: (name) @module)

(interface
  name: (name) @module)

(world
  name: (name) @module)

(extern
  name: (name) @module
  body: (iface_body))

(extern
  name: (name) @module
  path: (path))

(include_item
  name: (name) @property
  alias: (name) @property)

; Types

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
  namespace: (name) @module
  package: (name) @module)

(path_type
  package: (name)
  (name) @type)

(use_item
  name: (name) @type)

(use_item
  alias: (name) @type.definition)

(type_alias
  name: (name) @type.definition)

(record
  name: (name) @type.definition)

(variant
  name: (name) @type.definition)

(enum
  name: (name) @type.definition)

(flags
  name: (name) @type.definition)

(resource
  name: (name) @type.definition)

(field
  name: (name) @variable.member)

(case
  name: (name) @constant)

(enum_case
  name: (name) @constant)

(flag
  name: (name) @constant)

; Functions

(func_item
  name: (name) @function)

(extern
  name: (name) @function
  func: (func))

(method
  name: (name) @function.method)

(param
  name: (name) @variable.parameter)

; Attributes

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
] @property

(attr
  feature: (name) @constant)

(string_literal) @string

(semver) @string.special

(integer) @number

; Punctuation

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

; Comments

((line_comment) @spell @comment
  (#not-match? @comment "^///"))

((line_comment) @spell @comment.documentation
  (#match? @comment.documentation "^///"))

((block_comment) @spell @comment
  (#not-match? @comment "^/\\*\\*[^/]"))

((block_comment) @spell @comment.documentation
  (#match? @comment.documentation "^/\\*\\*[^/]"))

(unclosed_comment) @spell @comment
