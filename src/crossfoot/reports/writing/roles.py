"""Roles: references within a line. Each is one function in `ROLES`.

A role gets where it stands and its argument, and gives a piece of the line. Whatever it does not
find, it raises as a `WritingProblem`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.errors import CrossfootError
from crossfoot.languages import TRADITIONAL, is_chinese
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.units import convert
from crossfoot.reports.figures import change_between, period_label
from crossfoot.reports.model import Cell, own_words
from crossfoot.reports.numbers import format_number, format_signed, qualified
from crossfoot.reports.units import COUNT, printed_unit
from crossfoot.reports.words import word
from crossfoot.reports.writing.argument import Argument
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.here import Figure, Here
from crossfoot.reports.writing.inlines import Inline, Link, Number, Term, Verbatim, Words
from crossfoot.reports.writing.problem import WritingProblem, near

#: what units of emissions end with
CO2E = " CO2e"

#: most decimals that a reference may ask for
MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Role:
    """A role.

    Attributes:
        name: how it is called.
        make: gives the piece of the line.
        words: single words that its argument may have.
        plain: the whole argument is one name, blanks included.
    """

    name: str
    make: Callable[[Here, Argument], Inline]
    words: tuple[str, ...] = ()
    plain: bool = False


def with_unit(text: str, unit: str, here: Here) -> str:
    """A number with its unit; Chinese words follow a number without a space."""
    chinese = is_chinese(here.language) and unit[:1] > "\u2fff"
    gap = "" if not unit or unit == "%" or chinese else " "
    return f"{text}{gap}{unit}"


def _number(here: Here, text: str, cell: Cell, title: str = "") -> Number:
    return Number(text, cell, title, here.chapter.id)


def value(here: Here, argument: Argument) -> Inline:
    """A figure with its unit: `ghg.scope1 year=2022 unit=kt places=1 bare`."""
    figure = here.figure(argument, ("unit", "places"))
    cell = here.noted(figure.cell)
    if not figure.fact.is_number:
        return Verbatim(" ".join(own_words(figure.fact, here.language).split()), cell)
    number, unit, places = _converted(figure, argument)
    text = qualified(
        format_number(number, places, here.language), figure.fact.qualifier, here.language
    )
    if "bare" not in argument.words:
        text = with_unit(text, unit_in_text(unit, figure.metric.id, here), here)
    return _number(here, text, cell)


def unit_in_text(unit: str, metric: str, here: Here) -> str:
    """A unit behind a number; English says what it counts in the sentence itself."""
    if unit == COUNT and here.language == "en":
        return ""
    return printed_unit(unit, here.language, metric)


def _converted(figure: Figure, argument: Argument) -> tuple[Decimal, str, int]:
    """Number, unit and decimals of a figure as the reference asks for them."""
    number, unit, places = figure.number, figure.fact.unit, figure.cell.places
    if "unit" in argument.options:
        wanted = argument.options["unit"]
        if unit.endswith(CO2E) and not wanted.endswith(CO2E):
            wanted += CO2E  # kt of emissions are kt CO2e
        try:
            converted = convert(number, unit, wanted)
        except CrossfootError as error:
            given = argument.options["unit"]
            raise WritingProblem(WritingKind.WRONG_UNIT, unit=given, own=unit) from error
        # the digits that the figure is printed with, whatever the unit
        places = max(0, places + number.adjusted() - converted.adjusted()) if number else places
        number, unit = converted, wanted
    return number, unit, _places(argument, min(places, MOST_PLACES))


def _places(argument: Argument, otherwise: int) -> int:
    text = argument.options.get("places")
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdecimal()) or len(text) > 1 or int(text) > MOST_PLACES:
        raise WritingProblem(WritingKind.BAD_OPTION, option=f"places={text}")
    return int(text)


def change(here: Here, argument: Argument) -> Inline:
    """A figure against an earlier period: `ghg.total from=2020`; words: noun, signed, bare."""
    figure = here.figure(argument, ("from", "places"))
    if not figure.fact.is_number:
        raise WritingProblem(WritingKind.NOT_A_NUMBER, metric=figure.metric.id)
    text = argument.options.get("from")
    before = here.period({"period": text}) if text else figure.period.previous()
    entity = argument.options.get("entity", "")
    earlier = here.find(figure.metric, before, figure.breakdown, entity)
    if earlier is None:
        raise here.no_value(figure.metric, before, figure.breakdown)
    found = change_between(earlier.cell, figure.cell)
    if found is None:
        raise WritingProblem(
            WritingKind.NO_CHANGE, metric=figure.metric.id, title=figure.metric.title
        )
    places = _places(argument, 1)
    unit = "points" if found.points else "percent"
    cell = here.noted(figure.cell)
    title = here.t(
        word("text.change_title", later=period_label(figure.period), earlier=period_label(before))
    )
    if "signed" in argument.words:
        number = format_signed(found.value, places, here.language)
        return _number(here, here.words(f"text.{unit}", number=number), cell, title)
    number = format_number(abs(found.value), places, here.language)
    size = here.words(f"text.{unit}", number=number)
    if "bare" in argument.words:
        return _number(here, size, cell, title)
    rounded = format_signed(found.value, places, here.language)
    direction = "up" if rounded.startswith("+") else "down" if rounded[:1] == "−" else "same"
    form = "noun" if "noun" in argument.words else "verb"
    return _number(here, here.words(f"text.{direction}_{form}", size=size), cell, title)


def share(here: Here, argument: Argument) -> Inline:
    """A part of its whole in percent: `workforce.headcount gender=female`, `x of=y`."""
    part = here.figure(argument, ("of", "places"))
    whole_metric = here.metric(argument.options["of"]) if "of" in argument.options else part.metric
    if not part.breakdown and whole_metric is part.metric:
        raise WritingProblem(WritingKind.NO_SHARE, metric=part.metric.id)
    entity = argument.options.get("entity", "")
    none = type(part.breakdown)()
    whole = here.find(whole_metric, part.period, none, entity)
    if whole is None:
        raise here.no_value(whole_metric, part.period, none)
    exact = (Qualifier.EXACT, Qualifier.APPROXIMATE)
    if not (part.fact.is_number and whole.fact.is_number and whole.number):
        raise WritingProblem(WritingKind.NO_SHARE, metric=part.metric.id)
    if part.fact.qualifier not in exact or whole.fact.qualifier not in exact:
        raise WritingProblem(WritingKind.NO_SHARE, metric=part.metric.id)
    try:
        number = convert(part.number, part.fact.unit, whole.fact.unit) / whole.number * 100
    except CrossfootError as error:
        raise WritingProblem(
            WritingKind.WRONG_UNIT, unit=whole.fact.unit, own=part.fact.unit
        ) from error
    text = format_number(number, _places(argument, 1), here.language)
    here.noted(whole.cell)
    title = here.t(word("text.share_title", whole=whole_metric.title))
    return _number(here, here.words("text.percent", number=text), here.noted(part.cell), title)


def unit(here: Here, argument: Argument) -> Inline:
    """The unit of a metric: `ghg.scope1`."""
    metric = here.metric(argument.name)
    return Words(printed_unit(metric.unit, here.language, metric.id))


def metric(here: Here, argument: Argument) -> Inline:
    """The title of a metric: `ghg.scope1`."""
    return Words(here.t(here.metric(argument.name).title))


def count(here: Here, argument: Argument) -> Inline:
    """The rows of a list, those with some values where the argument names them."""
    rows = here.records(argument.name, argument.options).rows
    return Words(format_number(Decimal(len(rows)), 0, here.language))


def company(here: Here, argument: Argument) -> Inline:
    """The organisation: `name`."""
    return Words(here.t(here.report.company))


def entity(here: Here, argument: Argument) -> Inline:
    """The name of an entity: `hefei`."""
    id_ = here.entity(Argument(argument.name, {"entity": argument.name}))
    return Words(here.t(here.figures.entity_name(id_)))


def period(here: Here, argument: Argument) -> Inline:
    """The reporting period: `year`, `previous`, `start`, `end`, `span`."""
    known = here.report.period
    start, end = here.day(known.start), here.day(known.end)
    forms: Mapping[str, str] = {
        "year": here.t(period_label(known)),
        "previous": here.t(period_label(known.previous())),
        "next": here.t(period_label(known.next())),
        "start": start,
        "end": end,
        "span": here.words("text.span", start=start, end=end),
    }
    if argument.name not in forms:
        raise WritingProblem(
            WritingKind.UNKNOWN_WORD, near(argument.name, forms), word=argument.name
        )
    return Words(forms[argument.name])


def reference(here: Here, argument: Argument) -> Inline:
    """Another chapter by its id: its title, and its page in print."""
    chapters = {each.id: each for each in here.folder.chapters(here.language)}
    if argument.name not in chapters:
        raise WritingProblem(
            WritingKind.UNKNOWN_CHAPTER, near(argument.name, chapters), chapter=argument.name
        )
    title = here.writer.title_of(argument.name)
    paged = "bare" not in argument.words
    return Link(title, anchor=f"chapter-{argument.name}", chapter=argument.name, paged=paged)


def term(here: Here, argument: Argument) -> Inline:
    """A term of the glossary, by its words in the language of the chapter."""
    found = here.writer.glossary.find(argument.name, here.language)
    if found is None:
        known = here.writer.glossary.terms(here.language)
        raise WritingProblem(
            WritingKind.UNKNOWN_TERM, near(argument.name, known), term=argument.name
        )
    shown = here.t(found.term) if here.language == TRADITIONAL else argument.name
    return Term(shown, found.anchor, here.t(found.definition))


ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role("value", value, ("bare",)),
        Role("change", change, ("noun", "signed", "bare")),
        Role("share", share),
        Role("unit", unit),
        Role("metric", metric),
        Role("count", count),
        Role("company", company),
        Role("entity", entity),
        Role("period", period),
        Role("ref", reference, ("bare",)),
        Role("term", term, plain=True),
    )
}


def make_role(here: Here, name: str, text: str) -> Inline:
    """The piece that a role gives.

    Raises:
        WritingProblem: there is no such role, or it finds nothing.
    """
    role = ROLES.get(name)
    if role is None:
        raise WritingProblem(WritingKind.UNKNOWN_ROLE, near(name, ROLES), role=name)
    argument = Argument(text, {}) if role.plain else Argument.parse(text)
    for each in argument.words:
        if each not in role.words:
            raise WritingProblem(WritingKind.UNKNOWN_WORD, near(each, role.words), word=each)
    return role.make(here, argument)
