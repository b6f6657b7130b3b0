"""Register a meter, or change what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.ledger.meters import meter_of
from crossfoot.records.ledger.models import Meter
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class SetMeter(Action[Meter]):
    """Attributes as `Meter` has them; `meter` is None for a new one.

    A meter that replaces another one stands from the day after the other's last.
    """

    verb = "ledger.set_meter"
    stream = "ledger"
    code: str
    site: str
    activity: str
    measure: str
    valid_from: date
    valid_to: date | None = None
    multiplier: Decimal = Decimal(1)
    name: str = ""
    replaces: int | None = None
    meter: int | None = None
    automatic: bool = False

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the site, of the meter's site before and after."""
        by.require(Duty.ENTER, self.site)
        if self.meter is not None:
            by.require(Duty.ENTER, meter_of(self.meter).site.code)
        problems = [said for wrong, said in self._rules() if wrong]
        if problems:
            raise CrossfootError.of(problem(said, code=self.code) for said in problems)
        self._check_measure()

    def _rules(self) -> list[tuple[bool, Text]]:
        old = meter_of(self.replaces) if self.replaces is not None else None
        others = Meter.objects.filter(code=self.code.strip(), site__code=self.site)
        own = self.meter or 0
        overlap = old is not None and (old.valid_to is None or old.valid_to >= self.valid_from)
        return [
            (not self.code.strip(), Text("the code is missing", "缺少编号")),
            (not self.activity.strip(), Text("the activity is missing", "缺少活动")),
            (self.multiplier <= 0, Text("the multiplier is not above zero", "倍率须大于零")),
            (
                self.valid_to is not None and self.valid_to < self.valid_from,
                Text("the last day lies before the first", "结束日期早于开始日期"),
            ),
            (
                others.exclude(pk=own).exists(),
                Text("the site has a meter {code} already", "该场所已有仪表 {code}"),
            ),
            (
                not Unit.objects.filter(code=self.site).exists(),
                Text("there is no such unit", "没有该单位"),
            ),
            (
                old is not None and (old.pk == self.meter or old.site.code != self.site),
                Text("it replaces a meter of another site, or itself", "所替换的仪表不属于该场所"),
            ),
            (
                overlap,
                Text(
                    "the meter that it replaces still stands on its first day",
                    "被替换的仪表在其启用日仍在使用",
                ),
            ),
            (
                self.replaces is not None
                and Meter.objects.filter(replaces=self.replaces).exclude(pk=own).exists(),
                Text("another meter replaces that one already", "该仪表已被其他仪表替换"),
            ),
        ]

    def _check_measure(self) -> None:
        from crossfoot.quantities.units import check_unit  # brings the unit definitions

        wrong = check_unit(self.measure)
        if wrong is not None:
            raise CrossfootError(wrong)

    def change(self, by: Actor) -> Done[Meter]:
        """Write it."""
        meter = meter_of(self.meter) if self.meter is not None else Meter()
        meter.code, meter.name = self.code.strip(), self.name.strip()[:200]
        meter.site = Unit.objects.get(code=self.site)
        meter.activity, meter.measure = self.activity.strip(), self.measure.strip()
        meter.multiplier = self.multiplier
        meter.valid_from, meter.valid_to = self.valid_from, self.valid_to
        meter.replaces_id = self.replaces
        meter.automatic = self.automatic
        meter.save()
        content = {
            "code": meter.code,
            "site": self.site,
            "activity": meter.activity,
            "measure": meter.measure,
            "multiplier": str(self.multiplier),
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else "",
            "automatic": "yes" if self.automatic else "no",
            "replaces": f"meter:{self.replaces}" if self.replaces else "",
        }
        return Done(meter, meter.reference, content)
