"""Activity data: what was used, bought, leaked or thrown away, where and when.

Large data is a Parquet file with the columns of `COLUMNS` (as `crossfoot.tables` writes it);
a small CSV that has been read already is a sequence of `ActivityRow`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from crossfoot.calculation.backends import Engine
from crossfoot.errors import CrossfootError, Problem

#: columns of an activity table and their types on an engine
COLUMNS = (
    ("row", "BIGINT"),
    ("sheet", "VARCHAR"),
    ("site", "VARCHAR"),
    ("activity", "VARCHAR"),
    ("quantity", "DOUBLE"),
    ("quantity_text", "VARCHAR"),
    ("unit", "VARCHAR"),
    ("start", "DATE"),
    ("end", "DATE"),
    ("region", "VARCHAR"),
    ("instrument", "VARCHAR"),
    ("source", "VARCHAR"),
    ("note", "VARCHAR"),
)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One row of activity data.

    Attributes:
        row: row of the file, counted from 1 with the header as row 1.
        site: id of the site.
        activity: dotted name, such as `fuel.diesel.mobile`.
        quantity: amount in `unit`, as entered.
        unit: unit of the quantity.
        start: first day that the quantity covers.
        end: last day that the quantity covers.
        region: region for the choice of the factor; empty for that of the site.
        instrument: contract behind purchased energy, such as `green`; empty where there is none.
        source: meter reading, invoice number.
        note: free text.
        sheet: sheet of a workbook, else empty.
        file: name of the file.
    """

    row: int
    site: str
    activity: str
    quantity: Decimal
    unit: str
    start: date
    end: date
    region: str = ""
    instrument: str = ""
    source: str = ""
    note: str = ""
    sheet: str = ""
    file: str = ""


def load(engine: Engine, activity: Path | Sequence[Path] | Sequence[ActivityRow]) -> None:
    """Make the activity data known to an engine as `activity`.

    Args:
        engine: where the calculation runs.
        activity: a Parquet file, a folder of Parquet files, several files, or rows.

    Raises:
        CrossfootError: a file is missing, unreadable, or lacks a column.
    """
    if isinstance(activity, Path):
        files = sorted(activity.glob("*.parquet")) if activity.is_dir() else [activity]
        _load_files(engine, files)
        return
    rows = [item for item in activity if isinstance(item, ActivityRow)]
    if len(rows) < len(activity):
        _load_files(engine, [item for item in activity if isinstance(item, Path)])
        return
    engine.create("activity", (*COLUMNS, ("file", "VARCHAR")), [_values(row) for row in rows])


def _values(row: ActivityRow) -> tuple[object, ...]:
    return (
        *(row.row, row.sheet, row.site, row.activity, float(row.quantity), f"{row.quantity:f}"),
        *(row.unit, row.start, row.end, row.region, row.instrument, row.source, row.note, row.file),
    )


def _load_files(engine: Engine, files: Sequence[Path]) -> None:
    engine.view_of_parquet("activity_files", files)
    found = {name for name, *_ in engine.rows("DESCRIBE activity_files")}
    missing = [name for name, _ in COLUMNS if name not in found]
    if missing:
        raise CrossfootError(
            Problem(
                f"the activity file lacks the column {', '.join(missing)}",
                where=", ".join(file.name for file in files),
                remedy="import the data with `crossfoot import FILE --as activity`",
            )
        )
    typed = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in COLUMNS)
    engine.run(f"CREATE VIEW activity AS SELECT {typed}, file FROM activity_files")
