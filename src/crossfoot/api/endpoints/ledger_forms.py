"""What the endpoints of the ledger take and give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from crossfoot.records.ledger.heads import Look
from crossfoot.records.ledger.models import Batch, BatchTotal, ColumnMapping, State
from crossfoot.records.ledger.said import rows_said
from crossfoot.records.ledger.values import Value
from crossfoot.records.messages import language
from crossfoot.tables.ledger_rows import LedgerRow

MAPPING = (
    "Column → heading of the file, or `=value` for a value of all rows. `column=text` → what a "
    "text of the file means: `site=Hefei plant` → `hefei`."
)


class BatchOf(Schema):
    """A file of rows; its rows count while it is `standing`."""

    id: int
    state: State
    name: str
    sha256: str
    size: int
    sheet: str
    unit: str
    estimated: bool
    meter: int | None
    job: int | None
    rows: int
    mapping: dict[str, str] = Field(description=MAPPING)
    by: str
    at: datetime
    imported_by: str
    imported_at: datetime | None
    reversed_by: str
    reversed_at: datetime | None
    reversal: str

    @classmethod
    def of(cls, row: Batch) -> BatchOf:
        """From a row with its unit."""
        same = (
            "name",
            "sha256",
            "size",
            "sheet",
            "estimated",
            "rows",
            "mapping",
            "by",
            "at",
            "imported_by",
            "imported_at",
            "reversed_by",
            "reversed_at",
            "reversal",
        )
        return cls(
            id=row.pk,
            state=State(row.state),
            unit=row.unit.code if row.unit else "",
            meter=row.meter_id,
            job=row.job_id,
            **{name: getattr(row, name) for name in same},
        )


class NewBatch(Schema):
    """What is said of a file that is sent with it."""

    unit: str = Field("", description="For whom it is sent; empty for the whole organisation.")
    estimated: bool = Field(False, description="The rows are estimates, until bills come.")


class HeadOf(Schema):
    """The first look at a file: its sheets, headings, first rows, and the mapping that fits."""

    sheets: list[str]
    sheet: str
    headings: list[str]
    rows: list[list[str]]
    mapping: dict[str, str] = Field(description=MAPPING)
    remembered: bool = Field(description="A file with these headings came before.")

    @classmethod
    def of(cls, look: Look) -> HeadOf:
        """From the room of records."""
        return cls(
            sheets=[head.sheet for head in look.heads],
            sheet=look.head.sheet,
            headings=list(look.head.headings),
            rows=[list(row) for row in look.head.rows],
            mapping=dict(look.mapping),
            remembered=look.remembered,
        )


class Columns(Schema):
    """How a file is to be read."""

    mapping: dict[str, str] = Field(description=MAPPING)
    sheet: str = ""


class Why(Schema):
    """In the person's words."""

    reason: str = ""


class TotalOf(Schema):
    """What the rows of a site, activity and unit come to that start in one month."""

    site: str
    activity: str
    unit: str
    month: date
    rows: int
    quantity: Decimal

    @classmethod
    def of(cls, row: BatchTotal) -> TotalOf:
        """From a row."""
        return cls(
            site=row.site,
            activity=row.activity,
            unit=row.unit,
            month=row.month,
            rows=row.rows,
            quantity=row.quantity,
        )


class RowProblem(Schema):
    """What is wrong with rows of a file, and where."""

    sheet: str
    row: str
    column: str
    what: str
    why: str
    remedy: str


class FoundOf(Schema):
    """What the check of a file has found."""

    problems: list[RowProblem]
    beyond: int = Field(description="How many more problems there are.")
    warnings: list[RowProblem]

    @classmethod
    def of(cls, batch: Batch) -> FoundOf:
        """From a row."""
        return cls(
            problems=_said(batch.problems),
            beyond=batch.problems_beyond,
            warnings=_said(batch.warnings),
        )


class RowOf(Schema):
    """A row as it was imported; `quantity` is the cell as entered."""

    row: int
    sheet: str
    site: str
    activity: str
    quantity: str
    unit: str
    start: date
    end: date
    region: str
    instrument: str
    source: str
    note: str

    @classmethod
    def of(cls, row: LedgerRow) -> RowOf:
        """From the room of tables."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class WordOf(Schema):
    """A word of a file that names a site, an activity or a unit."""

    column: str
    text: str
    rows: int
    meaning: str = Field(description="What the mapping says; empty where it says nothing.")
    known: bool
    suggested: str
    key: str = Field(description="Its key in a mapping.")

    @classmethod
    def of(cls, value: Value) -> WordOf:
        """From the room of records."""
        return cls(**{name: getattr(value, name) for name in cls.model_fields})


class RememberedOf(Schema):
    """The mapping that the person last used for files with the same headings."""

    id: int
    shape: str = Field(description="Hash of the headings, in any order.")
    mapping: dict[str, str] = Field(description=MAPPING)
    used_at: datetime

    @classmethod
    def of(cls, row: ColumnMapping) -> RememberedOf:
        """From a row."""
        return cls(id=row.pk, shape=row.shape, mapping=row.mapping, used_at=row.used_at)


def _said(rows: list[Mapping[str, Any]]) -> list[RowProblem]:
    return [RowProblem(**row) for row in rows_said(rows, language())]
