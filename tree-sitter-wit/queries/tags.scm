; Definitions and references, with the standard capture names of tree-sitter tags.

(header
  name: (pkg_name) @name) @definition.module

(nested_package
  name: (pkg_name) @name) @definition.module

(interface
  name: (name) @name) @definition.interface

(world
  name: (name) @name) @definition.module

(extern
  name: (name) @name
  body: (iface_body)) @definition.interface

(extern
  name: (name) @name
  func: (func)) @definition.function

(func_item
  name: (name) @name) @definition.function

(method
  name: (name) @name) @definition.method

(type_alias
  name: (name) @name) @definition.type

(record
  name: (name) @name) @definition.type

(variant
  name: (name) @name) @definition.type

(enum
  name: (name) @name) @definition.type

(flags
  name: (name) @name) @definition.type

(resource
  name: (name) @name) @definition.class

[
  (case
    name: (name) @name)
  (enum_case
    name: (name) @name)
  (flag
    name: (name) @name)
] @definition.constant

(type_name
  (name) @name) @reference.type

(use_item
  name: (name) @name) @reference.type

(path
  name: (name) @name) @reference.interface
