"""A report of a hundred pages with forty tables, as PDF: how long reading and footing takes.

    python benchmarks/report_pdf.py [PAGES]

Chromium typesets it. A person waits for it at the terminal; the bound is 30 seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from crossfoot.footing.report import foot_report
from crossfoot.reading.reader import read_report
from reading_formats.printing import print_page
from reading_formats.typesetting import page

_PARAGRAPH = (
    "The company keeps on improving how it manages energy, water and materials. In {year} it "
    "reviewed {n} sites, trained their staff and set targets that the board follows each quarter. "
    "Suppliers are asked for the same, and what they report is checked on the spot. "
)
_ROWS = (
    ("Number of male employees", "person", 600, 611),
    ("Number of female employees", "person", 300, 322),
    ("Total number of employees", "person", 900, 933),
    ("Total water consumption", "m3", 35120, 33980),
    ("Electricity consumption", "MWh", 82040, 90170),
    ("Scope 1 GHG emissions", "tCO2e", 1204, 1310),
    ("Scope 2 GHG emissions", "tCO2e", 5204, 5310),
    ("Total GHG emissions", "tCO2e", 6408, 6620),
)


def typeset(pages: int) -> str:
    """Pages full of text; two of five have a table, of which half is ruled."""
    out = []
    for number in range(pages):
        text = "".join(
            f"<p>{_PARAGRAPH.format(year=2023, n=number + at) * 2}</p>" for at in range(5)
        )
        table = ""
        if number % 5 < 2:
            style = "ruled" if number % 2 else "open"
            rows = "".join(
                f"<tr><td>{label} of site {number}<td>{unit}<td>{a:,}<td>{b:,}</tr>"
                for label, unit, a, b in _ROWS
            )
            head = "<tr><td>Indicator<td>Unit<td>2022<td>2023</tr>"
            table = f"<h2>Key data of site {number}</h2><table class={style}>{head}{rows}</table>"
        out.append(f"<div style='break-after:page'><h1>Chapter {number}</h1>{text}{table}</div>")
    return page("".join(out))


def main(pages: int) -> None:
    """Print the seconds of reading and of footing."""
    with tempfile.TemporaryDirectory() as folder:
        path = print_page(typeset(pages), Path(folder) / "report.pdf")
        seen: list[tuple[int, int]] = []
        began = time.perf_counter()
        report = read_report(path, lambda done, count: seen.append((done, count)))
        read = time.perf_counter()
        findings = foot_report(report)
        footed = time.perf_counter()
    print(f"pages {report.place_of(len(report.lines)).page}, tables {len(report.tables)}, ", end="")
    print(f"figures {len(report.figures)}, findings {len(findings)}")
    print(f"reading {read - began:.1f} s, footing {footed - read:.1f} s, progress {seen[-1]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
