"""`crossfoot foot`: read a published report and foot it; compare several; load the figures."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import format_option, language_option
from crossfoot.languages import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crossfoot.footing.report.compare import Comparison
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.footing.report.series import Series
    from crossfoot.reading.report import ReadReport

_TWO = 2
_COMPARISON = "comparison.foot.html"


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@format_option("table", "json", "html")
@click.option("--metric", "metrics", metavar="ID", multiple=True, help="Show this metric, charted.")
@click.option(
    "--into", metavar="DIR", type=click.Path(path_type=Path), help="Load the figures as facts."
)
@language_option
@click.option("--out", type=click.Path(path_type=Path), help="The file, or the folder of several.")
def foot(
    files: tuple[Path, ...],
    format_: str,
    metrics: tuple[str, ...],
    into: Path | None,
    language: Language,
    out: Path | None,
) -> int:
    """Read a published report and foot it: what does not agree, and where.

    Needs no workspace. Sums, shares, ratios, figures printed twice, changes in words, and the
    contents indices are checked; each finding names its place and shows the arithmetic. With
    --format html a page is written that shows the report with every finding marked in place.
    Exit code 1 where anything does not agree.

    Two reports, of one company or of two, are compared as well: restated figures, metrics that
    vanished, other denominators, notes that changed, and any metric with its chart.

    --into loads the recognised figures into a workspace, which is started where there is none.

    Example: crossfoot foot report-2023.pdf --format html --out report-2023.html

    Example: crossfoot foot report-2022.pdf report-2023.pdf --metric ghg.scope1
    """
    from crossfoot.commands.progress import progress_bar

    if out is not None and format_ == "table":
        message = "--out is for --format html and json"
        raise click.UsageError(message)
    _check_metrics(metrics)
    footed = Footed(files, metrics, language, out)
    for file in files:
        with progress_bar(file.name) as progress:
            footed.read(file, progress)
    if into is not None:
        _load(footed, into)
    {"table": _print, "json": _json, "html": _html}[format_](footed)
    return 1 if footed.disagrees else 0


class Footed:
    """The reports of one call, with what was found in them, in the order given."""

    def __init__(
        self,
        files: Sequence[Path],
        metrics: Sequence[str],
        language: Language,
        out: Path | None,
    ) -> None:
        self.files = tuple(files)
        self.metrics = tuple(metrics)
        self.language: Language = language
        self.out = out
        self.reports: list[ReadReport] = []
        self.findings: list[list[ReportFinding]] = []
        self._comparisons: list[Comparison] | None = None

    def read(self, file: Path, progress: Callable[[int, int], None]) -> None:
        """Read and foot one of the files."""
        from crossfoot.footing.report import foot_report
        from crossfoot.reading.reader import read_report

        whole = Whole(progress, is_pdf=file.suffix.lower() == ".pdf")
        report = read_report(file, whole)
        self.reports.append(report)
        self.findings.append(foot_report(report))
        progress(100, 100)

    @property
    def comparisons(self) -> list[Comparison]:
        """Each report against the next one, by year."""
        from crossfoot.footing.report.compare import compare

        if self._comparisons is None:
            ordered = sorted(self.reports, key=lambda report: report.year or 0)
            self._comparisons = [compare(first, second) for first, second in pairwise(ordered)]
        return self._comparisons

    @property
    def disagrees(self) -> bool:
        """Whether anything was found, in a report or between two of one company."""
        return any(self.findings) or any(compared.restated for compared in self.comparisons)

    def series(self, metric: str) -> list[Series]:
        """A metric over the reports."""
        from crossfoot.footing.report.series import all_series

        return [each for each in all_series(self.reports) if each.metric == metric]


class Whole:
    """One bar for the parts of the work: the pages of a PDF, recognising, and then the footing."""

    def __init__(self, progress: Callable[[int, int], None], *, is_pdf: bool) -> None:
        self._progress = progress
        #: where each part begins and ends, in per cent; the footing follows
        self._parts = [(0, 85), (85, 95)] if is_pdf else [(0, 70)]
        self._last = 0

    def __call__(self, done: int, total: int) -> None:
        """A part that begins anew is the next one."""
        if done < self._last and len(self._parts) > 1:
            self._parts.pop(0)
        self._last = done
        begin, end = self._parts[0]
        self._progress(begin + (end - begin) * done // max(total, 1), 100)


def _check_metrics(metrics: Sequence[str]) -> None:
    """A slip of the pen is told before a long report is read."""
    from crossfoot.metrics.catalogue import catalogue

    for metric in metrics:
        catalogue().find(metric)


def _load(footed: Footed, folder: Path) -> None:
    """The figures of all reports into one workspace."""
    from crossfoot.commands.foot_words import say
    from crossfoot.commands.output import note
    from crossfoot.commands.problems import print_warnings
    from crossfoot.workspaces.report_imports import load_reports

    for file, result in zip(
        footed.files, load_reports(folder, footed.files, footed.reports), strict=True
    ):
        print_warnings(result.warnings)
        note(say("loaded", footed.language, file=file.name, rows=result.rows, folder=folder))


def _json(footed: Footed) -> None:
    """One document for one report, a list of them for several."""
    from crossfoot.commands.output import print_json

    documents: list[dict[str, Any]] = [
        {**report.to_json(), "findings": [found.to_json(footed.language) for found in findings]}
        for report, findings in zip(footed.reports, footed.findings, strict=True)
    ]
    document: dict[str, Any] = documents[0] if len(documents) == 1 else {"reports": documents}
    if len(documents) == _TWO:
        document["comparison"] = footed.comparisons[0].to_json()
    elif len(documents) > _TWO:
        document["comparisons"] = [compared.to_json() for compared in footed.comparisons]
    if footed.metrics:
        document["series"] = [
            each.to_json() for metric in footed.metrics for each in footed.series(metric)
        ]
    if footed.out is None:
        print_json(document)
        return
    import json

    footed.out.write_text(json.dumps(document, ensure_ascii=False, indent=2, default=str), "utf-8")
    _say_written(footed.out, footed.language)


def _html(footed: Footed) -> None:
    from crossfoot.footing.page.write import write_comparison, write_page

    out, several = footed.out, len(footed.files) > 1
    folder = (out or Path()) if several else None
    targets = _targets(footed.files, folder, out)
    for target, report, findings in zip(targets, footed.reports, footed.findings, strict=True):
        _say_written(write_page(report, findings, footed.language, target), footed.language)
    if folder is not None:
        pages = [target.name for target in targets]
        target = folder / _COMPARISON
        written = write_comparison(
            footed.reports,
            footed.findings,
            footed.comparisons,
            pages,
            footed.language,
            target,
            footed.metrics,
        )
        _say_written(written, footed.language)


def _targets(files: Sequence[Path], folder: Path | None, out: Path | None) -> list[Path]:
    """Where the page of each file is written; two files of one name get two pages."""
    if folder is None and out is not None and not out.is_dir():
        return [out]
    place = folder if folder is not None else out or Path()
    stems: list[str] = []
    for file in files:
        alike = sum(stem == file.stem or stem.startswith(f"{file.stem}.") for stem in stems)
        stems.append(f"{file.stem}.{alike + 1}" if alike else file.stem)
    return [place / f"{stem}.foot.html" for stem in stems]


def _say_written(target: Path, language: Language) -> None:
    from crossfoot.commands.foot_words import say
    from crossfoot.commands.output import note

    note(say("written", language, target=target))


def _print(footed: Footed) -> None:
    from crossfoot.commands import foot_tables
    from crossfoot.commands.foot_words import say
    from crossfoot.commands.output import note
    from crossfoot.footing.report.shown import report_names

    language = footed.language
    for file, report, findings in zip(footed.files, footed.reports, footed.findings, strict=True):
        name = " ".join(str(part) for part in (report.company or file.name, report.year) if part)
        foot_tables.print_findings(name, report, findings, language)
        if report.hidden_sheets:
            sheets = ", ".join(report.hidden_sheets)
            note(say("hidden_sheets", language, file=file.name, sheets=sheets))
    for compared in footed.comparisons:
        foot_tables.print_comparison(compared, language)
    names = report_names(footed.reports, short=True)
    for metric in footed.metrics:
        series = footed.series(metric)
        if series:
            foot_tables.print_series(metric, series, names, language)
        else:
            note(say("unknown_metric", language, metric=metric))
