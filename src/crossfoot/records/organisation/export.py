"""The organisation as a file that can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from crossfoot.facts.entities import Entity
from crossfoot.records.organisation.actions.set_unit import described

COLUMNS = (
    "id",
    "name_en",
    "name_zh",
    "kind",
    "parent",
    "region",
    "equity",
    "operational_control",
    "financial_control",
)


def as_csv(organisation: Iterable[Entity]) -> str:
    """The columns of `organisation.csv`, parents as they stand."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entity in organisation:
        control = "yes" if entity.operational_control else "no"
        writer.writerow({"id": entity.id, **described(entity), "operational_control": control})
    return text.getvalue()
