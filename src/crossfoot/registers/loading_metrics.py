"""Metrics of a definition, from YAML, and their ties to the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot.definitions.nodes import Items, Scalar
from crossfoot.definitions.section import Section, did_you_mean
from crossfoot.errors import CrossfootError
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.units import check_unit, same_dimension
from crossfoot.registers.expressions import typing_rules as rules
from crossfoot.registers.expressions.binding import Binder, Words
from crossfoot.registers.expressions.formulas import FormulaBinder
from crossfoot.registers.expressions.tree import (
    Aggregate,
    Derived,
    Exists,
    Name,
    Node,
    Ref,
    Special,
    walk,
)
from crossfoot.registers.expressions.typing_rules import Type
from crossfoot.registers.metrics import Breakdown, CatalogueTie, RegisterMetric

_KEYS = ("label", "formula", "unit", "by", "catalogue")


def read_metrics(whole: Section, words: Words, register: str) -> dict[str, RegisterMetric]:
    """Metrics by name, in the order of the file."""
    found: dict[str, RegisterMetric] = {}
    units: dict[str, str] = {}
    for name, section in whole.section("metrics").sections():
        section.only(_KEYS)
        unit = section.text("unit", required=True)
        units[name] = unit
        wrong = check_unit(unit, str(section.line("unit"))) if unit else None
        if wrong is not None:
            section.problems.append(wrong)
            continue
        text = section.text("formula", required=True)
        try:
            binder = FormulaBinder(words, text, str(section.line("formula")), units)
            node, kind = binder.formula()
            _check_unit(binder, kind, unit)
        except CrossfootError as error:
            section.problems.extend(error.problems)
            continue
        by = _breakdowns(section, words, _groups(node))
        label = section.both("label")
        ties = _ties(section, by, unit)
        found[name] = RegisterMetric(
            name, register, label, node, text, unit, by, ties, section.line()
        )
    return found


def _check_unit(binder: Binder, kind: Type, unit: str) -> None:
    if not rules.same_unit(kind, Type(rules.NUMBER, unit=unit)):
        things = "a number of things" if kind.unit == rules.THINGS else kind.unit
        binder.refuse(f"it gives {things}, which is no {unit!r}")


def _groups(node: Node) -> set[str]:
    found = {each.group for each in walk(node) if isinstance(each, Aggregate | Exists | Ref)}
    return found - {""}


def _breakdowns(section: Section, words: Words, groups: set[str]) -> dict[str, Breakdown]:
    found: dict[str, Breakdown] = {}
    for item in section.texts("by"):
        name, _, path = (part.strip() for part in item.partition("="))
        try:
            source = _source(path or name, words, groups, str(section.line("by")))
        except CrossfootError as error:
            section.problems.extend(error.problems)
            continue
        name = name.rpartition(".")[2] if not path else name
        found[name] = Breakdown(name, source)
    return found


def _source(path: str, words: Words, groups: set[str], place: str) -> Ref | Derived | Special:
    binder = Binder(words, path, place)
    node = binder.parsed()
    if not isinstance(node, Name):
        binder.refuse("a breakdown is a field")
    first = node.path[0]
    group = ""
    if len(node.path) > 1 and first in words.fields and words.fields[first].rows:
        group = first
    elif not words.is_known(first):
        inside = [each for each in words.groups_with(first) if not groups or each in groups]
        group = inside[0] if len(inside) == 1 else ""
    bound, _ = binder.bind(node, group)
    if not isinstance(bound, Ref | Derived | Special):
        binder.refuse("a breakdown is a field")
    return bound


def _ties(section: Section, by: Iterable[str], unit: str) -> tuple[CatalogueTie, ...]:
    node = section.node("catalogue")
    match node:
        case None:
            return ()
        case Scalar(text):
            found = [CatalogueTie(text)]
        case Items():
            found = [_tie(each) for each in section.list_of_sections("catalogue")]
        case _:
            found = [_tie(section.section("catalogue"))]
    return tuple(tie for tie in found if _is_sound(tie, section, by, unit))


def _tie(inner: Section) -> CatalogueTie:
    inner.only(("metric", "dimensions", "where", "of"))
    parts = {name: inner.section(name) for name in ("dimensions", "where", "of")}
    return CatalogueTie(
        inner.text("metric", required=True),
        *({name: part.text(name) for name in part} for part in parts.values()),
    )


def _is_sound(tie: CatalogueTie, section: Section, by: Iterable[str], unit: str) -> bool:
    metric = catalogue().get(tie.metric)
    if metric is None:
        remedy = did_you_mean(tie.metric, (each.id for each in catalogue()))
        section.problem(f"{tie.metric!r} is not in the catalogue", "catalogue", remedy=remedy)
        return False
    if not same_dimension(metric.unit, unit):
        section.problem(f"{metric.id!r} is in {metric.unit!r}, not in {unit!r}", "catalogue")
    for name in (*tie.dimensions, *tie.fixed):
        if not metric.allows(name):
            remedy = did_you_mean(name, metric.dimensions)
            section.problem(f"{metric.id!r} has no dimension {name!r}", "catalogue", remedy=remedy)
    for name in (*tie.dimensions.values(), *tie.of):
        if name not in set(by) | {"site", "entity"}:
            section.problem(f"{name!r} does not stand in 'by'", "catalogue")
    return True
