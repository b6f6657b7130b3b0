"""From last year's total to this year's: what rose, what fell. The steps add up exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language, Text
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.charts.chart import Chart, DataTable, Key
from crossfoot.reports.charts.look import LYING_WIDTH, Look
from crossfoot.reports.charts.values import LEAST, number, parts, printed, sites, total
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures, period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import format_number, format_signed

if TYPE_CHECKING:
    from crossfoot.metrics.metric import Metric
    from crossfoot.reports.plan import PlannedChart

#: more steps than this are summed up in a last one
MOST_STEPS = 9

#: where all changes together reach less than this share of the total, the axis does not begin at 0
LEAST_SEEN = Decimal("0.35")

#: series of the palette: totals, what rose, what fell
TOTAL, RISE, FALL = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Step:
    """What a part adds to the change of the total."""

    name: Text
    change: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall(Chart):
    """A bridge between two years.

    Attributes:
        before: name and value of the earlier total.
        after: name and value of the later one.
        steps: what lies between; their changes add up to the difference.
        places: decimals of the changes.
    """

    before: tuple[Text, Cell]
    after: tuple[Text, Cell]
    steps: tuple[Step, ...]
    places: int

    def cells(self) -> Iterator[Cell]:
        """The two totals."""
        yield self.before[1]
        yield self.after[1]

    def body(self, language: Language) -> int:
        """A lying bar for each step."""
        return 64 + 32 * (len(self.steps) + 2)

    def legend(self, language: Language) -> tuple[Key, ...]:
        """Totals, rises and falls."""
        keys = (("waterfall.total", TOTAL), ("waterfall.rise", RISE), ("waterfall.fall", FALL))
        return tuple(Key(chart_word(key)[language], colour) for key, colour in keys)

    def table(self, language: Language) -> DataTable:
        """The totals, and between them the changes with their signs."""
        rows = [
            (self.before[0][language], printed(self.before[1], language)),
            *((step.name[language], self._signed(step, language)) for step in self.steps),
            (self.after[0][language], printed(self.after[1], language)),
        ]
        return DataTable(("", chart_word("waterfall.value")[language]), tuple(rows))

    def sentences(self, language: Language) -> list[str]:
        """The totals, then what changed."""
        change = self.after[1].fact.number - self.before[1].fact.number
        steps = [
            chart_word("say.point", at=step.name, value=self._signed(step, language))[language]
            for step in self.steps
        ]
        return [
            chart_word(
                "waterfall.sentence",
                before=self.before[0],
                from_=printed(self.before[1], language),
                after=self.after[0],
                to=printed(self.after[1], language),
                change=format_signed(change, self.places, language),
                steps=joined(steps, language),
            )[language]
        ]

    def _signed(self, step: Step, language: Language) -> str:
        return format_signed(step.change, self.places, language)

    @property
    def levels(self) -> tuple[Decimal, ...]:
        """The total before, after each step, and at the end."""
        level = self.before[1].fact.number
        found = [level]
        for step in self.steps:
            level += step.change
            found.append(level)
        return tuple(found)

    @property
    def axis_begins(self) -> Decimal:
        """Where the axis begins: at zero, unless the changes would be hard to see."""
        low, high = min(self.levels), max(self.levels)
        if low <= 0 or high - low >= LEAST_SEEN * high:
            return Decimal(0)
        return _floor(low - (high - low) * Decimal("0.6"))

    def option(self, look: Look) -> dict[str, Any]:
        """Bars that hang between the level before and after each step."""
        language = look.language
        keys = self.legend(language)
        names = [key.name for key in keys]
        labels = [self.before[0], *(step.name for step in self.steps), self.after[0]]
        value = look.value_axis() | {"min": float(self.axis_begins)}
        if min(self.levels) < 0:
            del value["min"]
        return look.base() | {
            "legend": look.legend(names),
            "grid": look.grid(names, right=72),
            "tooltip": look.tooltip("axis"),
            "xAxis": value,
            "yAxis": look.category_axis([label[language] for label in labels], lying=True),
            "series": [
                self._unseen(),
                *(self._bars(key, look) for key in keys),
            ],
        }

    def _spans(self) -> list[tuple[int, Decimal, Decimal, str]]:
        """Colour, both ends and a sign for each bar."""
        levels = self.levels
        spans = [(TOTAL, Decimal(0), levels[0], "")]
        for step, earlier, later in zip(self.steps, levels, levels[1:], strict=False):
            spans.append((RISE if step.change >= 0 else FALL, earlier, later, "step"))
        spans.append((TOTAL, Decimal(0), self.after[1].fact.number, ""))
        return spans

    def _unseen(self) -> dict[str, Any]:
        """What lies between zero and the near end of each bar."""
        near = []
        for _, one, other, _ in self._spans():
            crossing = min(one, other) < 0 < max(one, other)
            near.append(Decimal(0) if crossing else min(one, other, key=abs))
        return {
            "type": "bar",
            "stack": "bridge",
            "silent": True,
            "itemStyle": {"color": "rgba(0,0,0,0)"},
            "data": [float(each) for each in near],
        }

    def _bars(self, key: Key, look: Look) -> dict[str, Any]:
        texts = [row[1] for row in self.table(look.language).rows]
        data: list[dict[str, Any] | None] = []
        for (colour, one, other, _), text in zip(self._spans(), texts, strict=True):
            if colour != key.colour:
                data.append(None)
                continue
            low, high = min(one, other), max(one, other)
            length = high - low if low >= 0 else low - high  # negative bars grow to the left
            label = {"formatter": text}
            data.append({"value": float(length), "text": text, "label": label})
        return {
            "name": key.name,
            "type": "bar",
            "stack": "bridge",
            "barMaxWidth": LYING_WIDTH,
            "itemStyle": {"color": look.series(key.colour)},
            "data": data,
            "label": look.label("right", show=True),
        }


def _floor(value: Decimal) -> Decimal:
    """A round number below a positive one; 0 below small ones."""
    if value <= 0:
        return Decimal(0)
    step = Decimal(10) ** (value.adjusted() - 1) * 5
    return value // step * step


def waterfall(plan: PlannedChart, figures: Figures) -> Iterator[Waterfall]:
    """The change of a total, cut into parts or sites.

    Parts that do not reach the total leave a last step, so the steps always add up.
    """
    metric = figures.catalogue[plan.total or plan.metrics[0]]
    period = figures.given.period
    before, after = (number(figures, metric, each) for each in (period.previous(), period))
    if before is None or after is None or period.previous() not in figures.given.periods:
        return
    changes = _changes(plan, metric, figures, period)
    if len(changes) < LEAST:
        return
    change = after.fact.number - before.fact.number
    places = max(before.places, after.places)
    changes.sort(key=lambda step: -abs(step.change))
    kept, rest = changes[: MOST_STEPS - 1], changes[MOST_STEPS - 1 :]
    if len(rest) == 1:
        kept, rest = changes, []
    kept.sort(key=lambda step: -step.change)
    if rest:
        kept.append(Step(chart_word("rest.others", count=len(rest)), total(s.change for s in rest)))
    missing = change - total(step.change for step in kept)
    if missing:
        rounding = (
            not round_half_away(missing, places) or abs(missing) < 10 * Decimal(10) ** -places
        )
        kept.append(Step(chart_word("rest.rounding" if rounding else "rest.unsplit"), missing))
    yield _noted(
        Waterfall(
            id=plan.id,
            form=plan.form,
            title=plan.title,
            unit=metric.unit,
            metric=metric.id,
            before=(period_label(period.previous()), before),
            after=(period_label(period), after),
            steps=tuple(kept),
            places=places,
        )
    )


def _noted(chart: Waterfall) -> Waterfall:
    begins = chart.axis_begins
    if not begins:
        return chart
    at = Text(*(format_number(begins, 0, language) for language in ("en", "zh")))
    return replace(chart, note=chart_word("waterfall.axis", at=at))


def _changes(plan: PlannedChart, metric: Metric, figures: Figures, period: Period) -> list[Step]:
    both = (period.previous(), period)
    values: dict[str, tuple[Text, list[Decimal]]] = {}
    if plan.by_entity:
        for entity, name in sites(figures):
            cells = [number(figures, metric, each, entity=entity) for each in both]
            if any(cells):
                found = [cell.fact.number if cell else Decimal(0) for cell in cells]
                values[entity] = (name, found)
    for written in plan.parts:
        for position, each in enumerate(both):
            for part in parts(written, figures, each):
                _, found = values.setdefault(part.id, (part.name, [Decimal(0)] * 2))
                found[position] = part.number
    steps = [Step(name, later - earlier) for name, (earlier, later) in values.values()]
    return [step for step in steps if step.change]
