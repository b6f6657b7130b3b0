"""Write down what a meter shows, or take a wrong reading back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.ledger.meters import meter_of
from crossfoot.records.ledger.models import MeterReading
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class ReadMeter(Action[MeterReading]):
    """What the meter shows at the end of a day.

    Attributes:
        meter: id.
        day: which.
        value: of its register, without the multiplier.
        estimated: nobody looked.
    """

    verb = "ledger.read_meter"
    stream = "ledger"
    meter: int
    day: date
    value: Decimal
    estimated: bool = False

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the site; a register does not go backwards."""
        meter = meter_of(self.meter)
        by.require(Duty.ENTER, meter.site.code)
        standing = meter.readings.filter(withdrawn="")
        before = standing.filter(day__lt=self.day).order_by("-day").first()
        after = standing.filter(day__gt=self.day).order_by("day").first()
        said = None
        if self.value < 0:
            said = Text("a reading is not below zero", "读数不能为负")
        elif standing.filter(day=self.day).exists():
            said = Text("there is a reading of this day", "该日已有读数")
        elif before is not None and before.value > self.value:
            said = Text("it is lower than the reading before", "低于前一次读数")
        elif after is not None and after.value < self.value:
            said = Text("it is higher than the reading after", "高于后一次读数")
        if said is not None:
            raise CrossfootError(
                problem(
                    said,
                    why=Text("a register only goes up", "计数只增不减"),
                    remedy=Text(
                        "correct it; where the meter was replaced, register the new one",
                        "请更正；如已更换仪表，请登记新仪表",
                    ),
                )
            )

    def change(self, by: Actor) -> Done[MeterReading]:
        """Write it."""
        reading = MeterReading.objects.create(
            meter_id=self.meter,
            day=self.day,
            value=self.value,
            estimated=self.estimated,
            by=by.reference,
            at=timezone.now(),
        )
        content = {"day": self.day.isoformat(), "value": str(self.value)}
        return Done(reading, f"meter:{self.meter}", content)


@dataclass(frozen=True)
class WithdrawReading(Action[MeterReading]):
    """A reading was wrong; it stays to be seen.

    Attributes:
        reading: id.
        reason: why.
    """

    verb = "ledger.withdraw_reading"
    stream = "ledger"
    reading: int
    reason: str

    def do(self, by: Actor, reason: str = "") -> MeterReading:
        """The reason stands in the journal too."""
        return super().do(by, reason or self.reason.strip())

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the site, with a reason."""
        by.require(Duty.ENTER, self._reading().meter.site.code)
        if not self.reason.strip():
            raise CrossfootError(problem(Text("the reason is missing", "缺少原因")))

    def change(self, by: Actor) -> Done[MeterReading]:
        """It counts no more."""
        reading = self._reading()
        reading.withdrawn = self.reason.strip()[:500]
        reading.save(update_fields=["withdrawn"])
        content = {"day": reading.day.isoformat(), "value": str(reading.value)}
        return Done(reading, reading.meter.reference, content)

    def _reading(self) -> MeterReading:
        found = (
            MeterReading.objects.filter(pk=self.reading, withdrawn="")
            .select_related("meter__site")
            .first()
        )
        if found is None:
            raise CrossfootError(problem(Text("there is no such reading", "没有该读数")))
        return found
