; Generated from tree-sitter-wit/queries/indents.scm by editors/generate.py.

[
  (enum)
  (flags)
  (future)
  (handle)
  (iface_body)
  (include)
  (list)
  (map)
  (nested_package)
  (option)
  (params)
  (record)
  (resource)
  (result)
  (stream)
  (tuple)
  (use)
  (variant)
  (world_body)
] @indent

[
  ")"
  ">"
  "}"
] @outdent

(enum
  (attr)
  [
    (attr)
    "enum"
  ] @outdent)

(flags
  (attr)
  [
    (attr)
    "flags"
  ] @outdent)

(include
  (attr)
  [
    (attr)
    "include"
  ] @outdent)

(record
  (attr)
  [
    (attr)
    "record"
  ] @outdent)

(resource
  (attr)
  [
    (attr)
    "resource"
  ] @outdent)

(use
  (attr)
  [
    (attr)
    "use"
  ] @outdent)

(variant
  (attr)
  [
    (attr)
    "variant"
  ] @outdent)
