"""What the API says: facts.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

#: How a value came to be; a published and a recomputed value stand side by side.
Basis = Literal["entered", "published", "computed"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, in the terms of XBRL's information model."""

    metric: str
    entity: str
    start: date
    end: date
    dimensions: Mapping[str, str]
    basis: Basis
    variant: str
    version: int
    value: Decimal | str | None
    unit: str
    qualifier: str
    estimated: bool
    note: str
    nil_reason: str
    source: str
