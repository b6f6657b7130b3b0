"""The materiality matrix: topics by impact and financial materiality, with their list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language, Text
from crossfoot.reports.charts.chart import Chart, DataTable, Entries, Entry
from crossfoot.reports.charts.look import Look, readable_on
from crossfoot.reports.charts.numbered import list_beside, list_height, moved_apart
from crossfoot.reports.charts.values import LEAST
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import decimals_of, format_number

if TYPE_CHECKING:
    from crossfoot.reports.lists.records import Record
    from crossfoot.reports.plan import PlannedChart

#: tiers from the top, with their colours in the palette: dark, middle, light
TIERS = (("high", 0), ("medium", 1), ("low", 2), ("", 7))

RADIUS = 11
#: pixels of the plot in a picture
SIDE = 320

#: scores are on one of these scales
SCALES = (5, 10, 100)


@dataclass(frozen=True, slots=True)
class MaterialTopic:
    """A topic with its scores.

    Attributes:
        name: what it is about.
        impact: how much the company matters to it.
        financial: how much it matters to the company.
        tier: high, medium, low; empty where nobody said.
    """

    name: Text
    impact: Decimal
    financial: Decimal
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Chart):
    """Topics, numbered from the most material one."""

    topics: tuple[MaterialTopic, ...]

    def cells(self) -> Iterator[Cell]:
        """None: scores are judgements of a list, no facts."""
        return iter(())

    def body(self, language: Language) -> int:
        """The plot, or the list where that is longer."""
        return max(SIDE + 60, list_height(self.listed(language)) + 16)

    def live_body(self, language: Language) -> int:
        """The plot alone."""
        return SIDE + 50

    def unit_text(self, language: Language) -> str:
        """Scores have no unit."""
        return chart_word("matrix.scale", most=str(self._scale))[language]

    def listed(self, language: Language) -> tuple[Entries, ...]:
        """All topics, under their tiers."""
        groups = []
        for tier, colour in TIERS:
            entries = tuple(
                Entry(number, topic.name[language], colour)
                for number, topic in enumerate(self.topics, start=1)
                if topic.tier == tier
            )
            if entries:
                heading = chart_word(f"tier.{tier}")[language] if tier else ""
                groups.append(Entries(heading, entries))
        return tuple(groups)

    def table(self, language: Language) -> DataTable:
        """A row for each topic."""
        heads = ("matrix.impact", "matrix.financial", "matrix.tier")
        return DataTable(
            ("", *(chart_word(head)[language] for head in heads)),
            tuple(
                (
                    f"{number} {topic.name[language]}",
                    _score(topic.impact, language),
                    _score(topic.financial, language),
                    chart_word(f"tier.{topic.tier}")[language] if topic.tier else "–",
                )
                for number, topic in enumerate(self.topics, start=1)
            ),
        )

    def sentences(self, language: Language) -> list[str]:
        """One for each tier: its topics with both scores."""
        found = []
        for tier in dict.fromkeys(topic.tier for topic in self.topics):
            points = [
                chart_word(
                    "matrix.point",
                    topic=topic.name,
                    impact=_score(topic.impact, language),
                    financial=_score(topic.financial, language),
                )[language]
                for topic in self.topics
                if topic.tier == tier
            ]
            key, text = ("say.points", chart_word(f"tier.{tier}")) if tier else ("say.plain", "")
            found.append(chart_word(key, name=text, points=joined(points, language))[language])
        return found

    @property
    def _scale(self) -> int:
        most = max(max(topic.impact, topic.financial) for topic in self.topics)
        return next(scale for scale in SCALES if most <= scale)

    @property
    def _span(self) -> tuple[float, float]:
        """From a round number below the lowest score to the top of the scale."""
        scale = self._scale
        least = float(min(min(topic.impact, topic.financial) for topic in self.topics))
        step = scale / 5
        below = max(0.0, (least - step / 4) // step * step)
        return (below if below >= scale * 0.3 else 0.0), float(scale)

    def option(self, look: Look) -> dict[str, Any]:
        """Numbered discs; on paper with the list beside them."""
        low, high = self._span
        groups = self.listed(look.language)
        grid: dict[str, Any] = {"left": 52, "top": 14}
        on_paper = {"width": SIDE, "height": self._tall(look)}
        grid |= on_paper if look.medium == "print" else {"right": 14, "bottom": 42}
        option = look.base() | {
            "legend": look.legend(()),
            "grid": grid | {"outerBoundsMode": "none"},
            "xAxis": self._axis("matrix.financial", look, 26, low, high),
            "yAxis": self._axis("matrix.impact", look, 34, low, high),
            "series": [{"type": "scatter", "symbolSize": RADIUS * 2, "data": self._data(look)}],
        }
        if look.medium == "print":
            option["graphic"] = list_beside(groups, look)
        return option

    def _tall(self, look: Look) -> int:
        """Pixels from the bottom of the plot to its top: on paper as tall as the list beside it."""
        return self.body(look.language) - 60 if look.medium == "print" else SIDE

    def _axis(self, key: str, look: Look, gap: int, low: float, high: float) -> dict[str, Any]:
        axis = look.value_axis() | {
            "min": low,
            "max": high,
            "interval": self._scale / 5,
            "name": chart_word(key)[look.language],
            "nameLocation": "middle",
            "nameGap": gap,
            "nameTextStyle": {"color": look.palette["text"]},
            "axisLine": {"show": True, "lineStyle": {"color": look.palette["muted"]}},
        }
        if low >= high:
            del axis["min"]
        return axis

    def _data(self, look: Look) -> list[dict[str, Any]]:
        low, high = self._span
        tall = self._tall(look)
        per_pixel, per_pixel_up = (high - low) / SIDE, (high - low) / tall
        centres = [
            (
                (float(topic.financial) - low) / per_pixel,
                (float(topic.impact) - low) / per_pixel_up,
            )
            for topic in self.topics
        ]
        placed = moved_apart(centres, [RADIUS] * len(centres), SIDE, tall)
        colours = dict(TIERS)
        data = []
        for number, (topic, (across, up)) in enumerate(zip(self.topics, placed, strict=True), 1):
            colour = look.series(colours[topic.tier])
            impact, financial = (
                _score(score, look.language) for score in (topic.impact, topic.financial)
            )
            data.append(
                {
                    "value": [
                        round(low + across * per_pixel, 4),
                        round(low + up * per_pixel_up, 4),
                    ],
                    "name": topic.name[look.language],
                    "text": chart_word("matrix.scores", impact=impact, financial=financial)[
                        look.language
                    ],
                    "itemStyle": {
                        "color": colour,
                        "opacity": 1,
                        "borderColor": look.palette["muted"],
                    },
                    "label": {
                        "show": True,
                        "formatter": str(number),
                        "color": readable_on(colour),
                        "fontSize": 11,
                    },
                }
            )
        return data


def _score(score: Decimal, language: Language) -> str:
    return format_number(score, decimals_of(score), language)


def matrix(plan: PlannedChart, rows: Iterable[Record], figures: Figures) -> Iterator[Matrix]:
    """The matrix of the rows of a list that have both scores."""
    topics = [
        MaterialTopic(row.text("topic"), row["impact"], row["financial"], str(row["tier"] or ""))
        for row in rows
        if isinstance(row["impact"], Decimal) and isinstance(row["financial"], Decimal)
    ]
    chart = matrix_of(plan, topics)
    if chart is not None:
        yield chart


def matrix_of(plan: PlannedChart, topics: Iterable[MaterialTopic]) -> Matrix | None:
    """The matrix of some topics, numbered by tier and score; None of fewer than two."""
    tiers = [tier for tier, _ in TIERS]
    ordered = sorted(topics, key=lambda t: (tiers.index(t.tier), -(t.impact + t.financial)))
    if len(ordered) < LEAST:
        return None
    return Matrix(id=plan.id, form=plan.form, title=plan.title, unit="", topics=tuple(ordered))
