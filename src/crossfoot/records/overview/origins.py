"""Facts of the kept numbers with where they come from, for lists that say it in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crossfoot.facts.fact import Fact
from crossfoot.facts.provenance import (
    Computed,
    Entered,
    Imported,
    Inventoried,
    Provenance,
    Unstated,
)
from crossfoot.records.collection.facts import origins_of
from crossfoot.records.overview.store import Stored


def with_origins(found: Sequence[Stored]) -> list[Fact]:
    """The facts with their provenance, but for the inputs of what was computed.

    Who entered a value is asked of the records, for all of them at once.
    """
    entries = {each.origin["entry"] for each in found if each.origin["kind"] == "entered"}
    signed = origins_of(entries) if entries else {}
    return [replace(each.fact, provenance=_provenance(each, signed)) for each in found]


def _provenance(stored: Stored, signed: Mapping[str, Entered]) -> Provenance:
    origin: Mapping[str, Any] = stored.origin
    match origin["kind"]:
        case "computed":
            return Computed(origin["rule"])
        case "inventoried":
            return Inventoried(origin["rule"], origin["where"])
        case "imported":
            known = {name: value for name, value in origin.items() if name != "kind"}
            return Imported(**known)
        case "entered":
            return signed.get(origin["entry"], Unstated())
    return stored.fact.provenance
