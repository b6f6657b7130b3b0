"""What `crossfoot foot` prints for people: findings, a comparison, any metric with bars."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.commands.foot_words import say
from crossfoot.commands.output import Column, console, print_table, readable, safe, show
from crossfoot.documents.place import Place, places_in_words
from crossfoot.footing.report.shown import breakdown_name, metric_name, report_names
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.footing.report.compare import Comparison, Pair
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.footing.report.series import Series
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport

_MOST_LINES = 4
_MOST_PAIRS = 30
#: characters of the longest bar, in a wide terminal and in a narrow one
_BAR, _SHORT_BAR = 24, 12
#: what a table is called where it depends on whether the reports are of one company
_TITLES = {("table", False): "table_of_two"}
_HINT = "--format json prints them all"
_SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}
#: below this width the arithmetic stands under the message: four columns would be too narrow
_WIDE = 110


def _counted(n: int, severity: str, language: Language) -> str:
    return say(f"{'one' if n == 1 else 'n'}_{severity}", language, n=n)


def print_findings(
    name: str, report: ReadReport, findings: Sequence[ReportFinding], language: Language
) -> None:
    """The findings of a report, errors first."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    counts = {
        severity: _counted(
            sum(found.severity == severity for found in findings), severity, language
        )
        for severity in ("error", "warning", "note")
    }
    show(Text(say("counts", language, name=name, **counts), style="bold"))
    if not findings:
        show(f"[green]{say('nothing', language)}[/]")
        return
    wide = console().width >= _WIDE
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(say("severity", language), no_wrap=True)
    table.add_column(say("place", language), style="cyan", max_width=20, overflow="fold")
    table.add_column(say("message", language), overflow="fold")
    if wide:
        table.add_column(say("arithmetic", language), overflow="fold")
    for found in findings:
        message = Text(found.message[language])
        if found.recomputed and not wide:
            message.append(f"\n{found.recomputed}", style="dim")
        cells = [
            Text(say(found.severity.value, language), _SEVERITY_STYLES[found.severity.value]),
            Text(_where(report, found, language)),
            message,
        ]
        table.add_row(*cells, *([Text(found.recomputed)] if wide else []))
    show(table)


def _where(report: ReadReport, found: ReportFinding, language: Language) -> str:
    """The places of a finding: pages of a PDF, rows of a workbook, lines of a text."""
    places = found.places or tuple(report.place_of(line) for line in found.lines)
    return places_in_words(places, language, _MOST_LINES)


def print_comparison(compared: Comparison, language: Language) -> None:
    """Restated figures, vanished metrics, other denominators and notes, the latest year."""
    first, second = report_names((compared.first, compared.second), short=True)
    names = report_names((compared.first, compared.second))
    show(f"\n[bold]{safe(say('compared', language, first=names[0], second=names[1]))}[/]\n")
    beside = "change" if compared.same_company else "ratio"
    heads = (say("figure", language), first, second, say(beside, language))
    columns = [
        Column(heads[0]),
        *(Column(head, number=True) for head in heads[1:]),
        Column(say("places", language), style="cyan", extra=True),
    ]
    for key in ("restated", "divided_otherwise", "other_units", "table"):
        pairs: tuple[Pair, ...] = getattr(compared, key)
        if pairs:
            rows = [_pair_row(pair, compared, language) for pair in pairs]
            title = say(_TITLES.get((key, compared.same_company), key), language)
            print_table(title, columns, rows, language, most=_MOST_PAIRS, hint=_HINT)
        elif key == "restated" and compared.same_company:
            show(f"[green]{say('not_restated', language)}[/]\n")
    _print_notes(compared, (first, second), language)
    for name, figures in ((first, compared.vanished), (second, compared.appeared)):
        if figures:
            gone = [Column(say(key, language)) for key in ("figure", "value", "places")]
            rows_gone = [
                (metric_name(f.metric, language), _amount(f, language), _place(f, language))
                for f in figures
            ]
            title = say("vanished", language, name=name)
            print_table(title, gone, rows_gone, language, most=_MOST_PAIRS, hint=_HINT)


