"""Fields: what a record holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from crossfoot.definitions.nodes import Line
from crossfoot.languages import Text
from crossfoot.registers.expressions.tree import Node


class FieldType(StrEnum):
    """What sort of value a field takes."""

    TEXT = "text"
    SEALED_TEXT = "sealed_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MULTI = "multi"
    PERIOD = "period"
    ENTITY = "entity"
    SITE = "site"
    PERSON = "person"
    SEALED_PERSON = "sealed_person"
    SUPPLIER = "supplier"
    REF = "ref"
    ATTACHMENT = "attachment"
    GEO = "geo"
    ROWS = "rows"


#: encrypted, and shown only to named handlers
SEALED = frozenset({FieldType.SEALED_TEXT, FieldType.SEALED_PERSON})

#: whose values are persons
PERSONS = frozenset({FieldType.PERSON, FieldType.SEALED_PERSON})

#: whose values are the id of something
IDENTIFIERS = PERSONS | {FieldType.ENTITY, FieldType.SITE, FieldType.SUPPLIER, FieldType.REF}

#: types that point to a register without naming it
REGISTERS_OF = {FieldType.SUPPLIER: "supplier", FieldType.PERSON: "worker"}

#: whose values stand on the calendar
MOMENTS = frozenset({FieldType.DATE, FieldType.DATETIME})


@dataclass(frozen=True, slots=True)
class Grade:
    """Which option a number earns.

    Attributes:
        of: the field with the number.
        bands: option and lower bound (a number or the name of a parameter), best first.
    """

    of: str
    bands: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, or of a row.

    Attributes:
        name: as guards and formulas call it.
        type: what sort of value it takes.
        label: as people call it.
        required: when the record, or the row, is made.
        options: words of a choice and what they are called; empty where any word is accepted.
        codes: name of the shared list that the options come from; empty where they are its own.
        unit: of a number; empty where it has none.
        at_least: smallest number accepted.
        at_most: largest number accepted.
        register: that the field points to; `any` for every register.
        many: several values.
        rows: fields of a repeating group.
        formula: always computed.
        default: computed where nothing was typed.
        grade: which option a number earns.
        ahead: a date that lies ahead when it is written, such as a due date.
        seen_by: roles that may read it, where not everybody who reads the record.
        help: what the form says below it.
        place: where it is defined.
    """

    name: str
    type: FieldType
    label: Text
    required: bool = False
    options: Mapping[str, Text] = field(default_factory=dict, hash=False)
    codes: str = ""
    unit: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    register: str = ""
    many: bool = False
    rows: Mapping[str, Field] = field(default_factory=dict, hash=False)
    formula: Node | None = None
    default: Node | None = None
    grade: Grade | None = None
    ahead: bool = False
    seen_by: tuple[str, ...] = ()
    help: Text = field(default_factory=lambda: Text("", ""))
    place: Line = field(default=Line("", 0), compare=False)

    @property
    def is_sealed(self) -> bool:
        """Whether its value is encrypted and shown only to named handlers."""
        return self.type in SEALED

    @property
    def is_computed(self) -> bool:
        """Whether nobody types it."""
        return self.formula is not None or self.grade is not None


def _common(name: str, kind: FieldType, en: str, zh: str, *, many: bool = False) -> Field:
    register = REGISTERS_OF.get(kind, "")
    return Field(name, kind, Text(en, zh), required=name == "entity", many=many, register=register)


_SOURCES = {
    "manual": Text("By hand", "手工录入"),
    "app": Text("App", "移动端"),
    "import": Text("Import", "导入"),
    "api": Text("API", "接口"),
    "supplier_portal": Text("Supplier portal", "供应商门户"),
    "system": Text("System", "系统"),
}

#: fields that every register has
COMMON: Mapping[str, Field] = {
    each.name: each
    for each in (
        _common("ref_no", FieldType.TEXT, "Number", "编号"),
        _common("title", FieldType.TEXT, "Title", "标题"),
        _common("entity", FieldType.ENTITY, "Entity", "法人主体"),
        _common("site", FieldType.SITE, "Site", "场所"),
        _common("owner", FieldType.PERSON, "Person responsible", "责任人"),
        _common("opened_on", FieldType.DATE, "Opened on", "建立日期"),
        _common("closed_on", FieldType.DATE, "Closed on", "关闭日期"),
        Field("source", FieldType.CHOICE, Text("Source", "来源"), options=_SOURCES),
        _common("evidence", FieldType.ATTACHMENT, "Evidence", "证据", many=True),
        _common("note", FieldType.TEXT, "Note", "备注"),
        _common("tags", FieldType.TEXT, "Tags", "标签", many=True),
        _common("boundary_flag", FieldType.BOOLEAN, "Inside the boundary", "在报告边界内"),
    )
}


def all_fields(fields: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    """Every field with its path, those of repeating groups behind their group."""
    for name, found in fields.items():
        yield name, found
        for inner, row_field in found.rows.items():
            yield f"{name}.{inner}", row_field
