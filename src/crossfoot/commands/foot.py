"""`crossfoot foot`: read a published report and foot it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import format_option, language_option
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.reading.report import ReadReport


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@format_option("table", "json", "html")
@language_option
def foot(file: Path, format_: str, language: Language) -> int:
    from crossfoot.commands.output import print_json
    from crossfoot.footing.report import foot_report
    from crossfoot.reading.reader import read_report

    report = read_report(file)
    findings = foot_report(report)
    print_json({**report.to_json(), "findings": [f.to_json(language) for f in findings]})
    return 1 if findings else 0
