"""Words and marks that productions share: those of other languages, and what WIT writes for them.

In a pattern `$FUNC` is one of the words of the table `FUNC`; a table that is a mapping says what WIT writes for each.
"""

from __future__ import annotations

from wit_lsp.recovery.blocks import FOREIGN as FOREIGN
from wit_lsp.syntax.foreign_types import AROUND as AROUND
from wit_lsp.syntax.foreign_types import PLAIN
from wit_lsp.syntax.recogniser import wit_recogniser
from wit_lsp.validation.type_names import FLOATS

FUNC = dict.fromkeys(("def", "fn", "fnc", "fun", "function", "method"), "func")
# How the type of a function begins.
FUNCTIONS = ("func", "async", "static")
ACCESSOR = ("get", "set")
ANY_FUNC = ("func", *FUNC)

# What other languages put before an item, a field or a parameter.
PRIVATE = ("private", "protected", "internal")
MODIFIERS = (
    *PRIVATE,
    *("pub", "public", "virtual", "override", "abstract", "final", "sealed"),
    *("extern", "declare", "inline", "constexpr", "explicit", "friend", "unsafe"),
    *("auto", "volatile", "register"),
    *("let", "var", "val", "mut", "const", "readonly"),
)
# What they put after the parameters or the result of a function.
FAILING = ("throws", "raises", "throw")
IDLE = ("const", "noexcept", "nothrow", "override", "final", "pure", "view", "volatile")

# Types that are declared with braces, each with what it has in them.
PARTS = {"record": "field", "variant": "case", "enum": "case", "flags": "flag"}
KIND = tuple(PARTS)
STRUCT = {"struct": "record", "union": "union", "enum": "enum"}
KIND_OF_TYPE = (*KIND, "resource")
DECLARED = {**FOREIGN, **{word: word for word in KIND_OF_TYPE}}
BLOCK = (*KIND_OF_TYPE, "interface", "world")
# What begins a declaration, in right and wrong syntax.
DECLARING = (*ANY_FUNC, *FUNCTIONS, *FOREIGN, *BLOCK, "type")
EXTENDS = ("extends", "implements", ":")

USER = ("import", "export", "use", "include")
PORT = ("import", "export")
# Words that mean one of these.
USERS = {
    **dict.fromkeys(("exports", "exported", "exporting"), "export"),
    **dict.fromkeys(("imports", "imported", "importing"), "import"),
    **dict.fromkeys(("includes", "including"), "include"),
    **dict.fromkeys(("uses", "using"), "use"),
}

# The names of all attributes, in the grammar's order.
ATTRIBUTE = tuple(wit_recogniser().run([("@",)], wit_recogniser().at("attr"))[-1].edges)

# The blocks that hold functions.
HOLDERS = ("interface", "world", "resource")

PRIMS = tuple(wit_recogniser().at("prim").edges)
# Types of WIT that stand around others.
WRAPPER = ("list", "option", "tuple", "map", "result", "stream", "future")
HANDLE = ("own", "borrow")
# Keywords, where a function is meant that is called so.
KEYWORD = {word: f"%{word}" for word in (*KIND_OF_TYPE, "interface", "type", "use", *WRAPPER, *PRIMS)}
# What other languages call a type that stands around none.
TYPE = {name: known.types[0] for name, known in PLAIN.items() if known.types} | FLOATS
BOX = ("Box", "Rc", "Arc", "Cow", "Mutex", "RwLock", "RefCell", "Cell", "Pin", "unique_ptr", "shared_ptr")
# Protobuf's messages of one value that may be missing.
_BOXES = ("Double", "Float", "Bool", "String", "Int32", "Int64", "UInt32", "UInt64", "Bytes")
BOXED = {f"{name}Value": TYPE[name] for name in _BOXES}
ITERATOR = {
    **dict.fromkeys(("Iterator", "IntoIterator", "Iterable", "Generator"), "list"),
    **dict.fromkeys(("AsyncIterator", "AsyncIterable", "AsyncGenerator"), "stream"),
}

# What a type follows, in right and wrong syntax.
TYPE_CONTEXT = {"<", "[", ",", "=", "->", ":", "(", *HANDLE}
