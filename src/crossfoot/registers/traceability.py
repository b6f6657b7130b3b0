"""Where every system of five published reports went: a register, a core module, or a chapter.

`traceability.csv` has one line per system. `python -m crossfoot.registers.traceability` writes the
page of the documentation.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crossfoot.registers.library import library

_TABLE = Path(__file__).parent / "traceability.csv"

#: page about each core module; empty where there is none yet
CORE = {
    "activity ledger": "explanation/ledger.md",
    "factor library": "explanation/factors.md",
    "organisation & boundary": "explanation/records.md",
    "data collection & approval": "explanation/collection.md",
    "report builder & index": "explanation/reports.md",
    "evidence & audit trail": "explanation/evidence.md",
    "dashboards": "explanation/dashboard.md",
    "targets": "explanation/dashboard.md",
    "climate risk": "",
    "materiality & engagement": "",
    "supplier portal": "",
}

_HEAD = """\
# Where every management system is kept

Five published reports describe {count} management systems. Each has a place: a register, a core
module, or a chapter of the report that is text alone. The page is made from
`src/crossfoot/registers/traceability.csv`.

## Registers

| register | title | 名称 | domain | systems | GRI | HKEX |
| --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One system of one report.

    Attributes:
        report: short mark of the report.
        entry: number of the system in the notes on the report.
        subject: what the system is about.
        registers: ids of the registers that keep it.
        core: core modules that keep it.
        narrative: whether the report has text of it beside, or alone.
    """

    report: str
    entry: str
    subject: str
    registers: tuple[str, ...]
    core: tuple[str, ...]
    narrative: bool


@cache
def entries() -> tuple[Entry, ...]:
    """Every system, in the order of the reports."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Entry(
                row["report"],
                row["entry"],
                row["subject"],
                tuple(row["registers"].split()),
                tuple(part for part in row["core"].split("; ") if part),
                bool(row["narrative"]),
            )
            for row in csv.DictReader(file)
        )


def page() -> str:
    """The page of the documentation, as Markdown."""
    return "\n".join([*_registers(), *_core(), *_systems()]) + "\n"


def _registers() -> Iterator[str]:
    systems = Counter(register for each in entries() for register in each.registers)
    yield _HEAD.format(count=len(entries())).rstrip("\n")
    for id_, each in sorted(library().items()):
        gri, hkex = (", ".join(each.serves.get(name, ())) for name in ("gri", "hkex"))
        title = f"{each.title.en} | {each.title.zh}"
        yield f"| `{id_}` | {title} | {each.domain} | {systems[id_]} | {gri} | {hkex} |"


def _core() -> Iterator[str]:
    systems = Counter(module for each in entries() for module in each.core)
    yield from ("", "## Core modules", "", "| module | systems | page |", "| --- | --- | --- |")
    for module, path in CORE.items():
        link = f"[{path.rpartition('/')[2]}](../{path})" if path else "not built yet"
        yield f"| {module} | {systems[module]} | {link} |"


def _systems() -> Iterator[str]:
    report = ""
    for each in entries():
        if each.report != report:
            report = each.report
            yield from ("", f"## Systems of {report}", "", "| system | about | kept in |")
            yield "| --- | --- | --- |"
        places = [f"`{register}`" for register in each.registers] + list(each.core)
        places += ["text of the report"] if each.narrative else []
        yield f"| {each.entry} | {each.subject} | {', '.join(places)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
