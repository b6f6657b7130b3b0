"""Published figures of three reports, read from the reference files beside the checkout.

The decimals are those of the number as printed, brought into the unit of the metric.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier

SLUGS = ("alphaess-2022", "calb-2023", "kstar-2023")

_QUALIFIERS = {"approx": Qualifier.APPROXIMATE}


def published(shared: Path, slug: str) -> FactSet:
    with (shared / "reference" / "facts" / f"{slug}.csv").open(encoding="utf-8") as file:
        return FactSet(_fact(row, slug) for row in csv.DictReader(file))


def _fact(row: dict[str, str], slug: str) -> Fact:
    first, _, last = row["year"].partition("-")
    period = Period.years(int(first), int(last)) if last else Period.year(int(first))
    printed = row["reported_value"]
    qualifier = row["qualifier"]
    return Fact(
        metric=row["metric_id"],
        entity=slug.rsplit("-", 1)[0],
        period=period,
        value=Decimal(row["value"]),
        unit=catalogue()[row["metric_id"]].unit,
        dimensions=Dimensions.parse(row["dimensions"]),
        basis=Basis.PUBLISHED,
        qualifier=_QUALIFIERS.get(qualifier) or Qualifier(qualifier),
        decimals=len(printed.partition(".")[2]),
        context=row["context"],
        note=row["note"],
        provenance=Printed(
            slug, int(row["line"]), as_printed=f"{printed} {row['reported_unit']}".strip()
        ),
    )
