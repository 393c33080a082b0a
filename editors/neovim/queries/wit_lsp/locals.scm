; Generated from tree-sitter-wit/queries/locals.scm by editors/generate.py.

; Definitions and references, with Neovim's capture names. Members (cases, fields, flags, methods) are not in any scope:
; they are reached through their type.

[
  (file)
  (func)
  (iface_body)
  (nested_package)
  (world_body)
] @local.scope

(interface
  name: (name) @local.definition.namespace)

(world
  name: (name) @local.definition.namespace)

(top_use
  path: (path
    name: (name) @local.definition.import)
  !alias)

(top_use
  alias: (name) @local.definition.import)

(use_item
  name: (name) @local.definition.import
  !alias)

(use_item
  alias: (name) @local.definition.import)

(type_alias
  name: (name) @local.definition.type)

(record
  name: (name) @local.definition.type)

(variant
  name: (name) @local.definition.type)

(enum
  name: (name) @local.definition.enum)

(flags
  name: (name) @local.definition.type)

(resource
  name: (name) @local.definition.type)

(func_item
  name: (name) @local.definition.function)

(extern
  name: (name) @local.definition.function
  func: (func))

(extern
  name: (name) @local.definition.namespace
  body: (iface_body))

(param
  name: (name) @local.definition.parameter)

(type_name
  (name) @local.reference)

(use
  path: (path
    !namespace
    name: (name) @local.reference))

(extern
  path: (path
    !namespace
    name: (name) @local.reference))

(include
  path: (path
    !namespace
    name: (name) @local.reference))
