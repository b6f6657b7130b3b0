"""Parameters, derived words, checks and recurring duties of a definition, from YAML."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from crossfoot.definitions.section import Section, did_you_mean
from crossfoot.errors import CrossfootError
from crossfoot.registers.definition import DerivedWord, Param, Rule
from crossfoot.registers.expressions.binding import Binder, Words
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.recurring import EVERY, PER, Recurrence
from crossfoot.registers.roles import roles

_RECURRING_KEYS = (
    *("id", "label", "every", "months", "day", "working_day", "role", "due", "per", "creates"),
)


def value_of(text: str) -> Any:
    """A parameter's value: number, span, truth, word; None where it is empty.

    >>> value_of("2 y"), value_of("60"), value_of("")
    (Span(value=2, unit='y'), Decimal('60'), None)
    """
    if not text:
        return None
    span = Span.parse(text)
    if span is not None:
        return span
    if text in ("true", "false"):
        return text == "true"
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def read_params(whole: Section) -> dict[str, Param]:
    """Parameters by name."""
    found: dict[str, Param] = {}
    for name, section in whole.section("params").sections():
        section.only(("value", "values", "label", "options", "found_in"))
        inner = section.section("options")
        options = {word: inner.both(word) for word in inner}
        text = section.text("value")
        if options and text not in options:
            section.problem(f"{text!r} is not one of the options", "value")
        found[name] = Param(
            name,
            section.texts("values") or value_of(text),
            section.both("label"),
            options,
            section.text("found_in"),
        )
    return found


def read_derived(whole: Section, words: Words) -> dict[str, DerivedWord]:
    """Derived words by name."""
    found: dict[str, DerivedWord] = {}
    for name, section in whole.section("derived").sections():
        section.only(("label", "formula", "bands", "labels"))
        bands_section = section.section("bands")
        bands = [(member, value_of(bands_section.text(member))) for member in bands_section]
        if not all(isinstance(bound, Decimal) for _, bound in bands):
            section.problem("a band begins with a number", "bands")
            continue
        inner = section.section("labels")
        labels = {member: inner.both(member) for member in inner}
        if {member for member, _ in bands} - set(labels):
            section.problem("every band needs a label", "labels")
        try:
            text, place = section.text("formula", required=True), str(section.line("formula"))
            binder = Binder(words, text, place)
            node, _ = binder.expression(binder.group_of(binder.parsed()))
        except CrossfootError as error:
            section.problems.extend(error.problems)
            continue
        highest_first = tuple(sorted(bands, key=lambda band: band[1], reverse=True))
        found[name] = DerivedWord(name, section.both("label"), node, highest_first, labels)
    return found


def read_rules(whole: Section, words: Words) -> tuple[Rule, ...]:
    """What must hold for every record."""
    found: list[Rule] = []
    for section in whole.list_of_sections("checks"):
        section.only(("that", "say"))
        text, place = section.text("that", required=True), str(section.line("that"))
        try:
            found.append(Rule(Binder(words, text, place).rule(), section.both("say")))
        except CrossfootError as error:
            section.problems.extend(error.problems)
    return tuple(found)


def read_recurring(whole: Section, words: Words) -> tuple[Recurrence, ...]:
    """Duties that come back."""
    return tuple(_recurrence(each, words) for each in whole.list_of_sections("recurring"))


def _recurrence(section: Section, words: Words) -> Recurrence:
    section.only(_RECURRING_KEYS)
    role = section.text("role", required=True)
    if role and role not in roles():
        section.problem(
            f"the role {role!r} is not known", "role", remedy=did_you_mean(role, roles())
        )
    months = tuple(int(text) for text in section.texts("months") if text.isdecimal())
    if ("every" in section) == bool(months):
        section.problem("a duty has either 'every' or 'months'")
    if any(not 1 <= month <= 12 for month in months):
        section.problem("a month is a number from 1 to 12", "months")
    creates = {name: section.section("creates").text(name) for name in section.section("creates")}
    for name in creates:
        if words.field(name) is None:
            remedy = did_you_mean(name, words.fields)
            section.problem(f"{name!r} is no field", "creates", remedy=remedy)
    due = Span.parse(section.text("due")) if "due" in section else None
    if "due" in section and due is None:
        section.problem(f"{section.text('due')!r} is no span of time", "due")
    return Recurrence(
        section.text("id", required=True),
        section.both("label"),
        role,
        section.choice("every", EVERY) if "every" in section else "",
        months,
        int((section.decimal("day") if "day" in section else None) or 1),
        int((section.decimal("working_day") if "working_day" in section else None) or 0),
        due,
        section.choice("per", PER) if "per" in section else "entity",
        creates,
    )
