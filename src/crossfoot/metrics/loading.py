"""From YAML to metrics. What a single definition says wrongly is found here."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from crossfoot.definitions.section import Section
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.metrics.formula import Formula, Reference, parse_formula, parse_reference
from crossfoot.metrics.metric import (
    FORMULA,
    PILLARS,
    REQUIREMENTS,
    WEIGHTED,
    Example,
    Kind,
    Metric,
    Topic,
)

_KEYS = (
    "title",
    "unit",
    "kind",
    "dimensions",
    "over_sites",
    "over_periods",
    "formula",
    *REQUIREMENTS,
    "pillar",
    "comment",
    "examples",
)

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")

#: how values of a kind may combine over sites, where there is no formula
OVER_SITES: dict[Kind, tuple[str, ...]] = {
    Kind.ACTIVITY: ("sum", "none"),
    Kind.FLOW: ("sum", "none"),
    Kind.STOCK: ("sum", "none"),
    Kind.RATIO: ("mean", WEIGHTED, "none"),
    Kind.SCORE: ("mean", WEIGHTED, "none"),
    Kind.TEXT: ("none",),
}

#: the same over periods
OVER_PERIODS: dict[Kind, tuple[str, ...]] = {
    Kind.ACTIVITY: ("sum", "none"),
    Kind.FLOW: ("sum", "none"),
    Kind.STOCK: ("last", "none"),
    Kind.RATIO: ("mean", WEIGHTED, "last", "none"),
    Kind.SCORE: ("mean", WEIGHTED, "last", "none"),
    Kind.TEXT: ("last", "none"),
}


@dataclass(slots=True)
class Loaded:
    """What was read from files, before it is known to hold together."""

    metrics: list[Metric] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def load_file(path: Path, name: str, into: Loaded) -> None:
    """Read one topic file, which messages call `name`.

    A second file of the same name adds to the topic of the first and need not repeat its title.
    """
    try:
        whole = Section.of_file(path, into.problems, name)
    except CrossfootError as error:
        into.problems.extend(error.problems)
        return
    whole.only(("topic", "metrics"))
    topic = next((known for known in into.topics if known.id == path.stem), None)
    if topic is None:
        topic = _topic(path.stem, whole)
        into.topics.append(topic)
    if "metrics" not in whole:
        whole.problem("the file has no 'metrics'", remedy="Write them below 'metrics:'.")
    into.metrics.extend(
        _metric(id_, section, topic)
        for id_, section in whole.section("metrics", called="").sections()
    )


def _topic(id_: str, whole: Section) -> Topic:
    if "topic" not in whole:
        whole.problem(
            "the file has no 'topic'", remedy="Give it a title in en and zh, and an order."
        )
        return Topic(id_, Text("", ""), 0)
    section = whole.section("topic")
    section.only(("title", "order"))
    order = section.decimal("order") or Decimal(0)
    return Topic(id_, section.both("title"), int(order))


def _metric(id_: str, section: Section, topic: Topic) -> Metric:
    section.only(_KEYS)
    if not _ID.fullmatch(id_) or any(keyword.iskeyword(part) for part in id_.split(".")):
        why = "Formulas name metrics by id, so each part must be a plain lower-case word"
        section.problem(f"{id_!r} cannot be the id of a metric", why=why)
    chosen = section.choice("kind", Kind)
    kind = Kind(chosen) if chosen else None
    formula = _formula(section)
    return Metric(
        id=id_,
        title=section.both("title"),
        unit=_unit(section, kind),
        kind=kind or Kind.TEXT,
        dimensions=section.texts("dimensions"),
        over_sites=_rule(section, "over_sites", kind, OVER_SITES, formula),
        over_periods=_rule(section, "over_periods", kind, OVER_PERIODS, formula),
        formula=formula,
        requirements={name: section.texts(name) for name in REQUIREMENTS if name in section},
        pillar=section.choice("pillar", PILLARS),
        comment=section.remark("comment"),
        examples=_examples(section, formula),
        topic=topic.id,
        place=section.line(),
    )


def _unit(section: Section, kind: Kind | None) -> str:
    if kind is Kind.TEXT and "unit" in section:
        section.problem("a text has no unit", "unit")
    return section.text("unit", required=kind not in (Kind.TEXT, None))


def _formula(section: Section) -> Formula | None:
    if "formula" not in section:
        return None
    try:
        return parse_formula(section.text("formula"), str(section.line("formula")))
    except CrossfootError as error:
        section.problems.extend(error.problems)
        return None


def _rule(
    section: Section,
    key: str,
    kind: Kind | None,
    allowed: dict[Kind, tuple[str, ...]],
    formula: Formula | None,
) -> str:
    """How values combine; a metric with a formula is always recomputed."""
    if "formula" in section:
        if key in section:
            why = "A metric with a formula is recomputed from its combined inputs, never averaged"
            section.problem(f"{key!r} does not go with a formula", key, why=why)
        return FORMULA if formula else "none"
    rule = section.text(key, required=True)
    known = rule.startswith(WEIGHTED) or not rule
    if not known and rule not in {"sum", "mean", "last", "none"}:
        remedy = "Write sum, last, mean, weighted:<id> or none."
        section.problem(f"{key!r} is {rule!r}, which is no way to combine", key, remedy=remedy)
    elif rule and kind and not rule.startswith(allowed[kind]):
        remedy = f"A {kind} takes {_choices(allowed[kind])}."
        section.problem(f"{key!r} of a {kind} cannot be {rule!r}", key, remedy=remedy)
    return rule


def _choices(rules: tuple[str, ...]) -> str:
    return " or ".join(f"{rule}<id>" if rule == WEIGHTED else rule for rule in rules)


def _examples(section: Section, formula: Formula | None) -> tuple[Example, ...]:
    if "examples" in section and "formula" not in section:
        section.problem("examples need a formula", "examples")
    return tuple(
        example
        for item in section.list_of_sections("examples")
        if (example := _example(item, formula)) is not None
    )


def _example(item: Section, formula: Formula | None) -> Example | None:
    item.only(("source", "inputs", "value"))
    source = item.text("source", required=True)
    value = item.decimal("value")
    given = item.section("inputs")
    inputs: dict[Reference, Decimal] = {}
    for key in given:
        number = given.decimal(key)
        try:
            reference = parse_reference(key, str(given.line(key)))
        except CrossfootError as error:
            item.problems.extend(error.problems)
            continue
        if number is not None:
            inputs[reference] = number
    if formula is None or value is None:
        return None
    needed = formula.references()
    for reference in needed:
        if reference not in inputs:
            item.problem(f"the example gives no value of {reference}", "inputs")
    for reference in inputs:
        if reference not in needed:
            item.problem(f"the formula does not use {reference}", "inputs")
    return Example(tuple(inputs.items()), value, source, item.line())
