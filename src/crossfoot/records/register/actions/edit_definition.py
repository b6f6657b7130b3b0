"""Edit the definition of a register: the next version of it, checked with all others."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.register import projection
from crossfoot.records.register.library import active
from crossfoot.records.register.marking import mark
from crossfoot.records.register.models import DefinitionVersion, Entry
from crossfoot.records.roles import Duty
from crossfoot.registers.definition import Definition
from crossfoot.registers.library import Library
from crossfoot.registers.loading import read_definition_text
from crossfoot.registers.worked import differences

_NUMBER = Text("this must be version {wanted}, not {found}", "版本号应为 {wanted}，不是 {found}")
_NO_WAY = Text(
    "the definition does not say how version {to} follows from the last",
    "定义未说明第 {to} 版如何由上一版转换而来",
)
_ADD = Text("add it below 'migrations:'", "请在 migrations: 下补充")
_LOST = Text(
    "entries stand in states that the new version does not have: {states}",
    "有记录处于新版本没有的状态：{states}",
)
_RENAME = Text("say what they become, below 'migrations:'", "请在 migrations: 下说明其转换")


@dataclass(frozen=True)
class EditDefinition(Action[DefinitionVersion]):
    """A register has a new definition from now on; entries are read as of the new version.

    `rehearse` gives a preview with the same checks: the text, the library with it, the worked
    examples, the way from the version before.

    Attributes:
        register_id: the register; one that is not known is added.
        text: the YAML.
        note: what changed.
    """

    verb = "register.edit_definition"
    stream = "register"
    register_id: str
    text: str
    note: str = ""

    def check(self, by: Actor) -> None:
        """Whoever changes the organisation as a whole; a definition without mistakes."""
        by.require(Duty.CHANGE_ORGANISATION)
        checked(self.register_id, self.text)

    def change(self, by: Actor) -> Done[DefinitionVersion]:
        """Keep it, and let the projection follow."""
        definition = read_definition_text(self.text, self.register_id, self.register_id)
        now = timezone.now()
        row = DefinitionVersion.objects.create(
            register=self.register_id,
            version=definition.version,
            text=self.text,
            active_from=now,
            note=self.note,
            by=by.reference,
            at=now,
        )
        for step in definition.migrations:
            for old, new in step.states.items() if step.to == definition.version else ():
                standing = Entry.objects.filter(register=self.register_id, state=old)
                standing.update(state=new)
        projection.rebuild(definition)
        mark(self.register_id)
        content = {"version": definition.version, "note": self.note}
        return Done(row, f"registers:{self.register_id}", content)


def checked(register: str, text: str) -> Definition:
    """The definition of a text, fit to take the place of the one in use.

    Raises:
        CrossfootError: with every mistake in it, by its line; with examples that do not come out.
    """
    definition = read_definition_text(text, register, register)
    known = active()
    wanted = known[register].version + 1 if register in known else 1
    if definition.version != wanted:
        raise CrossfootError(problem(_NUMBER, wanted=wanted, found=definition.version))
    library = Library([*(each for each in known.values() if each.id != register), definition])
    if wanted > 1 and not any(each.to == wanted for each in definition.migrations):
        raise CrossfootError(problem(_NO_WAY, remedy=_ADD, to=wanted))
    wrong = [
        Problem(str(each))
        for example in definition.examples
        for each in differences(definition, example, library)
    ]
    if wrong:
        raise CrossfootError.of(wrong)
    _check_states(definition)
    return definition


def _check_states(definition: Definition) -> None:
    """No entry may be left in a state that there is not."""
    stand = set(
        Entry.objects.filter(register=definition.id).order_by().values_list("state", flat=True)
    )
    last = next((each for each in definition.migrations if each.to == definition.version), None)
    renamed = last.states if last else {}
    lost = sorted(state for state in stand if renamed.get(state, state) not in definition.states)
    if lost:
        raise CrossfootError(problem(_LOST, remedy=_RENAME, states=", ".join(lost)))
