"""Parameters and due times that differ from the definition: set, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import InvalidOperation

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.register import projection
from crossfoot.records.register.context import parameter_value
from crossfoot.records.register.library import definition_of
from crossfoot.records.register.marking import mark
from crossfoot.records.register.models import ParameterOverride
from crossfoot.records.roles import Duty
from crossfoot.registers.definition import Definition
from crossfoot.registers.due_times import DueTime
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.library import bind_condition

_NONE = Text("the register has no parameter {name}", "台账没有参数 {name}")
_KIND = Text("{value} is not of the kind of {name}", "{value} 与参数 {name} 的类型不符")
_WRITE = Text("write it as the definition does: {default}", "请按定义的写法填写：{default}")
_OPTION = Text("{value} is not one of: {options}", "{value} 不在选项中：{options}")
_GONE = Text("there is no such setting", "没有该设置")
_DUE = "due."


@dataclass(frozen=True)
class SetParameter(Action[ParameterOverride]):
    """From a day on a parameter, or a due time, has another value.

    Attributes:
        register_id: the register.
        name: of the parameter, or `due.<step or clock>`.
        value: as the definition would write it; empty for "not set", or for no due time.
        valid_from: the first day.
        entity: for this entity alone; empty for all.
        when: a condition on entries; empty for all.
        why: the reason, as the pages show it.
    """

    verb = "register.set_parameter"
    stream = "register"
    register_id: str
    name: str
    value: str
    valid_from: date
    entity: str = ""
    when: str = ""
    why: str = ""

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns there; a value of the right kind."""
        by.require(Duty.RUN_CAMPAIGNS, self.entity)
        definition = definition_of(self.register_id)
        if self.name.startswith(_DUE):
            self._check_due(definition)
        else:
            self._check_value(definition)
        if self.when:
            bind_condition(definition, self.when)

    def change(self, by: Actor) -> Done[ParameterOverride]:
        """Keep it, and count the figures of the register anew."""
        row = ParameterOverride.objects.create(
            register=self.register_id,
            name=self.name,
            value=self.value.strip(),
            entity=self.entity,
            valid_from=self.valid_from,
            when=self.when,
            reason=self.why,
            by=by.reference,
            at=timezone.now(),
        )
        mark(self.register_id)
        projection.let_be_stale(definition_of(self.register_id))
        content = {
            "name": self.name,
            "value": row.value,
            "valid_from": self.valid_from.isoformat(),
            "entity": self.entity,
            "when": self.when,
            "why": self.why,
        }
        return Done(row, f"registers:{self.register_id}", content)

    def _check_due(self, definition: Definition) -> None:
        step = self.name.removeprefix(_DUE)
        transition, clock = definition.transition(step), definition.clocks.get(step)
        known = clock.due if clock else transition.due if transition else None
        if transition is None and clock is None:
            raise CrossfootError(problem(_NONE, name=repr(self.name)))
        due = DueTime.parse(self.value) if self.value.strip() else None
        strange = due is not None and due.field and definition.field(due.field) is None
        if self.value.strip() and (due is None or strange):
            self._refuse(str(known or "5 bd"))

    def _check_value(self, definition: Definition) -> None:
        known = definition.params.get(self.name)
        if known is None:
            raise CrossfootError(problem(_NONE, name=repr(self.name)))
        if known.options and self.value not in known.options:
            options = ", ".join(known.options)
            raise CrossfootError(problem(_OPTION, value=repr(self.value), options=options))
        try:
            parameter_value(definition, self.name, self.value)
        except (ValueError, KeyError, InvalidOperation):
            self._refuse(written(known.value))

    def _refuse(self, default: str) -> None:
        raise CrossfootError(
            problem(_KIND, remedy=_WRITE, value=repr(self.value), name=self.name, default=default)
        )


@dataclass(frozen=True)
class EndParameter(Action[ParameterOverride]):
    """Take a setting back: it holds no more, on no day.

    Attributes:
        override: its id.
    """

    verb = "register.end_parameter"
    stream = "register"
    override: int

    def check(self, by: Actor) -> None:
        """Whoever could set it."""
        by.require(Duty.RUN_CAMPAIGNS, self._row().entity)

    def change(self, by: Actor) -> Done[ParameterOverride]:
        """End it, and count the figures of the register anew."""
        row = self._row()
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        mark(row.register)
        projection.let_be_stale(definition_of(row.register))
        return Done(row, f"registers:{row.register}", {"name": row.name, "value": row.value})

    def _row(self) -> ParameterOverride:
        found = ParameterOverride.objects.filter(pk=self.override, ended_at=None).first()
        if found is None:
            raise CrossfootError(problem(_GONE))
        return found


def written(value: object) -> str:
    """A value as the definition writes it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(str(each) for each in value)
        case Span():
            return str(value)
    return str(value)
