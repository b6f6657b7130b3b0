"""`crossfoot foot`: read a published report and foot it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import format_option, language_option
from crossfoot.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crossfoot.footing.report.compare import Comparison, Pair
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport

Footed = tuple["ReadReport", list["ReportFinding"]]

#: words that no other command says
_WORDS = {
    "severity": Text("severity", "程度"),
    "place": Text("place", "位置"),
    "message": Text("what does not agree", "不一致之处"),
    "arithmetic": Text("arithmetic", "算式"),
    "counts": Text(
        "{name}: {error} errors, {warning} warnings, {note} notes",
        "{name}：{error}个错误，{warning}个警告，{note}个提示",
    ),
    "nothing": Text("Everything that was checked agrees.", "所检查的内容均一致。"),
    "written": Text("written: {target}", "已写入：{target}"),
    "figure": Text("figure", "指标"),
    "first": Text("first report", "第一份报告"),
    "second": Text("second report", "第二份报告"),
    "places": Text("year: place", "年份：位置"),
    "restated": Text("Given differently for the same year", "同一年份数值不同"),
    "divided_otherwise": Text("Divided by something else", "分母不同"),
    "table": Text("Side by side", "并列比较"),
    "vanished": Text("Not in the second report", "第二份报告中没有"),
    "error": Text("error", "错误"),
    "warning": Text("warning", "警告"),
    "note": Text("note", "提示"),
}
_MOST_LINES = 4
_TWO = 2
_MOST_PAIRS = 30


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@format_option("table", "json", "html")
@language_option
@click.option("--out", type=click.Path(path_type=Path), help="The file, or the folder of several.")
def foot(files: tuple[Path, ...], format_: str, language: Language, out: Path | None) -> int:
    """Read a published report and foot it: what does not agree, and where.

    Needs no workspace. Sums, shares, ratios, figures printed twice, changes in words, and the
    contents indices are checked; each finding names its lines and shows the arithmetic. With
    --format html a page is written that shows the report with every finding marked in place.
    Exit code 1 where anything does not agree.

    Two reports are compared as well: figures of one year that differ, metrics that vanished.

    Example: crossfoot foot report-2023.txt --format html --out report-2023.html
    """
    from crossfoot.commands.progress import progress_bar

    if out is not None and format_ == "table":
        message = "--out is for --format html and json"
        raise click.UsageError(message)
    footed = []
    for file in files:
        with progress_bar(file.name) as progress:
            footed.append(_foot(file, progress))
    {"table": _print, "json": _json, "html": _html}[format_](files, footed, language, out)
    return 1 if any(findings for _, findings in footed) else 0


def _foot(file: Path, progress: Callable[[int, int], None]) -> Footed:
    from crossfoot.footing.report import foot_report
    from crossfoot.reading.reader import read_report

    report = read_report(file, progress)
    return report, foot_report(report)


def _json(
    files: Sequence[Path], footed: Sequence[Footed], language: Language, out: Path | None
) -> None:
    """One document for one report, a list of them for several."""
    from crossfoot.commands.output import print_json

    documents: list[dict[str, Any]] = [
        {**report.to_json(), "findings": [found.to_json(language) for found in findings]}
        for report, findings in footed
    ]
    document: dict[str, Any] = documents[0] if len(files) == 1 else {"reports": documents}
    if len(files) == _TWO:
        document["comparison"] = _compared(footed).to_json()
    if out is None:
        print_json(document)
        return
    import json

    out.write_text(json.dumps(document, ensure_ascii=False, indent=2, default=str), "utf-8")
    _say_written(out, language)


def _html(
    files: Sequence[Path], footed: Sequence[Footed], language: Language, out: Path | None
) -> None:
    from crossfoot.footing.page.write import write_page

    for file, (report, findings) in zip(files, footed, strict=True):
        if out is None:
            target = Path(f"{file.stem}.foot.html")
        elif len(files) > 1 or out.is_dir():
            target = out / f"{file.stem}.foot.html"
        else:
            target = out
        _say_written(write_page(report, findings, language, target), language)


def _say_written(target: Path, language: Language) -> None:
    from crossfoot.commands.output import note

    note(_WORDS["written"][language].format(target=target))


def _print(
    files: Sequence[Path], footed: Sequence[Footed], language: Language, out: Path | None
) -> None:
    from crossfoot.commands.output import Column, print_table, show
    from crossfoot.documents.place import places_in_words

    for file, (report, findings) in zip(files, footed, strict=True):
        counts = {
            name: sum(found.severity == name for found in findings)
            for name in ("error", "warning", "note")
        }
        name = " ".join(str(part) for part in (report.company or file.name, report.year) if part)
        title = _WORDS["counts"][language].format(name=name, **counts)
        if not findings:
            show(title)
            show(f"[green]{_WORDS['nothing'][language]}[/]")
            continue
        columns = [
            Column(_WORDS["severity"][language], no_wrap=True),
            Column(_WORDS["place"][language], style="cyan"),
            Column(_WORDS["message"][language]),
            Column(_WORDS["arithmetic"][language]),
        ]
        rows = [
            (
                _WORDS[found.severity.value][language],
                places_in_words(found.places, language, _MOST_LINES),
                found.message[language],
                found.recomputed,
            )
            for found in findings
        ]
        print_table(title, columns, rows, language, most=len(rows))

    if len(files) == _TWO:
        _print_comparison(footed, language)


def _compared(footed: Sequence[Footed]) -> Comparison:
    from crossfoot.footing.report.compare import compare

    return compare(footed[0][0], footed[1][0])


def _print_comparison(footed: Sequence[Footed], language: Language) -> None:
    """Restated figures, vanished metrics, other denominators, and the figures side by side."""
    from crossfoot.commands.output import Column, print_table, readable
    from crossfoot.documents.place import Place, places_in_words
    from crossfoot.metrics.catalogue import catalogue

    compared = _compared(footed)
    metrics = catalogue()

    def title(metric: str) -> str:
        found = metrics.get(metric)
        return found.title[language] if found is not None else metric

    def name(pair: Pair) -> str:
        parts = ", ".join(member for _, member in pair.first.dimensions)
        return f"{title(pair.first.metric)} ({parts})" if parts else title(pair.first.metric)

    def amount(figure: Figure) -> str:
        return f"{readable(figure.value)} {figure.unit}"

    def place(figure: Figure) -> str:
        place = figure.place or Place(line=figure.line)
        return f"{figure.year}: {places_in_words([place], language)}"

    columns = [Column(_WORDS[key][language]) for key in ("figure", "first", "second", "places")]
    for key, pairs in (
        ("restated", compared.restated),
        ("divided_otherwise", compared.divided_otherwise),
        ("table", compared.table),
    ):
        if not pairs:
            continue
        rows = [
            (name(p), amount(p.first), amount(p.second), f"{place(p.first)} / {place(p.second)}")
            for p in pairs
        ]
        print_table(_WORDS[key][language], columns, rows, language, most=_MOST_PAIRS)
    if compared.vanished:
        rows_gone = [(title(f.metric), amount(f), place(f)) for f in compared.vanished]
        gone = [Column(_WORDS[key][language]) for key in ("figure", "first", "places")]
        print_table(_WORDS["vanished"][language], gone, rows_gone, language, most=_MOST_PAIRS)
