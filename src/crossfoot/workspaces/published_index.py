"""The content indices of a published report, kept as the index that a workspace states."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.standards.catalogue import STANDARDS, standard

if TYPE_CHECKING:
    from crossfoot.reading.index_entries import IndexEntry
    from crossfoot.reading.report import ReadReport

#: where a workspace states its content indices
INDEX_FILE = "index.csv"

_COLUMNS = ("standard", "code", "group", "locations", "status", "line")
#: what a row says, in the words of the file; a row that says nothing is not kept
_STATUS = {"disclosed": "answered", "omitted": "not_reported"}


def keep_index(reports: Sequence[ReadReport], target: Path) -> None:
    """Write the index rows of the latest report that has any; nothing where none has.

    Kept are rows of codes that the standard has, once each.
    """
    for report in sorted(reports, key=lambda each: -(each.year or 0)):
        rows = list(_rows(report))
        if rows:
            with target.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            return


def _rows(report: ReadReport) -> Iterator[dict[str, str]]:
    seen: set[tuple[str, str, str, int]] = set()
    for entry in report.index:
        key = (entry.standard, entry.code, entry.group, entry.line)
        if entry.status not in _STATUS or key in seen or not _is_known(entry):
            continue
        seen.add(key)
        yield {
            "standard": entry.standard,
            "code": entry.code,
            "group": entry.group,
            "locations": ";".join(place.replace(";", ",") for place in entry.locations),
            "status": _STATUS[entry.status],
            "line": str(entry.line),
        }


def _is_known(entry: IndexEntry) -> bool:
    return entry.standard in STANDARDS and standard(entry.standard).find(entry.code) is not None
