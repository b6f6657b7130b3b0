"""What must hold in a definition: every check is a small function that finds problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import Problem
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.tree import MetricRef, walk
from crossfoot.registers.fields import PERSONS, FieldType
from crossfoot.registers.headline import heading_of

Check = Callable[[Definition], Iterable[Problem]]


def unreachable_states(definition: Definition) -> Iterator[Problem]:
    """A state that no path from the first one leads to."""
    reached = reachable(definition, definition.initial)
    for state in definition.states:
        if state not in reached:
            yield _problem(definition, f"no step leads to the state {state!r}")


def dead_ends(definition: Definition) -> Iterator[Problem]:
    """A state that is not final, but from which no end and no resting state can be reached."""
    ends = definition.finals | definition.resting
    for state in definition.states:
        if not reachable(definition, state) & ends:
            what = f"from the state {state!r} no record ever comes to rest"
            yield _problem(definition, what, "Add a step to a final state, or drop a due time.")


def idle_system_steps(definition: Definition) -> Iterator[Problem]:
    """A step of the system alone that has neither a guard nor a due time."""
    for each in definition.transitions:
        if each.is_automatic and each.when is None and each.due is None:
            what = f"the system step {each.key!r} has neither a guard nor a due time"
            yield Problem(what, where=str(each.place), remedy="Give it a 'when' or a 'due'.")


def unfilled_by_the_system(definition: Definition) -> Iterator[Problem]:
    """A field that a step of the system requires but does not fill."""
    for each in definition.transitions:
        for name in each.require if each.is_automatic else ():
            found = definition.field(name)
            if name not in each.set and not (found is not None and found.required):
                what = f"the system step {each.key!r} requires {name!r} and does not fill it"
                yield Problem(what, where=str(each.place), remedy="Fill it below 'set:'.")


def unknown_subjects(definition: Definition) -> Iterator[Problem]:
    """Subjects that are no persons; fields of forms, and headings, that do not exist."""
    for name in definition.subjects:
        found = definition.field(name)
        if found is None or found.type not in PERSONS:
            yield _problem(definition, f"the subject {name!r} is no field with a person")
    for name in definition.access.intake:
        if definition.field(name) is None:
            remedy = did_you_mean(name, definition.fields)
            yield _problem(definition, f"{name!r} of the public form is no field", remedy)
    for name in definition.quick.fields if definition.quick else ():
        if definition.field(name) is None:
            remedy = did_you_mean(name, definition.fields)
            yield _problem(definition, f"{name!r} of the quick form is no field", remedy)
    heading = heading_of(definition)
    if definition.heading and (heading is None or heading.type is not FieldType.TEXT):
        remedy = did_you_mean(definition.heading, definition.fields)
        yield _problem(definition, f"the heading {definition.heading!r} is no text", remedy)
    elif heading is not None and heading.seen_by:
        yield _problem(definition, f"not everybody may see the heading {heading.name!r}")


def unknown_expectations(definition: Definition) -> Iterator[Problem]:
    """A worked example that expects a metric which does not exist."""
    for example in definition.examples:
        for key in example.expect:
            name = key.partition("[")[0]
            if name not in definition.metrics:
                remedy = did_you_mean(name, definition.metrics)
                yield Problem(f"{name!r} is no metric here", str(example.place), remedy=remedy)


def rings_of_metrics(definition: Definition) -> Iterator[Problem]:
    """A metric that needs itself, directly or through others."""
    needs = {name: metric.needs for name, metric in definition.metrics.items()}
    for name, metric in definition.metrics.items():
        if name in _closure(needs, name):
            yield Problem(f"the metric {name!r} needs itself", where=str(metric.place))


CHECKS: tuple[Check, ...] = (
    unreachable_states,
    dead_ends,
    idle_system_steps,
    unfilled_by_the_system,
    unknown_subjects,
    unknown_expectations,
    rings_of_metrics,
)


def reachable(definition: Definition, state: str) -> set[str]:
    """The state and all states that steps lead to from it."""
    seen = {state}
    waiting = [state]
    while waiting:
        for each in definition.leaving(waiting.pop()):
            if each.target not in seen:
                seen.add(each.target)
                waiting.append(each.target)
    return seen


def metrics_of_others(definition: Definition) -> dict[str, str]:
    """Metrics that formulas name and the register does not have, with the place of the formula."""
    return {
        node.name: str(metric.place)
        for metric in definition.metrics.values()
        for node in walk(metric.formula)
        if isinstance(node, MetricRef)
        and node.name not in definition.metrics
        and not node.name.startswith("core.")
    }


def _closure(needs: Mapping[str, tuple[str, ...]], name: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(needs[name])
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += needs.get(each, ())
    return seen


def _problem(definition: Definition, what: str, remedy: str = "") -> Problem:
    return Problem(what, where=str(definition.place), remedy=remedy)