def _pair_row(pair: Pair, compared: Comparison, language: Language) -> tuple[str, ...]:
    name = _name(pair.first, language)
    if pair.first.metric != pair.second.metric:
        name = f"{name} → {_name(pair.second, language)}"
    elif pair.first.year == pair.second.year:  # else the heads say the years
        name = f"{name}{'，' if language == 'zh' else ', '}{pair.first.year}"
    places = f"{_place(pair.first, language)} → {_place(pair.second, language)}"
    first, second = _amount(pair.first, language), _amount(pair.second, language)
    return (name, first, second, _against(pair, compared), places)


def _against(pair: Pair, compared: Comparison) -> str:
    """Change in per cent of one company, ratio of two; nothing between two metrics."""
    if pair.change is None or pair.ratio is None or pair.first.metric != pair.second.metric:
        return ""
    return f"{pair.change:+,.1f}%" if compared.same_company else f"{readable(pair.ratio)}×"


def _print_notes(compared: Comparison, names: tuple[str, str], language: Language) -> None:
    if not compared.notes:
        return
    columns = [Column(say("metrics", language)), Column(names[0]), Column(names[1])]
    rows = [
        (
            ("、" if language == "zh" else ", ").join(
                metric_name(metric, language) for metric in change.metrics
            ),
            "\n".join(text for _, text in change.before) or "—",
            "\n".join(text for _, text in change.after) or "—",
        )
        for change in compared.notes
    ]
    print_table(say("notes", language), columns, rows, language, most=_MOST_PAIRS, hint=_HINT)


def print_series(
    metric: str, series: Sequence[Series], names: Sequence[str], language: Language
) -> None:
    """A metric over years and reports, each value with its bar and its place."""
    from crossfoot.quantities.units import unit_label

    wide = console().width >= _WIDE
    bar = _BAR if wide else _SHORT_BAR
    units = list(dict.fromkeys(each.unit for each in series))
    title = metric_name(metric, language)
    for unit in units:  # each currency by itself
        of_unit = [each for each in series if each.unit == unit]
        values = [abs(point.figure.value) for each in of_unit for point in each.points]
        longest = max(values, default=Decimal(1)) or Decimal(1)
        columns = [
            Column(say("breakdown", language)),
            Column(say("year", language), no_wrap=True),
            Column(say("report", language)),
            Column(say("value", language), number=True),
            Column("", style="cyan", no_wrap=True),
            Column(say("places", language)),
        ]
        rows = [
            (
                breakdown_name(each.dimensions, language),
                str(point.figure.year),
                names[point.report],
                readable(point.figure.value),
                _bar(abs(point.figure.value) / longest, bar),
                _place(point.figure, language, with_year=False),
            )
            for each in of_unit
            for point in each.points
        ]
        print_table(f"{title} · {unit_label(unit, language)}", columns, rows, language, hint=_HINT)


def _bar(share: Decimal, longest: int) -> str:
    """A bar in eighths of a character.

    >>> _bar(Decimal("0.25"), 24), _bar(Decimal("0.0001"), 24)
    ('██████', '▏')
    """
    eighths = max(int(share * longest * 8), 1 if share else 0)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _name(figure: Figure, language: Language) -> str:
    parts = breakdown_name(figure.dimensions, language)
    name = metric_name(figure.metric, language)
    return f"{name} ({parts})" if parts else name


def _amount(figure: Figure, language: Language) -> str:
    from crossfoot.quantities.units import unit_label

    return f"{readable(figure.value)} {unit_label(figure.unit, language)}"


def _place(figure: Figure, language: Language, *, with_year: bool = True) -> str:
    place = figure.place or Place(line=figure.line)
    where = places_in_words([place], language)
    return (
        f"{figure.year}, {where}"
        if with_year and language == "en"
        else (f"{figure.year}年，{where}" if with_year else where)
    )
