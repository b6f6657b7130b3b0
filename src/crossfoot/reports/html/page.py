"""What a template may ask for: the report with texts, numbers and units in one language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from crossfoot.facts.fact import Basis, Fact
from crossfoot.languages import LANGUAGE_TAGS, Language, Text
from crossfoot.quantities.periods import Period
from crossfoot.reports.charts.alternative import DataTable, data_table, summary, unit_and_period
from crossfoot.reports.charts.chart import Chart, Entries, Key
from crossfoot.reports.charts.option import WIDTH, body_height, echarts_option, height
from crossfoot.reports.charts.wording import chart_word
from crossfoot.reports.codes import standard_codes
from crossfoot.reports.figures import period_label
from crossfoot.reports.findings import draft_words, named_values, unresolved_words
from crossfoot.reports.lineage import Lineages
from crossfoot.reports.model import Cell, Change, Report, Row
from crossfoot.reports.numbers import format_number, format_signed, places_of
from crossfoot.reports.units import printed_unit
from crossfoot.reports.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from crossfoot.footing.finding import Finding

#: places of rows without a factor that are named
MOST_PLACES = 5

#: values of a finding that are listed; the arithmetic shows what counts
MOST_VALUES = 8


@cache
def environment() -> Environment:
    """The templates; whatever they print is escaped, and an unknown name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("crossfoot.reports.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class UnresolvedGroup:
    """Rows without a factor, for one reason; `places` names the first of them."""

    activity: str
    reason: Text
    places: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class FindingValue:
    """A value that a finding names; `anchor` leads to its lineage, empty where it has none."""

    label: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FindingValues:
    """The first values of a finding, and how many more there are."""

    shown: tuple[FindingValue, ...]
    more: int


class Page:
    """One report in one language."""

    def __init__(self, report: Report, language: Language, languages: tuple[Language, ...]) -> None:
        self.report = report
        self.language: Language = language
        self.languages = languages
        self.words = Words(language)
        self.lineages = Lineages(report, language)
        self._anchors: dict[str, str] = {}

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return LANGUAGE_TAGS[self.language]

    def tag_of(self, language: Language) -> str:
        """Another language as HTML names it."""
        return LANGUAGE_TAGS[language]

    def t(self, text: Text) -> str:
        """A text in the language of the page."""
        return text[self.language]

    def period(self, period: Period) -> str:
        """What a column is called."""
        return self.t(period_label(period))

    def unit(self, unit: str, metric: str = "") -> str:
        """A unit as it is printed; nothing for a plain number."""
        return printed_unit(unit, self.language, metric)

    def value(self, cell: Cell) -> str:
        """A value as it is printed, with the words that limit it."""
        if cell.fact.value is None:
            return self.words("table.no_value")
        return self.lineages.value_text(cell.fact, cell.places)

    def anchor(self, cell: Cell) -> str:
        """Address of a cell's lineage, empty where it has none."""
        anchor = cell.anchor
        if anchor not in self._anchors:
            self._anchors[anchor] = self.lineages.add(cell)
        return self._anchors[anchor]

    def change(self, change: Change) -> str:
        """A change with its sign."""
        key = "table.points" if change.points else "table.percent"
        return self.words(key, change=format_signed(change.value, 1, self.language))

    def codes(self, row: Row) -> str:
        """The disclosures that a row's metric answers."""
        return standard_codes(row.metric, self.language)

    def summary(self, chart: Chart) -> str:
        """A chart in words."""
        return summary(chart, self.language)

    def data_table(self, chart: Chart) -> DataTable:
        """A chart as a table of texts."""
        return data_table(chart, self.language)

    chart_width = WIDTH

    def chart_height(self, chart: Chart) -> int:
        """Pixels of the chart for print."""
        return height(chart, self.language)

    def chart_body(self, chart: Chart) -> int:
        """Pixels of the chart in the page, whose legend is not part of it."""
        return body_height(chart, self.language)

    def chart_unit(self, chart: Chart) -> str:
        """What stands beside a chart's title: its unit, and its year where no axis shows it."""
        return unit_and_period(chart, self.language)

    def chart_legend(self, chart: Chart) -> tuple[Key, ...]:
        """Names of a chart's colours; the number of a colour counts from 0."""
        return chart.legend(self.language)

    def chart_list(self, chart: Chart) -> tuple[Entries, ...]:
        """The list beside a chart whose marks bear numbers."""
        return chart.listed(self.language)

    def chart_source(self, chart: Chart) -> str:
        """Where the values of a chart come from."""
        bases = {cell.fact.basis for cell in chart.cells()}
        if not bases:
            return chart_word("source.assessed")[self.language]
        if Basis.COMPUTED in bases:
            run = self.report.method.run
            return (
                self.words("chart.source_computed", run=run[:12])
                if run
                else self.words("chart.source_computed_plain")
            )
        name = "entered" if Basis.ENTERED in bases else "published"
        return self.words(f"chart.source_{name}")

    def metric_title(self, id_: str) -> str:
        """Title of a metric; the id or code itself where the catalogue does not have it."""
        metric = self.report.catalogue.get(id_) if self.report.catalogue else None
        return self.t(metric.title) if metric is not None else id_

    def finding_values(self, finding: Finding) -> FindingValues:
        """The values that a finding names, each once and with its lineage."""
        values = named_values(self.report, finding, self.language)
        shown = tuple(
            FindingValue(value.label, value.text, self._anchor_of(value.fact))
            for value in values[:MOST_VALUES]
        )
        return FindingValues(shown, len(values) - len(shown))

    def statement_anchor(self, fact: Fact) -> str:
        """Address of the lineage of a text, empty where it has none."""
        return self._anchor_of(fact)

    def _anchor_of(self, fact: Fact) -> str:
        """Address of a lineage, also of a value that no table prints."""
        return self.anchor(Cell(fact, places_of(fact) if fact.is_number else 0))

    @property
    def names_company(self) -> bool:
        """Whether the title says whose report it is."""
        return self.t(self.report.company) in self.t(self.report.title)

    @property
    def draft(self) -> str:
        """Why the report is a draft, empty where nothing must be settled."""
        return self.t(draft_words(self.report))

    @property
    def missing_rows(self) -> str:
        """How many activity rows are in no total; empty where all are."""
        return self.t(unresolved_words(self.report))

    def count(self, severity: str) -> int:
        """Number of findings of a severity."""
        return sum(finding.severity == severity for finding in self.report.findings)

    def unresolved(self) -> tuple[UnresolvedGroup, ...]:
        """The rows without a factor, those with one activity and reason together."""
        groups: dict[tuple[str, Text], list[str]] = {}
        for line in self.report.method.unresolved:
            groups.setdefault((line.activity, line.reason), []).append(line.place)
        return tuple(
            UnresolvedGroup(activity, reason, tuple(places[:MOST_PLACES]), len(places))
            for (activity, reason), places in groups.items()
        )

    def count_text(self, count: int) -> str:
        """A whole number as it is printed."""
        return format_number(Decimal(count), 0, self.language)

    def lineage_data(self) -> Markup:
        """The lineages of all numbers that were drawn, as JSON."""
        return json_text(self.lineages.data())

    def chart_data(self, charts: Iterable[Chart]) -> Markup:
        """Charts as options of ECharts in both colour schemes, as JSON for a script element."""
        return json_text(
            {
                chart.id: {
                    scheme: echarts_option(chart, self.language, scheme, "page", self.report.house)
                    for scheme in ("light", "dark")
                }
                for chart in charts
            }
        )

    def script_words(self) -> Markup:
        """The words that the script needs, as JSON."""
        lineage = ("note", "others", "metric", "codes", "basis", "missing", "value", "source")
        search = ("none", "one", "many", "more")
        said = {key: self.words(f"lineage.{key}") for key in lineage}
        # the script puts the number into its place
        told = {key: self.words(f"search.{key}", count="{count}") for key in search}
        return json_text(said | {f"search_{key}": text for key, text in told.items()})


def json_text(data: Any) -> Markup:
    """JSON that may stand in a script element: nothing in it can end the element."""
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - only JSON with its markup characters escaped
