"""A definition: everything that is known about a register before it has a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crossfoot.definitions.nodes import Line
from crossfoot.languages import Text
from crossfoot.registers.due_times import DueTime
from crossfoot.registers.expressions.tree import Node
from crossfoot.registers.fields import COMMON, Field
from crossfoot.registers.metrics import RegisterMetric
from crossfoot.registers.recurring import Recurrence

ACCESS_CLASSES: Mapping[str, Text] = {
    "open": Text("Everybody of the entity", "主体内全员可见"),
    "internal": Text("Roles of the register and the unit", "相关角色与所属单位可见"),
    "restricted": Text("Named roles only", "仅限指定角色"),
    "personal": Text("HR or medical role and the person concerned", "人力或医务角色与本人"),
    "sealed": Text("Named handlers of each record", "仅限每案指定处理人"),
}

SYSTEM = "system"
PUBLIC = "public"
OWNER = "owner"
ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Access:
    """Who reads and opens records.

    Attributes:
        level: open, internal, restricted, personal or sealed.
        create: roles that may open a record; `public` without signing in, `system` by schedule.
        read: roles that may read beside those of the steps.
        intake: fields of the form for those who are not signed in.
    """

    level: str
    create: tuple[str, ...]
    read: tuple[str, ...] = ()
    intake: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuickForm:
    """A short form for a telephone: what it is called, and the few fields that it asks."""

    label: Text
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transition:
    """One step from some states to another.

    Attributes:
        key: its name, unique in the register.
        sources: the states in which it can be done.
        target: the state that follows.
        roles: any one of them lets a person do it; `system` the clock or an event.
        when: guard, seen with the fields that the step fills.
        require: fields that must be filled then.
        due: time limit, or the time at which the system does it.
        verifies: needs evidence, and another person than who did the work.
        not_by: person fields, and states whose makers may not do it.
        effective: the field that says since when the new state holds.
        set: fields that the step fills, by expression.
        label: of the button.
        place: where it is defined.
    """

    key: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    when: Node | None = None
    require: tuple[str, ...] = ()
    due: DueTime | None = None
    verifies: bool = False
    not_by: tuple[str, ...] = ()
    effective: str = ""
    set: Mapping[str, Node] = field(default_factory=dict, hash=False)
    label: Text = field(default_factory=lambda: Text("", ""))
    place: Line = field(default=Line("", 0), compare=False)

    @property
    def is_automatic(self) -> bool:
        """Whether the clock alone does it: no person can."""
        return self.roles == (SYSTEM,)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit beside the states: the field `stops` must be filled by then."""

    name: str
    stops: str
    due: DueTime
    roles: tuple[str, ...]
    label: Text
    when: Node | None = None
    place: Line = field(default=Line("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Param:
    """A number or rule that a user may set.

    Attributes:
        name: as guards call it.
        value: the default: Decimal, Span, truth, word or several words; None for "not set".
        label: as people call it.
        options: words it may take.
        found_in: the report that has it; empty for a default of the product.
    """

    name: str
    value: Any
    label: Text
    options: Mapping[str, Text] = field(default_factory=dict, hash=False)
    found_in: str = ""


@dataclass(frozen=True, slots=True)
class DerivedWord:
    """A word that figures are broken down by, computed from fields.

    Attributes:
        name: as `by` calls it.
        label: as people call it.
        formula: the number or word.
        bands: member and lower bound, highest first; empty where the formula gives the word.
        labels: what the members are called.
    """

    name: str
    label: Text
    formula: Node
    bands: tuple[tuple[str, Any], ...] = ()
    labels: Mapping[str, Text] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold for every record."""

    that: Node
    say: Text


@dataclass(frozen=True, slots=True)
class NilAttestation:
    """Who confirms "none in this period", and how often."""

    per: str
    every: str


@dataclass(frozen=True, slots=True)
class Migration:
    """What turns a record of the version before into one of version `to`."""

    to: int
    rename: Mapping[str, str] = field(default_factory=dict, hash=False)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    states: Mapping[str, str] = field(default_factory=dict, hash=False)
    drop: tuple[str, ...] = ()
    set: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class ExampleRecord:
    """Records of a worked example that are alike."""

    times: int
    values: Mapping[str, Any] = field(hash=False)
    history: Mapping[str, str] = field(hash=False)
    id: str = ""


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """Records and the figures that must come out of them."""

    source: str
    period: str
    records: tuple[ExampleRecord, ...]
    given: Mapping[str, str] = field(hash=False)
    expect: Mapping[str, str] = field(hash=False)
    as_of: str = ""
    place: Line = field(default=Line("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """A register.

    `fields` are its own; `field(name)` finds those too that every register has. `begins` names the
    field that says when the first state is entered; `closing` the states that set `closed_on`;
    `heading` the text that says what a record is about, where it is not the first required one.
    """

    id: str
    version: int
    title: Text
    purpose: Text
    domain: str
    serves: Mapping[str, tuple[str, ...]] = field(hash=False)
    period_date: str
    begins: str
    closing: frozenset[str]
    subjects: tuple[str, ...]
    access: Access
    escalation: tuple[str, ...]
    fields: Mapping[str, Field] = field(hash=False)
    states: Mapping[str, Text] = field(hash=False)
    transitions: tuple[Transition, ...]
    clocks: Mapping[str, Clock] = field(hash=False)
    params: Mapping[str, Param] = field(hash=False)
    aliases: Mapping[str, Node] = field(hash=False)
    derived: Mapping[str, DerivedWord] = field(hash=False)
    rules: tuple[Rule, ...]
    recurring: tuple[Recurrence, ...]
    metrics: Mapping[str, RegisterMetric] = field(hash=False)
    nil_attestation: NilAttestation | None
    migrations: tuple[Migration, ...]
    examples: tuple[WorkedExample, ...]
    notes: tuple[Text, ...]
    quick: QuickForm | None = None
    heading: str = ""
    place: Line = field(default=Line("", 0), compare=False)

    @property
    def initial(self) -> str:
        """The state in which a record begins."""
        return next(iter(self.states))

    @property
    def finals(self) -> frozenset[str]:
        """States that nothing leaves."""
        left = {source for each in self.transitions for source in each.sources}
        return frozenset(self.states) - left

    @property
    def resting(self) -> frozenset[str]:
        """States in which nothing is overdue: final ones, and those left without a due time."""
        due = {source for each in self.transitions if each.due for source in each.sources}
        return frozenset(self.states) - due

    def field(self, name: str) -> Field | None:
        """A field of the register or one that every register has; None where there is none."""
        return self.fields.get(name) or COMMON.get(name)

    def every_field(self) -> Iterator[Field]:
        """Its own fields, then those that every register has."""
        yield from self.fields.values()
        yield from (each for name, each in COMMON.items() if name not in self.fields)

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """The steps that a state allows, in the order of the file."""
        return tuple(each for each in self.transitions if state in each.sources)

    def transition(self, key: str) -> Transition | None:
        """A step by its name; None where there is none."""
        return next((each for each in self.transitions if each.key == key), None)

    def step_label(self, transition: Transition) -> Text:
        """What the button of a step says."""
        if transition.label.en:
            return transition.label
        state = self.states[transition.target]
        return Text(f"To: {state.en}", f"转为：{state.zh}")
