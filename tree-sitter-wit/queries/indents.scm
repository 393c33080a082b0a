; Indentation, with nvim-treesitter's capture names.

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
] @indent.begin

[
  ")"
  ">"
  "}"
] @indent.branch @indent.end

; An item begins with its attributes. If they are on lines of their own, the rest of the item is not indented further.

(enum
  (attr)
  [
    (attr)
    "enum"
  ] @indent.branch)

(flags
  (attr)
  [
    (attr)
    "flags"
  ] @indent.branch)

(include
  (attr)
  [
    (attr)
    "include"
  ] @indent.branch)

(record
  (attr)
  [
    (attr)
    "record"
  ] @indent.branch)

(resource
  (attr)
  [
    (attr)
    "resource"
  ] @indent.branch)

(use
  (attr)
  [
    (attr)
    "use"
  ] @indent.branch)

(variant
  (attr)
  [
    (attr)
    "variant"
  ] @indent.branch)

[
  (block_comment)
  (unclosed_comment)
] @indent.auto
