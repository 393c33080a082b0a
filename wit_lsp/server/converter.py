"""Makes LSP's types of JSON and JSON of them, for clients that are newer than lsprotocol too."""

from __future__ import annotations

from enum import Enum
from typing import Any

from cattrs import Converter
from lsprotocol import types as lsp


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
    for cls in lsp.ALL_TYPES_MAP.values():
        if isinstance(cls, type) and issubclass(cls, Enum):
            converter.register_structure_hook(cls, _member)
            converter.register_unstructure_hook(cls, _value)
    return converter


def _capabilities(value: object) -> Capabilities:
    if not isinstance(value, dict):
        raise TypeError("capabilities are an object")
    return Capabilities(value)


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
