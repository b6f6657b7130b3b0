"""What the endpoints of meters take and give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from ninja import Field, Schema

from crossfoot.records.ledger.actions.set_meter import SetMeter
from crossfoot.records.ledger.meters import MeterBill
from crossfoot.records.ledger.models import Meter, MeterReading
from crossfoot.records.ledger.periods import Month, Part, Status, split
from crossfoot.records.ledger.spans import Finding, Oddity
from crossfoot.records.ledger.true_ups import TrueUp, Waiting


class MeterChange(Schema):
    """What is said of a meter."""

    code: str = Field(description="As bills and rows name it.")
    site: str
    activity: str
    measure: str = Field(description="Unit of the quantities.")
    valid_from: date = Field(description="The first day on which it stands.")
    valid_to: date | None = Field(None, description="The last day.")
    multiplier: Decimal = Decimal(1)
    name: str = ""
    replaces: int | None = None
    automatic: bool = Field(
        False, description="Estimates are reversed by themselves when bills have come."
    )

    def action(self, meter: int | None) -> SetMeter:
        """Register it, or change the meter with this id."""
        return SetMeter(**self.dict(), meter=meter)


class MeterOf(MeterChange):
    """A meter; its bills are the rows of its site and activity whose source is its code."""

    id: int

    @classmethod
    def of(cls, row: Meter) -> MeterOf:
        """From a row with its site."""
        return cls(
            id=row.pk,
            code=row.code,
            site=row.site.code,
            activity=row.activity,
            measure=row.measure,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            multiplier=row.multiplier,
            name=row.name,
            replaces=row.replaces_id,
            automatic=row.automatic,
        )


class MonthOf(Schema):
    """How complete a month of a meter is."""

    month: date
    status: Status
    due: int = Field(description="Days on which the meter stands.")
    actual: int = Field(description="Days that bills cover.")
    estimated: int = Field(description="Days that estimates cover.")
    quantity: Decimal = Field(description="Shares of bills.")
    estimate: Decimal = Field(description="Shares of estimates.")

    @classmethod
    def of(cls, month: Month) -> MonthOf:
        """From the room of records."""
        return cls(**{name: getattr(month, name) for name in cls.model_fields})


class MeterMonths(Schema):
    """A meter with the months of a year."""

    meter: int
    code: str
    site: str
    months: list[MonthOf]


class PartOf(Schema):
    """The share of a bill that falls into a month."""

    month: date
    days: int
    of: int
    quantity: Decimal

    @classmethod
    def of_part(cls, part: Part) -> PartOf:
        """From the room of records."""
        return cls(month=part.month, days=part.days, of=part.of, quantity=part.quantity)


class BillOf(Schema):
    """A row of the ledger for a meter, shared out to its months by days."""

    start: date
    end: date
    quantity: Decimal
    estimated: bool
    batch: int
    row: int
    parts: list[PartOf]

    @classmethod
    def of(cls, each: MeterBill) -> BillOf:
        """From the room of records."""
        bill = each.bill
        parts = split(bill.quantity, bill.start, bill.end)
        return cls(
            start=bill.start,
            end=bill.end,
            quantity=bill.quantity,
            estimated=bill.estimated,
            batch=each.batch,
            row=each.row,
            parts=[PartOf.of_part(part) for part in parts],
        )


class NewReading(Schema):
    """What a register shows at the end of a day, without the multiplier."""

    day: date
    value: Decimal
    estimated: bool = False


class ReadingOf(NewReading):
    """A reading; `withdrawn` says why it counts no more."""

    id: int
    by: str
    at: datetime
    withdrawn: str

    @classmethod
    def of(cls, row: MeterReading) -> ReadingOf:
        """From a row."""
        return cls(**{name: getattr(row, name) for name in ("id", *cls.model_fields)})


class TrueUpOf(Schema):
    """An estimate of a month, and what bills of its days come to."""

    batch: int
    month: date
    estimate: Decimal
    actual: Decimal | None
    difference: Decimal | None
    reversed: bool
    covered: bool = Field(description="Bills have come for all of its days.")

    @classmethod
    def of(cls, each: TrueUp) -> TrueUpOf:
        """From the room of records."""
        return cls(
            batch=each.batch.pk,
            month=each.month,
            estimate=each.estimate,
            actual=each.actual,
            difference=each.difference,
            reversed=each.reversed,
            covered=each.covered,
        )


class WaitingOf(TrueUpOf):
    """An estimate for which bills have come."""

    meter: int
    code: str
    site: str

    @classmethod
    def of_waiting(cls, each: Waiting) -> WaitingOf:
        """From the room of records."""
        meter = each.meter
        said = TrueUpOf.of(each.true_up).dict()
        return cls(meter=meter.pk, code=meter.code, site=meter.site.code, **said)


class DaysOf(Schema):
    """Days of a meter that somebody should look at."""

    oddity: Oddity
    start: date
    end: date
    batches: list[int] = Field(description="Of the bills that say these days.")

    @classmethod
    def of(cls, each: Finding, bills: Sequence[MeterBill]) -> DaysOf:
        """From the room of records."""
        batches = sorted({bills[place].batch for place in each.bills})
        return cls(oddity=each.oddity, start=each.start, end=each.end, batches=batches)


class Replacement(Schema):
    """A meter is taken down, and another one is put in its place."""

    day: date = Field(description="The last of the old one; the new one stands from the next.")
    final: Decimal | None = Field(None, description="What the old one showed.")
    code: str = Field(description="Of the new one.")
    first: Decimal = Field(Decimal(0), description="What the new one showed.")
    multiplier: Decimal | None = Field(None, description="Of the new one; as before where null.")
    name: str = ""


class OfMonth(Schema):
    """Any day of the month that is meant."""

    month: date


class OfBatch(Schema):
    """The batch of an estimate."""

    batch: int
