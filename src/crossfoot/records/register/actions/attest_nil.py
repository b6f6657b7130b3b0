"""State that there was nothing to record in a period."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.register.library import definition_of
from crossfoot.records.register.marking import mark
from crossfoot.records.register.models import Entry, NilStatement
from crossfoot.records.register.who import EXTERNAL, standing
from crossfoot.records.roles import Duty
from crossfoot.registers.access import roles_of

_NOT_ASKED = Text("this register asks for no such statement", "该台账无需零申报")
_NOT_YOURS = Text("you may not state this for {unit}", "您无权为 {unit} 作零申报")
_THERE_ARE = Text("there are entries of this period: {count}", "该期间已有记录：{count} 条")
_NO_FUTURE = Text("the period is not over yet", "期间尚未结束")


@dataclass(frozen=True)
class AttestNil(Action[NilStatement]):
    """Nothing was to be recorded at a unit in a period.

    Attributes:
        register_id: the register.
        unit: code of the site, or of the entity, as the register asks.
        period: what it covers.
        basis: how it is known.
    """

    verb = "register.attest_nil"
    stream = "register"
    register_id: str
    unit: str
    period: Period
    basis: str = ""

    def check(self, by: Actor) -> None:
        """Whoever has a role of the register there, or enters figures; no entries in the period."""
        standing(by).require_acting()
        definition = definition_of(self.register_id)
        asked = definition.nil_attestation
        if asked is None:
            raise CrossfootError(problem(_NOT_ASKED))
        mine = standing(by).roles_on(self.unit)
        takes_part = mine & (roles_of(definition) | set(definition.access.create)) - EXTERNAL
        # of a sealed register its handlers alone: a refusal would tell others that there is a case
        sealed = definition.access.level == "sealed"
        if not takes_part and (sealed or not by.may(Duty.ENTER, self.unit)):
            raise NotAllowedError(problem(_NOT_YOURS, unit=self.unit))
        if self.period.end >= timezone.now().date():
            raise CrossfootError(problem(_NO_FUTURE))
        entries = Entry.objects.filter(
            register=self.register_id,
            period_day__gte=self.period.start,
            period_day__lte=self.period.end,
            **{"site" if asked.per == "site" else "entity": self.unit},
        )
        count = entries.count()
        if count:
            raise CrossfootError(problem(_THERE_ARE, count=count))

    def change(self, by: Actor) -> Done[NilStatement]:
        """Keep it."""
        row = NilStatement.objects.create(
            register=self.register_id,
            unit=self.unit,
            start=self.period.start,
            end=self.period.end,
            by=by.reference,
            at=timezone.now(),
            basis=self.basis.strip(),
        )
        mark(self.register_id)
        content = {"unit": self.unit, "period": str(self.period), "basis": row.basis}
        return Done(row, f"registers:{self.register_id}", content)
