"""What a form asks a field with: one `Widget` for every type, drawn by `registers/_field.html`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from crossfoot.languages import Language
from crossfoot.registers.fields import Field, FieldType
from crossfoot.reports.units import printed_unit
from crossfoot.web.views.registers.choices import Choices, Option
from crossfoot.web.views.registers.typed import PREFIX, several

#: the part of the template that draws a type
_KINDS = {
    FieldType.TEXT: "text",
    FieldType.SEALED_TEXT: "text",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "money",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime",
    FieldType.BOOLEAN: "choice",
    FieldType.CHOICE: "choice",
    FieldType.MULTI: "multi",
    FieldType.PERIOD: "period",
    FieldType.ENTITY: "choice",
    FieldType.SITE: "choice",
    FieldType.PERSON: "choice",
    FieldType.SEALED_PERSON: "choice",
    FieldType.SUPPLIER: "record",
    FieldType.REF: "record",
    FieldType.ATTACHMENT: "file",
    FieldType.GEO: "geo",
    FieldType.ROWS: "rows",
}

#: texts of one line
_LINES = frozenset({"title", "tags", "ref_no"})

#: that take the whole width of a form
_WIDE = frozenset({"rows", "multi", "file"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a group, as its form has it."""

    number: str
    widgets: tuple[Widget, ...]


@dataclass(frozen=True, slots=True)
class Widget:
    """What a form asks a field with.

    Attributes:
        field: name of the field.
        name, id: of the input.
        kind: the part of the template that draws it.
        label, help, unit: what is written beside it.
        required: the browser asks for it.
        value: what stands in it; the amount of money.
        currency: of money.
        chosen: what was chosen where several can be, or what is there already (files).
        options: what can be chosen; what is offered while one types, for open lists.
        search: address that finds records while one types; empty where nothing is looked up.
        rows, blank: of a group: the rows that are there, and an empty one.
        wrong: what was not accepted.
    """

    field: str
    name: str
    id: str
    kind: str
    label: str
    help: str = ""
    unit: str = ""
    required: bool = False
    value: str = ""
    currency: str = ""
    chosen: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    search: str = ""
    several: bool = False
    rows: tuple[Row, ...] = ()
    blank: Row | None = None
    wrong: str = ""

    @property
    def chosen_values(self) -> frozenset[str]:
        """What was chosen."""
        return frozenset(each.value for each in self.chosen)

    @property
    def said(self) -> SafeString:
        """What the input says of itself: required, wrong, explained by the words below it."""
        parts = [mark_safe(" required")] if self.required else []
        if self.wrong:
            parts.append(format_html(' aria-invalid="true" aria-describedby="{}-wrong"', self.id))
        elif self.help:
            parts.append(format_html(' aria-describedby="{}-help"', self.id))
        return format_html_join("", "{}", ((part,) for part in parts))

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width."""
        return self.kind in _WIDE or (self.several and self.kind != "line")


def widgets(
    fields: Iterable[Field],
    typed: Mapping[str, Any],
    choices: Choices,
    language: Language,
    *,
    required: Collection[str] = (),
    wrong: Mapping[str, str] | None = None,
    form: str = "",
) -> list[Widget]:
    """What a form asks some fields with.

    Args:
        fields: in the order of the form.
        typed: what stands in it (`typed.typed_of`).
        choices: what can be chosen.
        language: of the page.
        required: names of fields that must be filled, beside those that always must.
        wrong: what was not accepted, by field.
        form: name of the form, where a page has several with the same fields.
    """
    return [
        _widget(
            each,
            typed.get(each.name, ""),
            choices,
            language,
            f"{PREFIX}{each.name}",
            form,
            each.name in required or _asked(each),
            (wrong or {}).get(each.name, ""),
        )
        for each in fields
    ]


def _asked(field: Field) -> bool:
    return field.required and field.default is None


def _widget(
    field: Field,
    typed: Any,
    choices: Choices,
    language: Language,
    name: str,
    form: str,
    required: bool,
    wrong: str = "",
) -> Widget:
    kind = _kind(field)
    id_ = f"{form}{name}".replace(".", "-")
    common: dict[str, Any] = {
        "field": field.name,
        "name": name,
        "id": id_,
        "kind": kind,
        "label": field.label[language],
        "help": field.help[language],
        "unit": printed_unit(field.unit, language) if field.unit else "",
        "required": required,
        "several": several(field),
        "wrong": wrong,
    }
    if kind == "rows":
        rows = typed or []
        return Widget(
            **common,
            rows=tuple(
                _row(field, row, choices, language, name, form, str(number))
                for number, row in enumerate(rows)
            ),
            blank=_row(field, {}, choices, language, name, form, "__"),
        )
    if kind == "money":
        amount, _, currency = str(typed or "").rpartition(" ")
        money = choices.currencies()
        return Widget(
            **common,
            value=amount or currency,
            currency=currency if amount else choices.currency,
            options=money,
        )
    if several(field):
        picked: Sequence[str] = typed or []
        if kind == "line":
            return Widget(**common, value=", ".join(picked))
        return Widget(
            **common,
            chosen=choices.labels(field, picked),
            options=choices.options(field),
            search=choices.search(field),
        )
    value = str(typed or "")
    return Widget(
        **common,
        value=choices.shown(field, value) if kind == "record" else value,
        chosen=choices.labels(field, [value]) if kind == "file" and value else (),
        options=choices.options(field, value),
        search=choices.search(field),
    )


def _row(
    field: Field,
    typed: Mapping[str, Any],
    choices: Choices,
    language: Language,
    name: str,
    form: str,
    number: str,
) -> Row:
    found = tuple(
        _widget(
            inner,
            typed.get(inner.name, ""),
            choices,
            language,
            f"{name}.{number}.{inner.name}",
            form,
            False,  # an empty row is none; one that lacks something is refused with its number
        )
        for inner in field.rows.values()
        if not inner.is_computed
    )
    return Row(number, found)


def _kind(field: Field) -> str:
    kind = _KINDS[field.type]
    if field.type is FieldType.TEXT and (field.name in _LINES or field.many):
        return "line"
    if field.type is FieldType.CHOICE and not field.options:
        return "open"
    if field.type is FieldType.MULTI and not field.options:
        return "line"
    return kind
