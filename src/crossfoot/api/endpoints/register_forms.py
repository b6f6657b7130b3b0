"""Registers as programs see them: definitions and settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from crossfoot.api.registers import said
from crossfoot.records.register.models import (
    DefinitionVersion,
    DutyOpened,
    NilStatement,
    ParameterOverride,
    RoleGrant,
    SavedView,
)
from crossfoot.registers.definition import Definition, Transition
from crossfoot.registers.fields import Field as RegisterField


class RegisterOf(Schema):
    """A register, in short."""

    id: str
    version: int
    title: str
    purpose: str
    domain: str
    access: str = Field(description="open, internal, restricted, personal or sealed.")
    creates: bool = Field(description="Whether the person opens entries somewhere.")


class RegisterFieldOf(Schema):
    """A field of an entry, or of a row of a repeating group."""

    name: str
    type: str
    label: str
    required: bool
    many: bool
    computed: bool = Field(description="Nobody types it.")
    sealed: bool
    unit: str
    at_least: str | None
    at_most: str | None
    register_id: str = Field(description="Of the entries that it points to; empty for none.")
    options: dict[str, str] = Field(description="Word and label; a value may be either.")
    rows: list[dict[str, Any]] = Field(description="Fields of a row, each as a field.")
    help: str

    @classmethod
    def of(cls, field: RegisterField) -> RegisterFieldOf:
        """From a definition."""
        return cls(
            name=field.name,
            type=field.type.value,
            label=said(field.label),
            required=field.required,
            many=field.many,
            computed=field.is_computed,
            sealed=field.is_sealed,
            unit=field.unit,
            at_least=None if field.at_least is None else str(field.at_least),
            at_most=None if field.at_most is None else str(field.at_most),
            register_id=field.register,
            options={word: said(label) for word, label in field.options.items()},
            rows=[cls.of(inner).dict() for inner in field.rows.values()],
            help=said(field.help),
        )


class RegisterStepOf(Schema):
    """A step of a register, whoever may take it."""

    key: str
    label: str
    sources: list[str]
    target: str
    roles: list[str]
    require: list[str]
    due: str
    verifies: bool

    @classmethod
    def of(cls, definition: Definition, step: Transition) -> RegisterStepOf:
        """From a definition."""
        return cls(
            key=step.key,
            label=said(definition.step_label(step)),
            sources=list(step.sources),
            target=step.target,
            roles=list(step.roles),
            require=list(step.require),
            due=str(step.due or ""),
            verifies=step.verifies,
        )


class RegisterMetricOf(Schema):
    """A figure that is counted from entries."""

    name: str
    label: str
    unit: str
    by: list[str] = Field(description="Its breakdowns.")
    catalogue: list[str] = Field(description="Ids in the catalogue of metrics.")


class RegisterDefinitionOf(RegisterOf):
    """A register: what its entries hold, and how they move."""

    fields: list[RegisterFieldOf]
    states: dict[str, str]
    closing: list[str]
    steps: list[RegisterStepOf]
    metrics: list[RegisterMetricOf]
    nil_per: str = Field(description="site or entity, where statements of none are asked.")
    nil_every: str


class RegisterVersionOf(Schema):
    """A definition that was edited."""

    version: int
    active_from: datetime | None
    note: str
    by: str
    at: datetime

    @classmethod
    def of(cls, row: DefinitionVersion) -> RegisterVersionOf:
        """From a row."""
        return cls(
            version=row.version,
            active_from=row.active_from,
            note=row.note,
            by=row.by,
            at=row.at,
        )


class RegisterTextOf(Schema):
    """The text of the definition in use, and the versions that were edited here."""

    version: int
    text: str
    versions: list[RegisterVersionOf]


class NewDefinition(Schema):
    """The next version of a definition."""

    text: str = Field(description="YAML; its version is one more than that in use.")
    note: str = ""
    check: bool = Field(False, description="Only say what is wrong with it; nothing is kept.")


class RegisterSettingOf(Schema):
    """A parameter, or a due time, that somebody set."""

    id: int
    name: str
    value: str
    entity: str
    valid_from: date
    when: str
    why: str
    by: str
    at: datetime

    @classmethod
    def of(cls, row: ParameterOverride) -> RegisterSettingOf:
        """From a row."""
        names = ("name", "value", "entity", "valid_from", "when", "by", "at")
        return cls(id=row.pk, why=row.reason, **{name: getattr(row, name) for name in names})


class RegisterParameterOf(Schema):
    """What an organisation may set."""

    name: str
    label: str
    default: str
    options: dict[str, str]
    found_in: str = Field(description="The report that has it; empty for the product's default.")
    settings: list[RegisterSettingOf]


class NewSetting(Schema):
    """From a day on a parameter has another value."""

    name: str = Field(description="Of the parameter, or due.<step or clock>.")
    value: str
    valid_from: date
    entity: str = Field("", description="For this entity alone.")
    when: str = Field("", description="A condition on entries.")
    why: str = ""


class RegisterRoleOf(Schema):
    """A register role on a unit and all below it; on the whole where the unit is empty."""

    id: int
    person: int
    name: str
    role: str
    unit: str
    valid_from: date
    valid_to: date | None

    @classmethod
    def of(cls, row: RoleGrant) -> RegisterRoleOf:
        """From a row with its person and unit."""
        return cls(
            id=row.pk,
            person=row.user_id,
            name=row.user.name,
            role=row.role,
            unit=row.unit.code if row.unit else "",
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )


class NewRegisterRole(Schema):
    """A register role to give."""

    person: int
    role: str
    unit: str = ""
    valid_from: date | None = Field(None, description="Today where null.")
    valid_to: date | None = None


class Worker(Schema):
    """Which entry of the workforce a person with an account is."""

    worker: str


class Reports(Schema):
    """To whom a person reports: "user:7", or keys of workers; nobody where empty."""

    person: str
    superior: str = ""


class Follower(Schema):
    """Who follows."""

    successor: int


class LeftOf(Schema):
    """Entries that did not pass: they are assigned anew."""

    entries: list[str]


class RegisterViewOf(Schema):
    """A question to a list, under a name."""

    id: int
    name: str
    shared: bool
    own: bool
    filter: str = Field(description="As the address of the page says it.")
    columns: list[str]
    order: str

    @classmethod
    def of(cls, row: SavedView, user: int) -> RegisterViewOf:
        """From a row, for who asks."""
        return cls(
            id=row.pk,
            name=row.name,
            shared=row.shared,
            own=row.owner_id == user,
            filter=row.filter,
            columns=row.columns,
            order=row.order,
        )


class NewRegisterView(Schema):
    """A view to keep; one's own of the same name is replaced."""

    name: str
    filter: str = ""
    columns: list[str] = Field(default_factory=list)
    order: str = ""
    shared: bool = False


class NilOf(Schema):
    """A statement that there was nothing to record."""

    id: int
    unit: str
    start: date
    end: date
    basis: str
    by: str
    at: datetime
    voided_at: datetime | None = Field(description="When an entry proved it wrong.")

    @classmethod
    def of(cls, row: NilStatement) -> NilOf:
        """From a row."""
        names = ("unit", "start", "end", "basis", "by", "at", "voided_at")
        return cls(id=row.pk, **{name: getattr(row, name) for name in names})


class NewNil(Schema):
    """Nothing was to be recorded at a unit in a period."""

    unit: str
    period: str = Field(description="2024, 2024-Q2 or 2024-03.")
    basis: str = ""


class RegisterDutyOf(Schema):
    """A plain task that came back."""

    id: int
    register_id: str
    duty: str
    label: str
    unit: str
    per: str
    role: str
    due_on: date
    done_at: datetime | None

    @classmethod
    def of(cls, row: DutyOpened, label: str) -> RegisterDutyOf:
        """From a row."""
        names = ("unit", "per", "role", "due_on", "done_at")
        return cls(
            id=row.pk,
            register_id=row.register,
            duty=row.recurrence,
            label=label,
            **{name: getattr(row, name) for name in names},
        )
