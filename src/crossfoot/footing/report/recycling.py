"""A recycling rate in a sentence, against the table of waste."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text

_RATES = ("waste.industrial_solid.recycling_rate", "waste.recycling_rate")
_RECYCLED = ("recyclable", "recycled")
_HUNDRED = Decimal(100)
_FAR = Decimal("1.25")


def recycling_rate_against_waste(context: ReportContext) -> Iterator[ReportFinding]:
    """A stated recycling rate well above the recyclable part of the waste that is listed."""
    for rate in context.figures:
        if rate.metric not in _RATES or rate.dimensions:
            continue
        parts = [
            figure
            for figure in context.figures
            if figure.metric == "waste.nonhazardous.generated"
            and figure.year == rate.year
            and [name for name, _ in figure.dimensions] == ["waste_stream"]
        ]
        recycled = [f for f in parts if dict(f.dimensions)["waste_stream"] in _RECYCLED]
        if not recycled or len(parts) < 2:
            continue
        part = sum((f.value for f in recycled), Decimal(0))
        whole = sum((f.value for f in parts), Decimal(0))
        share = part / whole * _HUNDRED if whole else Decimal(0)
        if rate.value <= share * _FAR:
            continue
        name = context.words.title(rate.metric)
        yield ReportFinding(
            Kind.RATIO_MISMATCH,
            Severity.WARNING,
            rate.metric,
            Text(
                f"{name.en}: {rate.printed} is stated; of the waste that is listed "
                f"{computed(share)}% is recyclable.",
                f"{name.zh}：文中为{rate.printed}，而所列废弃物中可回收部分占{computed(share)}%。",
            ),
            (rate.printed, *(f.printed for f in parts)),
            (rate.line, *(f.line for f in parts))[:MOST_LINES],
            f"{number(part)} / {number(whole)} = {computed(share)}%",
        )
