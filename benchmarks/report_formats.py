"""Published reports in every format, read back and footed: what differs from their text.

It prints the table of docs/explanation/reading-formats.md, in about a quarter of an hour:

    python benchmarks/report_formats.py [--show] [REPORT ...] [FORM ...]

REPORT is the beginning of a name in shared/reports, FORM a name of `FORMS` in
tests/footing_report/format_equality.py; --show lists what differs; --keep=DIR keeps the files.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from footing_report.format_equality import FORMS, PARTS, Footed, foot  # noqa: E402

REPORTS = {"000_": "AlphaESS 2022", "001_": "CALB 2023", "003_": "KSTAR 2023"}


def main(arguments: Sequence[str]) -> None:
    """Print a line for each report and format."""
    show = "--show" in arguments
    kept = next((a.partition("=")[2] for a in arguments if a.startswith("--keep=")), "")
    wanted = [a for a in arguments if a in REPORTS] or list(REPORTS)
    forms = [a for a in arguments if a in FORMS] or list(FORMS)
    print("| report | format | rows | figures | index entries | findings | more findings |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(kept or temporary)
        for name in wanted:
            source = next((ROOT.parent / "shared" / "reports").glob(f"{name}*.txt"))
            lines = source.read_text(encoding="utf-8").split("\n")
            text = foot(source)
            for form in forms:
                suffix, write = FORMS[form]
                path = folder / (name + form.replace(", ", "-").replace(" ", "_") + suffix)
                if not path.exists():
                    write(lines, path)
                _print(REPORTS[name], form, text, foot(path), show)


def _print(report: str, form: str, text: Footed, found: Footed, show: bool) -> None:
    columns = [report, form]
    for part in PARTS:
        ours, theirs = getattr(text, part), getattr(found, part)
        columns.append(f"{(ours & theirs).total()} of {ours.total()}")
    columns.append(str((found.findings - text.findings).total()))
    print(f"| {' | '.join(columns)} |", flush=True)
    for part in PARTS if show else ():
        ours, theirs = getattr(text, part), getattr(found, part)
        for sign, counts in (("-", ours - theirs), ("+", theirs - ours)):
            for each in counts.elements():
                print(f"    {sign} {part}: {each}")


if __name__ == "__main__":
    main(sys.argv[1:])
