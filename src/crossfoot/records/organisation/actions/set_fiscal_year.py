"""Say in which month the fiscal year of a unit begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import FiscalYear, Unit
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class SetFiscalYear(Action[FiscalYear]):
    """From a day on the year of the unit, and of all below without one of their own, begins so.

    Attributes:
        unit: its code.
        first_month: 1 to 12.
        day: the first day on which it holds.
    """

    verb = "organisation.set_fiscal_year"
    stream = "organisation"
    unit: str
    first_month: int
    day: date

    def check(self, by: Actor) -> None:
        """Whoever changes the unit."""
        by.require(Duty.CHANGE_ORGANISATION, self.unit)
        if not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(
                problem(Text("there is no unit {unit}", "没有单位 {unit}"), unit=repr(self.unit))
            )
        if not 1 <= self.first_month <= 12:
            raise CrossfootError(
                problem(
                    Text("{month} is no month", "{month} 不是月份"),
                    remedy=Text("choose 1 to 12", "请选择 1 至 12"),
                    month=self.first_month,
                )
            )

    def change(self, by: Actor) -> Done[FiscalYear]:
        """Write it; what was said from the same day on is replaced."""
        unit = Unit.objects.get(code=self.unit)
        made, _ = FiscalYear.objects.update_or_create(
            unit=unit, valid_from=self.day, defaults={"first_month": self.first_month}
        )
        content = {"first_month": self.first_month, "day": self.day.isoformat()}
        return Done(made, f"unit:{unit.code}", content)
