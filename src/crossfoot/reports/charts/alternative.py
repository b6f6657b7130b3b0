"""What a chart says in words and as a table, for readers who do not see it."""

from __future__ import annotations

from crossfoot.languages import Language
from crossfoot.reports.charts.chart import Chart, DataTable
from crossfoot.reports.charts.wording import chart_word

__all__ = ["DataTable", "data_table", "summary", "unit_and_period"]


def data_table(chart: Chart, language: Language) -> DataTable:
    """The values as they are printed."""
    return chart.table(language)


def unit_and_period(chart: Chart, language: Language) -> str:
    """The unit of a chart, and the time of its values where no axis shows it."""
    period = chart.period[language] if chart.period else ""
    return " · ".join(part for part in (chart.unit_text(language), period) if part)


def summary(chart: Chart, language: Language) -> str:
    """What a seeing reader takes from the chart, in sentences."""
    unit = unit_and_period(chart, language)
    key = "chart.summary" if unit else "chart.summary_plain"
    head = chart_word(key, title=chart.title, unit=unit)[language]
    sentences = [head, *chart.sentences(language)]
    if chart.note is not None:
        sentences.append(chart.note[language])
    return (" " if language == "en" else "").join(sentences)
