"""What other languages call their types, and what WIT has instead. Knows no text.

From the references of C, C++, C#, Dart, Go, Java, Kotlin, Protocol Buffers, Python, Rust, Swift, TypeScript and Zig, as
of 2026-11. `error` is none of them: it is a name that authors of WIT give to their own types.
"""

from __future__ import annotations

from wit_lsp.tuples import NamedTuple

_LISTS = (
    *("List", "Vec", "vec", "Vector", "vector", "Array", "array", "Slice", "slice", "Sequence", "sequence", "span"),
    *("ArrayList", "LinkedList", "Collection", "Deque", "deque", "VecDeque", "ReadonlyArray", "initializer_list"),
    *("Set", "HashSet", "BTreeSet", "FrozenSet", "ReadonlySet", "unordered_set"),
)
_MAPS = (
    *("Map", "HashMap", "BTreeMap", "IndexMap", "TreeMap", "ReadonlyMap", "unordered_map"),
    *("Dict", "dict", "Dictionary", "Record"),
)

AROUND = {
    **dict.fromkeys(_LISTS, "list"),
    **dict.fromkeys(("Option", "Optional", "optional", "Maybe", "maybe"), "option"),
    **dict.fromkeys(_MAPS, "map"),
    **dict.fromkeys(("Result", "Either", "either", "expected"), "result"),
    **dict.fromkeys(("Future", "Promise", "promise"), "future"),
    **dict.fromkeys(("Tuple", "Pair", "pair"), "tuple"),
    **dict.fromkeys(("Stream", "chan"), "stream"),
    "Own": "own",
    "Borrow": "borrow",
}
"""Types that stand around others, and the word of WIT."""


class Counterpart(NamedTuple):
    """The types of WIT that a foreign one may mean, the likeliest first; none where WIT has no such type.

    `is_exact`: there is one, which has the same values. `advice` says what to do where there is none.
    """

    types: tuple[str, ...]
    is_exact: bool
    advice: str = ""


def _exactly(wit: str, *names: str) -> dict[str, Counterpart]:
    return dict.fromkeys(names, Counterpart((wit,), True))


def _one_of(types: str, *names: str) -> dict[str, Counterpart]:
    """Names of types whose size or meaning depends on the language or the machine."""
    return dict.fromkeys(names, Counterpart(tuple(types.split()), False))


def _without(advice: str, *names: str) -> dict[str, Counterpart]:
    """Names of types that have no counterpart in WIT, and what its authors do instead."""
    return dict.fromkeys(names, Counterpart((), False, advice))


TIME = "a time is a number, such as a `u64`, or a `datetime` of `wasi:clocks/wall-clock`"
DURATION = "a duration is a number, such as a `u64` of nanoseconds"
ERRORS = "errors are a `variant` or an `enum` that you declare, or a `string`"
ANY_VALUE = "declare a `variant` of what it may be"


def _numbers() -> dict[str, Counterpart]:
    found: dict[str, Counterpart] = {}
    for bits in (8, 16, 32, 64):
        unsigned = (f"u{bits}_t", f"uint{bits}", f"uint{bits}_t", f"UInt{bits}", f"Uint{bits}")
        signed = (f"i{bits}", f"i{bits}_t", f"int{bits}", f"int{bits}_t", f"Int{bits}")
        found |= _exactly(f"u{bits}", *unsigned) | _exactly(f"s{bits}", *signed)
        arrays = ("Uint", "u", "BigUint"), ("Int", "s", "BigInt"), ("Float", "f", "Float")
        for word, kind, big in arrays[: 3 if bits >= 32 else 2]:
            names = (f"{word}{bits}Array", f"{word}{bits}List", *((f"{big}{bits}Array",) if bits == 64 else ()))
            found |= _exactly(f"list<{kind}{bits}>", *names)
    return found


NOTHING = ("void", "Void", "None", "null", "NULL", "Empty", "undefined", "nil")
"""The types of no value."""

PLAIN: dict[str, Counterpart] = {
    **_numbers(),
    **_exactly("u8", "byte", "UByte"),
    **_exactly("s8", "sbyte"),
    **_exactly("u16", "ushort", "UShort"),
    **_exactly("s16", "short", "Short"),
    **_exactly("u32", "fixed32"),
    **_exactly("s32", "sint32", "sfixed32"),
    **_exactly("u64", "fixed64", "ulong", "ULong"),
    **_exactly("s64", "sint64", "sfixed64"),
    **_exactly("f32", "Float32"),
    **_exactly("f64", "Float64", "double", "Double"),
    **_exactly("bool", "Bool", "_Bool", "boolean", "Boolean"),
    **_exactly("char", "rune"),
    **_exactly("string", "str", "String", "string_view"),
    **_exactly(
        "list<u8>", "bytes", "Bytes", "bytearray", "ByteArray", "Uint8ClampedArray", "ArrayBuffer", "ByteString"
    ),
    **_one_of("s32 s64", "int", "Int", "integer", "Integer"),
    **_one_of("u32 u64", "uint", "UInt", "unsigned"),
    **_one_of("s64 s32", "long", "Long", "isize", "ssize_t", "ptrdiff_t", "intptr_t"),
    **_one_of("u64 u32", "usize", "size_t", "uintptr", "uintptr_t"),
    **_one_of("u64 s64", "time_t"),
    **_one_of("u8 s8", "Byte"),
    **_one_of("f32 f64", "float", "Float"),
    **_one_of("f64 s64 u32", "number", "Number"),
    **_one_of("char", "Character", "wchar_t"),
    **_one_of("string", "wstring", "OsString", "PathBuf"),
    **_one_of("string", "Path", "URL", "Url", "URI", "UUID", "Uuid", "Regex"),
    **_one_of("string f64", "decimal", "Decimal"),
    **_one_of("f32", "f16"),
    **_one_of("", "Self"),
    **_without(ANY_VALUE, "any", "Any", "object", "Object", "unknown", "dynamic", "Union"),
    **_without(TIME, "Date", "DateTime", "Timestamp", "Instant", "SystemTime"),
    **_without(DURATION, "Duration", "TimeDelta", "Timedelta"),
    **_without(ERRORS, "Error", "Exception"),
    **_without(
        "integers have at most 64 bits; larger ones are a `tuple<u64, u64>`",
        "i128",
        "u128",
        "int128",
        "uint128",
        "bigint",
        "BigInt",
    ),
    **_without("floats have at most 64 bits", "f128"),
}
"""Types that stand around none."""


def is_exact(name: str) -> bool:
    """Whether WIT has one type with the values of this one."""
    return name in PLAIN and PLAIN[name].is_exact


def is_foreign(name: str) -> bool:
    """Whether a name alone is that of a type of another language.

    Of the types around others, one in lower case, such as `pair`, may as well be a type that is declared elsewhere.
    """
    return name in PLAIN or name in NOTHING or (name in AROUND and name[0].isupper())
