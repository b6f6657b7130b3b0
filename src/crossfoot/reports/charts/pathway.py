"""A target: the base year, the straight way to the target year, and the years so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Language, Text
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.charts.chart import Chart, DataTable, Key
from crossfoot.reports.charts.look import BODY, SMALL, Look, text_width
from crossfoot.reports.charts.target import Target
from crossfoot.reports.charts.values import number, printed
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import decimals_of, format_number
from crossfoot.reports.units import printed_unit

if TYPE_CHECKING:
    from crossfoot.metrics.metric import Metric
    from crossfoot.reports.lists.records import Record
    from crossfoot.reports.plan import PlannedChart

#: a target further away than this is no plan
MOST_YEARS = 60

#: pixels of the axis, as narrow as it gets
PLOT = {"print": 540, "page": 280}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway(Chart):
    """A target and the values so far.

    Attributes:
        target: what shall be reached.
        actual: values by year.
        places: decimals of planned values.
    """

    target: Target
    actual: tuple[tuple[int, Cell], ...]
    places: int

    def cells(self) -> Iterator[Cell]:
        """The values so far."""
        yield from (cell for _, cell in self.actual)

    def body(self, language: Language) -> int:
        """As charts by year."""
        return BODY

    @property
    def years(self) -> tuple[int, ...]:
        """All years from the first value or the base to the target."""
        starts = [year for year, _ in self.actual]
        if self.target.base_year is not None:
            starts.append(self.target.base_year)
        return tuple(range(min(starts), max(self.target.year, *starts) + 1))

    @property
    def status(self) -> str:
        """`reached`, `on_track`, `behind`; `open` where there is no way that could be kept."""
        year, cell = self.actual[-1]
        if self.target.reached(cell.fact.number):
            return "reached"
        kept = self.target.kept(year, cell.fact.number)
        return "open" if kept is None else "on_track" if kept else "behind"

    def legend(self, language: Language) -> tuple[Key, ...]:
        """The values and the way."""
        return (
            Key(chart_word("pathway.actual")[language], 0),
            Key(chart_word("pathway.planned")[language], 1),
        )

    def _planned(self, year: int, language: Language) -> str:
        value = self.target.planned(year)
        return "–" if value is None else format_number(value, self.places, language)

    def table(self, language: Language) -> DataTable:
        """A row for each year that has a value, and for base and target year."""
        actual = dict(self.actual)
        wanted = {*actual, self.target.year} | {
            year for year in (self.target.base_year,) if year is not None
        }
        return DataTable(
            ("", *(key.name for key in self.legend(language))),
            tuple(
                (
                    str(year),
                    printed(actual[year], language) if year in actual else "–",
                    self._planned(year, language),
                )
                for year in sorted(wanted)
            ),
        )

    def sentences(self, language: Language) -> list[str]:
        """The values, the target, and whether the way is kept."""
        points = [
            chart_word("say.point", at=str(year), value=printed(cell, language))[language]
            for year, cell in self.actual
        ]
        key = "pathway.target" if self.target.base_value is not None else "pathway.threshold"
        return [
            chart_word(
                "say.points",
                name=chart_word("pathway.actual"),
                points=joined(points, language),
            )[language],
            chart_word(
                key,
                base=str(self.target.base_year or ""),
                from_=self._base(language),
                year=str(self.target.year),
                value=self._planned(self.target.year, language),
            )[language],
        ]

    def _base(self, language: Language) -> str:
        value = self.target.base_value
        return "" if value is None else format_number(value, self.places, language)

    def option(self, look: Look) -> dict[str, Any]:
        """The values as a line, the way to the target as dashes."""
        language, years = look.language, self.years
        names = [key.name for key in self.legend(language)]
        actual = dict(self.actual)
        value = look.value_axis()
        drawn = [float(cell.fact.number) for cell in actual.values()]
        drawn += [float(v) for year in years if (v := self.target.planned(year)) is not None]
        if min(drawn) >= 0:
            value["min"] = 0
        longest = max(text_width(printed(cell, language), SMALL) for cell in actual.values())
        apart = PLOT[look.medium] / len(years)
        labelled = set(actual) if longest < apart else {max(actual)}
        return look.base() | {
            "legend": look.legend(names),
            "grid": look.grid(names, right=40),
            "tooltip": look.tooltip("axis", "line"),
            "xAxis": look.category_axis([str(year) for year in years]),
            "yAxis": value,
            "series": [
                {
                    "name": names[0],
                    "type": "line",
                    "symbol": "circle",
                    "symbolSize": 9,
                    "showAllSymbol": True,
                    "z": 3,
                    "lineStyle": {"width": 3, "color": look.series(0)},
                    "itemStyle": {"color": look.series(0)},
                    "data": [
                        _actual(actual[year], year in labelled, self._above(year), language)
                        if year in actual
                        else None
                        for year in years
                    ],
                    "label": look.label("top", fontWeight=600),
                },
                {
                    "name": names[1],
                    "type": "line",
                    "symbol": "diamond",
                    "symbolSize": 11,
                    "showAllSymbol": True,
                    "lineStyle": {"width": 2, "type": "dashed", "color": look.series(1)},
                    "itemStyle": {"color": look.series(1)},
                    "data": [self._way(year, look) for year in years],
                    "label": look.label("top", fontWeight=600),
                },
            ],
        }

    def _above(self, year: int) -> bool:
        """Whether a value lies above the way, so that its label goes above."""
        planned, actual = self.target.planned(year), dict(self.actual)[year].fact.number
        return planned is None or year == self.target.base_year or actual >= planned

    def _way(self, year: int, look: Look) -> dict[str, Any] | None:
        value = self.target.planned(year)
        if value is None:
            return None
        ends = year == self.target.year or (
            year == self.target.base_year and year not in dict(self.actual)
        )
        text = self._planned(year, look.language)
        return {
            "value": float(round_half_away(value, 10)),
            "text": text,
            "symbolSize": 11 if ends else 0.1,
            "label": {"show": ends, "formatter": text},
        }


def _actual(cell: Cell, shown: bool, above: bool, language: Language) -> dict[str, Any]:
    text = printed(cell, language)
    label = {"show": shown, "formatter": text, "position": "top" if above else "bottom"}
    return {"value": float(cell.fact.number), "text": text, "label": label}


def pathways(plan: PlannedChart, rows: Iterable[Record], figures: Figures) -> Iterator[Pathway]:
    """A chart for each target of a list that names a metric and a value."""
    seen: dict[str, int] = {}
    for row in rows:
        metric = figures.catalogue.get(str(row["metric"] or ""))
        if metric is None:
            continue
        target = target_of(row, metric, figures)
        chart = pathway_of(plan, target, metric, figures) if target is not None else None
        if chart is not None:
            # the first target is the one that a report shows where it shows but one
            name = f"{plan.id}-{metric.id.replace('.', '-')}" if seen else plan.id
            seen[name] = seen.get(name, 0) + 1
            yield replace(chart, id=f"{name}-{seen[name]}" if seen[name] > 1 else name)


def target_of(row: Record, metric: Metric, figures: Figures) -> Target | None:
    """The target that a row of the list states; None of one in words."""
    base_year, base, year = row["base_year"], row["base_value"], row["target_year"]
    value, change = row["target_value"], row["target_change"]
    dimensions = str(row["dimensions"] or "")
    if not isinstance(year, Decimal):
        return None
    begins = int(base_year) if isinstance(base_year, Decimal) else None
    if not isinstance(base, Decimal):
        cell = _cell(metric, begins, dimensions, figures) if begins is not None else None
        base = cell.fact.number if cell is not None else None
    if not isinstance(value, Decimal) and isinstance(change, Decimal) and base is not None:
        value = base * (1 + change / 100)
    if not isinstance(value, Decimal):
        return None
    if base is None or begins is None or begins >= int(year):
        begins, base = None, None
    return Target(row.text("title"), metric.id, begins, base, int(year), value, dimensions)


def _cell(metric: Metric, year: int, dimensions: str, figures: Figures) -> Cell | None:
    period = figures.given.period
    back = period.start.year - year
    if not 0 <= back <= MOST_YEARS:
        return None
    for _ in range(back):
        period = period.previous()
    return number(figures, metric, period, Dimensions.parse(dimensions))


def pathway_of(
    plan: PlannedChart, target: Target, metric: Metric, figures: Figures
) -> Pathway | None:
    """The chart of one target; None where no year has a value, or the target is far away."""
    report_year = figures.given.period.start.year
    first = figures.given.periods[0].start.year
    begins = min(first, target.base_year if target.base_year is not None else first)
    if target.year - begins > MOST_YEARS:
        return None
    actual = [
        (year, cell)
        for year in range(begins, report_year + 1)
        if (cell := _cell(metric, year, target.dimensions, figures)) is not None
    ]
    if not actual:
        return None
    places = max(*(cell.places for _, cell in actual), min(decimals_of(target.value), 2), 0)
    chart = Pathway(
        id=plan.id,
        form=plan.form,
        title=target.title,
        unit=metric.unit,
        metric=metric.id,
        target=target,
        actual=tuple(actual),
        places=places,
    )
    return _noted(chart)


def _noted(chart: Pathway) -> Pathway:
    year, cell = chart.actual[-1]
    texts = {}
    for language in ("en", "zh"):
        unit = printed_unit(chart.unit, language, chart.metric)
        planned = chart.target.planned(year)
        texts[language] = chart_word(
            f"pathway.{chart.status}",
            year=str(year),
            value=printed(cell, language),
            planned="–" if planned is None else format_number(planned, chart.places, language),
            unit=f"{'' if unit.startswith('%') or language == 'zh' else ' '}{unit}",
            target=format_number(chart.target.value, chart.places, language),
            target_year=str(chart.target.year),
        )[language]
    return replace(chart, note=Text(texts["en"], texts["zh"]))
