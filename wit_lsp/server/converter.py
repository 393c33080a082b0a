"""Makes LSP's types of JSON and JSON of them, for clients too that are newer than lsprotocol, or count further."""

from __future__ import annotations

from enum import Enum
from typing import Any

from cattrs import Converter
from lsprotocol import types as lsp
from lsprotocol.validators import UINTEGER_MAX_VALUE


class Capabilities:
    """A JSON object of which only a few values are asked for, by the names that lsprotocol has for them.

    What a client can do takes hundreds of classes, and may hold values that lsprotocol does not know.
    """

    __slots__ = ("_values",)

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        """None where the client does not say."""
        first, *rest = name.split("_")
        value = self._values.get(first + "".join(map(str.title, rest)))
        return Capabilities(value) if isinstance(value, dict) else value


def adapt(converter: Converter) -> Converter:
    """lsprotocol's converter, so that capabilities stay JSON and unknown members of enumerations stay values."""
    converter.register_structure_hook(lsp.ClientCapabilities, lambda value, _: _capabilities(value))
    converter.register_structure_hook(lsp.Position, lambda value, _: _position(value))
    for cls in lsp.ALL_TYPES_MAP.values():
        if isinstance(cls, type) and issubclass(cls, Enum):
            converter.register_structure_hook(cls, _member)
            converter.register_unstructure_hook(cls, _value)
    return converter


def _capabilities(value: object) -> Capabilities:
    if not isinstance(value, dict):
        raise TypeError("capabilities are an object")
    return Capabilities(value)


def _position(value: Any) -> lsp.Position:
    """Some clients say the end of a line by a column that is greater than LSP allows."""
    return lsp.Position(min(value["line"], UINTEGER_MAX_VALUE), min(value["character"], UINTEGER_MAX_VALUE))


def _member(value: object, cls: type[Enum]) -> object:
    """The member of `cls`; a value of the right type that it does not know, as a newer client may have, as it is."""
    try:
        return cls(value)
    except ValueError:
        if (type(value) is str and issubclass(cls, str)) or (type(value) is int and issubclass(cls, int)):
            return value
        raise


def _value(member: object) -> object:
    return member.value if isinstance(member, Enum) else member
