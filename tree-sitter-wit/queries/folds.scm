; What can be folded. A pair of captures is one fold, from the first capture to the last, so that the attributes and the
; name of an item stay visible.

[
  (iface_body)
  (world_body)
  (params)
  (tuple)
  (block_comment)
] @fold

(nested_package
  "{" @fold
  "}" @fold)

(use
  "{" @fold
  "}" @fold)

(include
  "{" @fold
  "}" @fold)

(record
  "{" @fold
  "}" @fold)

(variant
  "{" @fold
  "}" @fold)

(enum
  "{" @fold
  "}" @fold)

(flags
  "{" @fold
  "}" @fold)

(resource
  "{" @fold
  "}" @fold)

(line_comment)+ @fold
