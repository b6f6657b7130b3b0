"""A meter is taken down, and another one is put in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.ledger.actions.read_meter import ReadMeter
from crossfoot.records.ledger.actions.set_meter import SetMeter
from crossfoot.records.ledger.meters import meter_of
from crossfoot.records.ledger.models import Meter
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class ReplaceMeter(Action[Meter]):
    """The old one ends with its final reading, the new one begins with its first: both or none.

    Attributes:
        meter: id of the old one.
        day: on which it was replaced: the last of the old one; the new one stands from the next.
        final: what the old one showed; None where nobody looked.
        code: of the new one.
        first: what the new one showed when it was put up.
        multiplier: of the new one; as the old one's where None.
        name: where it hangs; as the old one's where empty.
    """

    verb = "ledger.replace_meter"
    stream = "ledger"
    meter: int
    day: date
    final: Decimal | None
    code: str
    first: Decimal = Decimal(0)
    multiplier: Decimal | None = None
    name: str = ""

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the site; the old one must stand on the day."""
        old = meter_of(self.meter)
        by.require(Duty.ENTER, old.site.code)
        said = None
        if Meter.objects.filter(replaces=old).exists():
            said = Text("another meter replaces that one already", "该仪表已被其他仪表替换")
        elif self.day < old.valid_from or (old.valid_to is not None and self.day > old.valid_to):
            said = Text("the meter does not stand on that day", "该仪表在该日未在使用")
        elif old.readings.filter(withdrawn="", day__gt=self.day).exists():
            said = Text(
                "there is a reading of the old meter after that day", "旧仪表在该日之后仍有读数"
            )
        if said is not None:
            raise CrossfootError(problem(said, where=old.code))

    def change(self, by: Actor) -> Done[Meter]:
        """End the old one, put up the new one, write both readings."""
        old = meter_of(self.meter)
        if self.final is not None and not self._is_read(old):
            reading = ReadMeter(old.pk, self.day, self.final)
            reading.check(by)
            reading.change(by)
        old.valid_to = self.day
        old.save(update_fields=["valid_to"])
        new = SetMeter(
            code=self.code,
            site=old.site.code,
            activity=old.activity,
            measure=old.measure,
            valid_from=self.day + timedelta(1),
            multiplier=old.multiplier if self.multiplier is None else self.multiplier,
            name=self.name or old.name,
            replaces=old.pk,
            automatic=old.automatic,
        )
        new.check(by)
        made = new.change(by).result
        start = ReadMeter(made.pk, self.day, self.first)
        start.check(by)
        start.change(by)
        content = {
            "day": self.day.isoformat(),
            "old": old.code,
            "final": "" if self.final is None else str(self.final),
            "new": made.code,
            "first": str(self.first),
        }
        return Done(made, made.reference, content)

    def _is_read(self, old: Meter) -> bool:
        """Whether the final reading was entered already, as it is said here."""
        known = old.readings.filter(withdrawn="", day=self.day).first()
        return known is not None and known.value == self.final
