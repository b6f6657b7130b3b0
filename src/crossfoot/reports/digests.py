"""Hash of what is printed: two books that print the same have the same.

Whatever a value is made of counts: every field of every block, cell and fact. What cannot be
looked into must be bound by something else: a lineage is calculated when it is asked for, from
the run, whose id counts; the catalogue of metrics is part of the program.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from crossfoot.facts.selection import FactSet
from crossfoot.metrics.catalogue import Catalogue

_PLAIN = (str, int, float, bool, bytes, type(None), Decimal, date, Path, Enum)
_CODE = (FunctionType, BuiltinFunctionType, MethodType, Catalogue)

_SIZE = 16  # bytes


class Digests:
    """Hashes values, each object once."""

    def __init__(self) -> None:
        # objects are kept, so that no other one gets their address
        self._known: dict[int, tuple[Any, bytes]] = {}

    def of(self, *values: Any) -> str:
        """Hash of values in their order.

        >>> Digests().of({"a": 1, "b": 2}) == Digests().of({"b": 2, "a": 1})
        True
        >>> Digests().of("1") == Digests().of(1)
        False
        """
        return self._hash(values).hex()

    def _hash(self, value: Any) -> bytes:
        if isinstance(value, _PLAIN):
            said = f"{type(value).__name__} {value!r}".encode()
            return hashlib.blake2b(said, digest_size=_SIZE).digest()
        if isinstance(value, _CODE):
            return f"{type(value).__name__} {getattr(value, '__qualname__', '')}".encode()
        known = self._known.get(id(value))
        if known is None:
            known = (value, self._hashed(value))
            self._known[id(value)] = known
        return known[1]

    def _hashed(self, value: Any) -> bytes:
        digest = hashlib.blake2b(type(value).__name__.encode(), digest_size=_SIZE)
        for part in self._parts(value):
            digest.update(part)
        return digest.digest()

    def _parts(self, value: Any) -> list[bytes]:
        hash_ = self._hash
        if isinstance(value, partial):
            return [hash_(value.func), hash_(value.args), hash_(value.keywords)]
        if isinstance(value, tuple | list):
            return [hash_(each) for each in value]
        if isinstance(value, Mapping):
            return sorted(hash_(key) + hash_(each) for key, each in value.items())
        if isinstance(value, Set | FactSet):
            return sorted(hash_(each) for each in value)
        if is_dataclass(value):
            return [hash_(getattr(value, name)) for name in _names(value.__class__)]
        if hasattr(value, "__dict__"):
            return [hash_(vars(value))]
        return [os.urandom(_SIZE)]  # nothing is known of it, so it is never the same


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
