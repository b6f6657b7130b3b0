"""What the template of a comparison shows, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from crossfoot.documents.place import Place, places_in_words
from crossfoot.footing.page.chart import Chart, chart_of
from crossfoot.footing.page.page import SEVERITIES, content_policy, environment, static, words
from crossfoot.footing.report.series import Series, all_series
from crossfoot.footing.report.shown import breakdown_name, metric_name, report_names
from crossfoot.languages import LANGUAGE_TAGS, Language

if TYPE_CHECKING:
    from crossfoot.footing.report.compare import Comparison, Pair
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport

_SIGNIFICANT, _PLACES = 6, 4
#: what a large number is divided by above a column, and the name of that
_LARGE: dict[Language, tuple[tuple[Decimal, str], ...]] = {
    "en": ((Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " m")),
    "zh": ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 6, "百万")),
}
#: from here on decimals above a column say nothing
_WHOLE = 10_000
#: colours that the style knows; more reports begin anew
COLOURS = 8


@dataclass(frozen=True, slots=True)
class ShownMetric:
    """A metric with all its values.

    Attributes:
        id: in the catalogue.
        title: its name.
        rows: its values by breakdown, then year, then report.
        charts: a chart for each currency of the whole; of the first breakdown where there is no
            whole.
        reports: how many reports have it.
    """

    id: str
    title: str
    rows: tuple[Series, ...]
    charts: tuple[Chart, ...]
    reports: int

    @property
    def is_common(self) -> bool:
        """Whether at least two reports have it."""
        return self.reports > 1


class ComparisonPage:
    """Reports side by side, in one language.

    Attributes:
        reports: the reports.
        findings: those of each report.
        comparisons: each report against the next one.
        pages: for each report, the name of the page that shows its text.
        language: of the page.
        chosen: metrics that stand first; all of them where empty.
    """

    def __init__(
        self,
        reports: Sequence[ReadReport],
        findings: Sequence[Sequence[ReportFinding]],
        comparisons: Sequence[Comparison],
        pages: Sequence[str],
        language: Language,
        chosen: Sequence[str] = (),
    ) -> None:
        self.reports = tuple(reports)
        self.findings = tuple(findings)
        self.comparisons = tuple(comparisons)
        self.pages = tuple(pages)
        self.language: Language = language
        self.chosen = tuple(chosen)
        names = report_names(self.reports, short=True)
        years = tuple(str(report.year) for report in self.reports)
        self.names = (
            tuple(self.say("report_of", year=y) for y in years) if names == years else names
        )

    def say(self, key: str, **values: object) -> str:
        """The words of a key."""
        text = words()[key][self.language]
        return text.format(**values) if values else text

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return LANGUAGE_TAGS[self.language]

    def colour(self, report: int) -> int:
        """Which colour of the style a report has, counted from 1."""
        return report % COLOURS + 1

    def counts(self, report: int) -> dict[str, int]:
        """How many findings a report has of each severity."""
        found = self.findings[report]
        return {severity: sum(f.severity == severity for f in found) for severity in SEVERITIES}

    def full_name(self, report: int) -> str:
        """Company and year; the name of the file where no company was found."""
        read = self.reports[report]
        return " ".join(part for part in (read.company or read.name, str(read.year or "")) if part)

    def index_of(self, report: ReadReport) -> int:
        """The position of a report in the list."""
        return next(at for at, each in enumerate(self.reports) if each is report)

    def link(self, report: int, line: int) -> str:
        """The place of a line on the page of its report."""
        return f"{quote(self.pages[report])}#l{line}"

    def place(self, figure: Figure) -> str:
        """Where a figure stands: "line 12", "p. 3"."""
        return places_in_words([figure.place or Place(line=figure.line)], self.language)

    def place_of(self, report: int, line: int) -> str:
        """Where a line of a report stands: "line 12", "p. 3"."""
        return places_in_words([self.reports[report].place_of(line)], self.language)

    def number(self, value: Decimal) -> str:
        """A value for people."""
        from crossfoot.quantities.rounding import round_half_away

        places = max(_PLACES, _SIGNIFICANT - 1 - value.adjusted())
        text = f"{round_half_away(value, places):,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def short(self, value: Decimal) -> str:
        """A value above a column: at most about seven characters."""
        size = abs(value)
        for limit, name in _LARGE[self.language]:
            if size >= limit:
                return f"{self.number(round(value / limit, 2))}{name}"
        return self.number(value if size < 1 else round(value, 0 if size >= _WHOLE else 2))

    def unit(self, unit: str) -> str:
        """A unit for people."""
        from crossfoot.quantities.units import unit_label

        return unit_label(unit, self.language)

    def metric(self, metric: str) -> str:
        """The title of a metric."""
        return metric_name(metric, self.language)

    def breakdown(self, dimensions: tuple[tuple[str, str], ...]) -> str:
        """The members of a breakdown; empty for the whole."""
        return breakdown_name(dimensions, self.language)

    def against(self, pair: Pair, compared: Comparison) -> str:
        """Change in per cent of one company, ratio of two; empty where it says nothing."""
        if pair.change is None or pair.ratio is None or pair.first.metric != pair.second.metric:
            return ""
        if compared.same_company:
            return f"{pair.change:+,.1f}%".replace("-", "−")
        places = max(1, 2 - pair.ratio.adjusted())
        return f"{self.number(round(pair.ratio, places))}×"

    @cached_property
    def metrics(self) -> tuple[ShownMetric, ...]:
        """Every metric: the chosen ones first, then those that several reports have."""
        by_metric: dict[str, list[Series]] = {}
        for series in all_series(self.reports):
            by_metric.setdefault(series.metric, []).append(series)
        shown = [self._shown(metric, series) for metric, series in by_metric.items()]
        order = {metric: at for at, metric in enumerate(self.chosen)}
        return tuple(sorted(shown, key=lambda m: (order.get(m.id, len(order)), -m.reports, m.id)))

    def _shown(self, metric: str, series: Sequence[Series]) -> ShownMetric:
        wholes = [each for each in series if not each.dimensions] or list(series[:1])
        title = self.metric(metric)
        charts = tuple(
            chart_of(
                each,
                self.names,
                " · ".join(
                    p for p in (title, self.breakdown(each.dimensions), self.unit(each.unit)) if p
                ),
                self.short,
            )
            for each in wholes
        )
        rows = sorted(series, key=lambda each: (each.dimensions, each.unit))
        reports = frozenset(at for each in series for at in each.reports)
        return ShownMetric(metric, title, tuple(rows), charts, len(reports))

    @cached_property
    def style(self) -> str:
        """The style sheet: that of the report's page, and its own."""
        return static("page.css") + static("comparison.css")

    @cached_property
    def script(self) -> str:
        """Shows one metric at a time; without it all of them stand below each other."""
        return static("comparison.js")

    @property
    def policy(self) -> str:
        """What the browser may load and run: this style and this script."""
        return content_policy(self.style, self.script)

    def html(self) -> str:
        """The page."""
        return environment().get_template("comparison.html.jinja").render(page=self)
