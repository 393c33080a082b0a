"""What the grammar calls its nodes and their fields. Made from node-types.json by `make grammar`; do not edit."""

from __future__ import annotations

ATTR = "attr"
BARE_HANDLE = "bare_handle"
BLOCK_COMMENT = "block_comment"
CASE = "case"
CONSTRUCTOR = "constructor"
ENUM = "enum"
ENUM_CASE = "enum_case"
EXTERN = "extern"
FIELD = "field"
FILE = "file"
FLAG = "flag"
FLAGS = "flags"
FUNC = "func"
FUNC_ITEM = "func_item"
FUTURE = "future"
HANDLE = "handle"
HEADER = "header"
IFACE_BODY = "iface_body"
INCLUDE = "include"
INCLUDE_ITEM = "include_item"
INTEGER = "integer"
INTERFACE = "interface"
LINE_COMMENT = "line_comment"
LIST = "list"
MAP = "map"
METHOD = "method"
NAME = "name"
NESTED_PACKAGE = "nested_package"
OPTION = "option"
PARAM = "param"
PARAMS = "params"
PATH = "path"
PATH_TYPE = "path_type"
PKG_NAME = "pkg_name"
PRIM = "prim"
RECORD = "record"
RESOURCE = "resource"
RESULT = "result"
SEMVER = "semver"
STREAM = "stream"
STRING_LITERAL = "string_literal"
TOP_USE = "top_use"
TUPLE = "tuple"
TYPE_ALIAS = "type_alias"
TYPE_NAME = "type_name"
USE = "use"
USE_ITEM = "use_item"
VARIANT = "variant"
WORLD = "world"
WORLD_BODY = "world_body"

IFACE_ITEMS = frozenset(
    {
        ENUM,
        FLAGS,
        FUNC_ITEM,
        RECORD,
        RESOURCE,
        TYPE_ALIAS,
        USE,
        VARIANT,
    }
)

MEMBERS = frozenset(
    {
        CONSTRUCTOR,
        METHOD,
    }
)

TOP_ITEMS = frozenset(
    {
        INTERFACE,
        NESTED_PACKAGE,
        TOP_USE,
        WORLD,
    }
)

TYPES = frozenset(
    {
        BARE_HANDLE,
        FUTURE,
        HANDLE,
        LIST,
        MAP,
        OPTION,
        PATH_TYPE,
        PRIM,
        RESULT,
        STREAM,
        TUPLE,
        TYPE_NAME,
    }
)

TYPEDEFS = frozenset(
    {
        ENUM,
        FLAGS,
        RECORD,
        RESOURCE,
        TYPE_ALIAS,
        VARIANT,
    }
)

WORLD_ITEMS = frozenset(
    {
        ENUM,
        EXTERN,
        FLAGS,
        INCLUDE,
        RECORD,
        RESOURCE,
        TYPE_ALIAS,
        USE,
        VARIANT,
    }
)


class Field:
    """The names of fields."""

    ALIAS = "alias"
    BODY = "body"
    ERR = "err"
    FEATURE = "feature"
    FUNC = "func"
    ID = "id"
    LENGTH = "length"
    NAME = "name"
    NAMESPACE = "namespace"
    OK = "ok"
    PACKAGE = "package"
    PARAMS = "params"
    PATH = "path"
    RESOURCE = "resource"
    RESULT = "result"
    TYPE = "type"
    VERSION = "version"
