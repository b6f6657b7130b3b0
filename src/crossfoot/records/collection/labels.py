"""What figures, topics, units and people are called on pages and in messages."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Language, Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import member_label
from crossfoot.quantities.units import unit_label
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.models import Cell, Request
from crossfoot.records.organisation.models import UnitState

_COMMAND_LINE = Text("command line", "命令行")


def metric_title(metric: str) -> Text:
    """Title of a metric; its id where the catalogue has it no more."""
    found = catalogue().get(metric)
    return found.title if found else Text(metric, metric)


def metric_unit(metric: str) -> str:
    """Unit of a metric; empty for a text."""
    found = catalogue().get(metric)
    return found.unit if found else ""


def unit_words(unit: str, language: Language) -> str:
    """A unit as pages print it."""
    return (unit_label(unit, language) or unit) if unit else ""


def topic_title(topic: str) -> Text:
    """Title of a topic of the catalogue."""
    known = {each.id: each.title for each in catalogue().topics}
    return known.get(topic, Text(topic, topic))


def members(dimensions: Dimensions, language: Language) -> str:
    """A breakdown in words: `Female · Under 30`; empty for the whole."""
    return " · ".join(member_label(key, member)[language] for key, member in dimensions.items())


def figure(cell: Cell, language: Language) -> str:
    """What a cell asks for: `Employees · Female · 2023`."""
    parts = (
        metric_title(cell.metric)[language],
        members(cell.breakdown, language),
        cell.period.label(language),
    )
    return " · ".join(part for part in parts if part)


def request_title(request: Request, language: Language) -> str:
    """What a request is about: `Hefei plant · Water and effluents`; one query."""
    named = unit_names([request.unit_id], language)
    return (
        f"{named.get(request.unit_id, request.unit.code)} · {topic_title(request.topic)[language]}"
    )


def unit_names(units: Iterable[int], language: Language) -> dict[int, str]:
    """Names of units by their number, in one language and one query."""
    return {unit: name[language] for unit, name in unit_texts(units).items()}


def unit_texts(units: Iterable[int]) -> dict[int, Text]:
    """Names of units by their number, as they were called last, in one query."""
    wanted = set(units)
    if not wanted:
        return {}
    standing = UnitState.objects.filter(unit_id__in=wanted, superseded_at=None)
    return {
        state.unit_id: Text(state.name_en, state.name_zh)
        for state in standing.order_by("unit_id", "valid_from")
    }


def people(references: Iterable[str], language: Language) -> dict[str, str]:
    """Names of those who acted, by their reference, in one query."""
    wanted = set(references)
    ids = [int(each[5:]) for each in wanted if each.startswith("user:")]
    names = {user.reference: user.name for user in User.objects.filter(pk__in=ids)} if ids else {}
    return {
        each: names.get(each, _COMMAND_LINE[language] if each == "command line" else each)
        for each in wanted
    }
