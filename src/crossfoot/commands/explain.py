"""`crossfoot explain METRIC`: the lineage of one number."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import (
    check_entity,
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.languages import Language

if TYPE_CHECKING:
    from rich.tree import Tree

    from crossfoot.calculation.trace import Trace
    from crossfoot.facts.fact import Fact, FactKey
    from crossfoot.runs.run import Run

_A_MONTH = 31  # days
_NAMED = 8  # figures that a message names


@click.command()
@click.argument("metric")
@click.option("--entity", help="The organisation, company or site; the whole unless given.")
@click.option("--year", "period", metavar="PERIOD", required=True, help="2023, 2023-Q2 or 2023-04.")
@click.option("--dimensions", default="", help="A breakdown, such as 'gender=female'.")
@click.option("--depth", type=click.IntRange(min=0), help="How many levels; all unless given.")
@format_option("table", "json")
@language_option
@workspace_option
def explain(
    metric: str,
    entity: str | None,
    period: str,
    dimensions: str,
    depth: int | None,
    format_: str,
    language: Language,
    folder: Path,
) -> int:
    """Print why a number is what it is: formula, inputs, factor, source, row of the file.

    METRIC is an id; `crossfoot metric WORD` finds it.

    Example: crossfoot explain ghg.scope2.location --entity hefei --year 2023
    """
    from crossfoot.commands.output import print_json, show
    from crossfoot.runs.run import run_workspace

    workspace = open_workspace(folder)
    workspace.catalogue.find(metric)
    check_entity(workspace, entity)
    key = _key(metric, entity or workspace.root, period, dimensions)
    run = run_workspace(workspace, monthly=key.period.days <= _A_MONTH)
    trace = run.trace(_fact(run, key))
    if format_ == "json":
        print_json(trace.to_json())
    else:
        show(_tree(trace, language, depth))
    return 0


def _key(metric: str, entity: str, period: str, dimensions: str) -> FactKey:
    from crossfoot.errors import CrossfootError, Problem
    from crossfoot.facts.fact import Dimensions, FactKey
    from crossfoot.quantities.periods import Period

    try:
        return FactKey(metric, entity, Period.parse(period), Dimensions.parse(dimensions))
    except ValueError as error:
        raise CrossfootError(Problem(str(error))) from None


def _fact(run: Run, key: FactKey) -> Fact:
    from crossfoot.errors import CrossfootError, Problem

    has_formula = run.workspace.catalogue[key.metric].formula is not None
    fact = run.facts.current(key, formula=has_formula, variant=run.variant)
    if fact is None:
        raise CrossfootError(
            Problem(f"there is no fact {key}", remedy=_others(run.facts.keys(key.metric), key))
        )
    return fact


def _others(keys: tuple[FactKey, ...], wanted: FactKey) -> str:
    """What there is instead: figures of the same entity and of whole years first."""
    if not keys:
        return "no figure of this metric was entered or computed; `crossfoot facts` lists all"
    near = sorted(keys, key=lambda key: (key.entity != wanted.entity, -key.period.days, str(key)))
    more = f"; and {len(near) - _NAMED} more" if len(near) > _NAMED else ""
    return "there is " + "; ".join(map(str, near[:_NAMED])) + more


def _tree(trace: Trace, language: Language, depth: int | None) -> Tree:
    from rich.tree import Tree

    from crossfoot.commands.words import say

    tree = Tree(_label(trace, language), guide_style="dim")
    if depth == 0 and trace.children:
        words = "and {count} below; --depth shows more"
        tree.add(f"[dim]{say(words, language, count=len(trace.children))}[/]")
        return tree
    for child in trace.children:
        tree.add(_tree(child, language, None if depth is None else depth - 1))
    return tree


def _label(trace: Trace, language: Language) -> str:
    """What the value is, the value, and the rule or the source that it comes from."""
    from crossfoot.commands.output import readable, safe
    from crossfoot.reports.numbers import qualified

    parts = [f"[bold]{safe(trace.label[language])}[/]"]
    if isinstance(trace.value, Decimal):
        unit = _unit(trace.unit, language)
        space = "" if unit == "%" else " "
        value = qualified(readable(trace.value), trace.qualifier, language)
        parts.append(f"[cyan]{safe(f'{value}{space}{unit}'.strip())}[/]")
    elif trace.value is not None:
        parts.append(safe(trace.value))
    for words, style in ((trace.rule, "green"), (trace.source, "dim")):
        if words[language]:
            parts.append(f"[{style}]{safe(words[language])}[/]")
    return "  ".join(parts)


def _unit(unit: str, language: Language) -> str:
    """The unit as people read it; "t/t", of a factor, is kept, although it is a plain number."""
    from crossfoot.quantities.units import is_known_unit, unit_label

    label = unit_label(unit, language) if is_known_unit(unit) else unit
    return label or (unit if "/" in unit else "")
