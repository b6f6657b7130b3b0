"""What a chart says in words and as a table, for readers who do not see it."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.languages import Language
from crossfoot.reports.charts.chart import Chart, Form, Series
from crossfoot.reports.charts.option import printed, share_of, share_text
from crossfoot.reports.units import COUNT, printed_unit
from crossfoot.reports.words import word

#: more values than this are summed up by the first, the last and the largest
MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class DataTable:
    """The values of a chart as a table of texts: one row for each category."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def data_table(chart: Chart, language: Language) -> DataTable:
    """The values as they are printed, with shares where the chart draws shares."""
    series = [*chart.series, *([chart.total] if chart.total else [])]
    return DataTable(
        ("", *(one.name[language] for one in series)),
        tuple(
            (label[language], *(_value(chart, one, index, language) for one in series))
            for index, label in enumerate(chart.categories)
        ),
    )


def unit_and_period(chart: Chart, language: Language) -> str:
    """The unit of a chart, and the time of its values where no axis shows it."""
    period = chart.period[language] if chart.period else ""
    unit = printed_unit(chart.unit, language, chart.metric)
    if chart.form is Form.SHARES:
        unit = "%" if chart.unit == COUNT else word("chart.share_unit", unit=unit)[language]
    return " · ".join(part for part in (unit, period) if part)


def summary(chart: Chart, language: Language) -> str:
    """One sentence for each series: what a seeing reader takes from the chart."""
    unit = unit_and_period(chart, language)
    key = "chart.summary" if unit else "chart.summary_plain"
    head = word(key, title=chart.title, unit=unit)[language]
    sentences = [_sentence(chart, series, language) for series in chart.series]
    return " ".join((head, *sentences)) if language == "en" else "".join((head, *sentences))


def _sentence(chart: Chart, series: Series, language: Language) -> str:
    indices = [i for i, cell in enumerate(series.cells) if cell is not None]
    if len(indices) > MOST_LISTED:
        largest = max(indices, key=lambda i: _number(series, i))
        smallest = min(indices, key=lambda i: _number(series, i))
        return word(
            "chart.range",
            name=series.name,
            least=_value(chart, series, smallest, language),
            least_at=chart.categories[smallest],
            most=_value(chart, series, largest, language),
            most_at=chart.categories[largest],
        )[language]
    listed = [
        word("chart.point", at=chart.categories[i], value=_value(chart, series, i, language))[
            language
        ]
        for i in indices
    ]
    between = "; " if language == "en" else "，"
    return word("chart.points", name=series.name, points=between.join(listed))[language]


def _number(series: Series, index: int) -> float:
    cell = series.cells[index]
    return float(cell.fact.number) if cell is not None else 0.0


def _value(chart: Chart, series: Series, index: int, language: Language) -> str:
    cell = series.cells[index]
    if cell is None:
        return "–"
    text = printed(cell, language)
    if chart.form is Form.SHARES:
        return f"{text} ({share_text(share_of(chart, series, index), language)})"
    return text
