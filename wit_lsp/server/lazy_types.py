"""Imports LSP's types so that each class is made when it is first used: a session needs some 60 of 554.

To make all of them takes 250 ms, most of a server's start. So `attrs.define` is another one while `lsprotocol.types` is
imported: it returns the class as it is, and attrs adds its methods when the class is first called or its fields are
asked for. Whoever uses a class sees no difference, but that its instances have a `__dict__`.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import Any

import attrs

_LOG = logging.getLogger(__name__)

_PACKAGE = "lsprotocol"
_TYPES = f"{_PACKAGE}.types"


def load() -> None:
    """Import `lsprotocol.types`, unless it is imported already.

    If lsprotocol is not written as expected, nothing is imported, and whoever needs it imports it as it is.
    """
    if _TYPES in sys.modules:
        return
    try:
        _load()
    except Exception as error:
        _LOG.info("all classes of lsprotocol are made at the start: %s", error)
        for name in [name for name in sys.modules if name == _PACKAGE or name.startswith(f"{_PACKAGE}.")]:
            del sys.modules[name]


def is_made(value: object) -> bool:
    """Whether a value is a class to which attrs has added its methods."""
    fields = vars(value).get("__attrs_attrs__") if isinstance(value, type) else None
    return fields is not None and not isinstance(fields, _NotMade)


def _load() -> None:
    define = attrs.define
    attrs.define = _postponed  # type: ignore[assignment]
    try:
        types = import_module(_TYPES)
    finally:
        attrs.define = define
    hooks: Any = import_module(f"{_PACKAGE}._hooks")
    if any(map(is_made, types.ALL_TYPES_MAP.values())) or hooks._resolved_forward_references is not False:
        raise TypeError("something is made already")
    _names.update(types.ALL_TYPES_MAP)
    hooks._resolved_forward_references = True  # what it would do to all classes, `_make` does to each


_names: dict[str, Any] = {}  # what annotations that are strings refer to


class _NotMade:
    """The fields of a class that attrs has not seen yet, until someone asks for them."""

    def __get__(self, instance: object, cls: type) -> Any:
        owner = next(each for each in cls.__mro__ if vars(each).get("__attrs_attrs__") is self)
        _make(owner)
        return cls.__attrs_attrs__  # type: ignore[attr-defined]


def _postponed(cls: type) -> type:
    if "__init__" in vars(cls):
        raise TypeError(f"`{cls}` has an `__init__` of its own")
    cls.__init__ = _init  # type: ignore[misc]
    cls.__attrs_attrs__ = _NotMade()  # type: ignore[attr-defined]
    return cls


def _init(self: Any, *args: Any, **kwargs: Any) -> None:
    attrs.fields(type(self))
    self.__init__(*args, **kwargs)


def _make(cls: Any) -> None:
    del cls.__init__, cls.__attrs_attrs__
    attrs.define(cls, slots=False)  # a class with slots would be another one
    attrs.resolve_types(cls, _names, {})
