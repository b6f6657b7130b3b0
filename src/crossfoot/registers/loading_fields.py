"""Fields of a definition, from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crossfoot.definitions.section import Section
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.units import check_unit
from crossfoot.registers import codes
from crossfoot.registers.expressions import typing_rules as rules
from crossfoot.registers.expressions.binding import Binder, Words
from crossfoot.registers.expressions.tree import Node
from crossfoot.registers.fields import COMMON, REGISTERS_OF, Field, FieldType, Grade
from crossfoot.registers.roles import roles

_KEYS = ("type", "label", "required", "help", "seen_by", "formula", "default", "many")
#: keys that only some types have
_OF_TYPE: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.NUMBER: ("unit", "at_least", "at_most"),
    FieldType.CHOICE: ("options", "codes", "grade"),
    FieldType.MULTI: ("options", "codes"),
    FieldType.REF: ("register",),
    FieldType.ROWS: ("fields",),
    FieldType.DATE: ("ahead",),
    FieldType.DATETIME: ("ahead",),
}


@dataclass(slots=True)
class FieldReader:
    """Reads fields without their expressions, which need all fields to be known."""

    section: Section
    inside: bool = False

    def read(self) -> dict[str, Field]:
        """All fields of the section, by name."""
        return {name: self._field(name, section) for name, section in self.section.sections()}

    def _field(self, name: str, section: Section) -> Field:
        chosen = section.choice("type", [each.value for each in FieldType])
        kind = FieldType(chosen) if chosen else FieldType.TEXT
        section.only((*_KEYS, *_OF_TYPE.get(kind, ())))
        if name in COMMON and not self.inside:
            section.problem(f"every register has the field {name!r}", remedy="Leave it out.")
        if kind is FieldType.ROWS and self.inside:
            section.problem("rows inside rows are not possible")
        for role in section.texts("seen_by"):
            if role not in roles():
                section.problem(f"the role {role!r} is not known", "seen_by")
        return Field(
            name=name,
            type=kind,
            label=section.both("label"),
            required=section.flag("required"),
            options=self._options(section, kind),
            codes=section.text("codes"),
            unit=self._unit(section),
            at_least=section.decimal("at_least") if "at_least" in section else None,
            at_most=section.decimal("at_most") if "at_most" in section else None,
            register=section.text("register", required=kind is FieldType.REF)
            or REGISTERS_OF.get(kind, ""),
            many=section.flag("many") or kind is FieldType.ATTACHMENT,
            rows=FieldReader(section.section("fields"), inside=True).read()
            if kind is FieldType.ROWS and not self.inside
            else {},
            ahead=section.flag("ahead"),
            seen_by=section.texts("seen_by"),
            help=section.both("help") if "help" in section else Text("", ""),
            place=section.line(),
        )

    def _options(self, section: Section, kind: FieldType) -> dict[str, Text]:
        if kind not in (FieldType.CHOICE, FieldType.MULTI):
            return {}
        if "codes" in section:
            name = section.choice("codes", codes.NAMES)
            return dict(codes.options_of(name)) if name else {}
        inner = section.section("options")
        found = {word: inner.both(word) for word in inner}
        if not found:
            section.problem("a choice needs options", remedy="Write 'options:' or 'codes:'.")
        return found

    def _unit(self, section: Section) -> str:
        unit = section.text("unit") if "unit" in section else ""
        wrong = check_unit(unit, str(section.line("unit"))) if unit else None
        if wrong is not None:
            section.problems.append(wrong)
        return unit


def bind_fields(fields: Mapping[str, Field], words: Words, whole: Section) -> dict[str, Field]:
    """The fields with their formulas, defaults and grades."""
    section = whole.section("fields")
    bound: dict[str, Field] = {}
    for name, found in fields.items():
        of_field = section.section(name)
        inner = of_field.section("fields")
        rows = {
            row: _bound(each, inner.section(row), words, name) for row, each in found.rows.items()
        }
        bound[name] = replace(_bound(found, of_field, words, ""), rows=rows)
    return bound


def _bound(found: Field, section: Section, words: Words, group: str) -> Field:
    return replace(
        found,
        formula=_expression(found, section, "formula", words, group),
        default=_expression(found, section, "default", words, group),
        grade=_grade(found, section, words) if "grade" in section else None,
    )


def _expression(found: Field, section: Section, key: str, words: Words, group: str) -> Node | None:
    if key not in section:
        return None
    text, place = section.text(key), str(section.line(key))
    wanted = rules.of_field(found)
    try:
        binder = Binder(words, text, place)
        node, kind = binder.right_side(binder.parsed(), wanted, group)
        if not rules.comparable(wanted, kind, "="):
            binder.refuse(f"it gives {rules.called(kind)}, not {rules.called(wanted)}")
    except CrossfootError as error:
        section.problems.extend(error.problems)
        return None
    return node


def _grade(found: Field, section: Section, words: Words) -> Grade | None:
    inner = section.section("grade")
    inner.only(("of", "bands"))
    bands = inner.section("bands")
    result: list[tuple[str, Node]] = []
    for option in bands:
        if option not in found.options:
            bands.problem(f"{option!r} is not one of the options", option)
        try:
            result.append((option, Binder(words, bands.text(option)).expression()[0]))
        except CrossfootError as error:
            bands.problem(error.problems[0].what, option)
    of = inner.text("of", required=True)
    source = words.field(of)
    if source is None or source.type is not FieldType.NUMBER:
        inner.problem(f"{of!r} is no number", "of")
    return Grade(of, tuple(result))
