"""`crossfoot explain METRIC`: the lineage of one number."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import (
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.commands.output import console, number, print_json
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

if TYPE_CHECKING:
    from rich.tree import Tree

    from crossfoot.calculation.trace import Trace
    from crossfoot.facts.fact import Fact, FactKey
    from crossfoot.runs.run import Run


@click.command()
@click.argument("metric")
@click.option("--entity", help="The organisation, company or site; the root unless given.")
@click.option("--year", "period", required=True, help="2023, or 2023-04, or 2023-Q2.")
@click.option("--dimensions", default="", help="A breakdown, such as 'gender=female'.")
@format_option("table", "json")
@language_option
@workspace_option
def explain(
    metric: str,
    entity: str | None,
    period: str,
    dimensions: str,
    format_: str,
    language: Language,
    folder: Path,
) -> int:
    """Print why a number is what it is, down to factor, source and row of the import file."""
    from crossfoot.runs.run import run_workspace

    workspace = open_workspace(folder)
    workspace.catalogue.find(metric)
    key = _key(metric, entity or workspace.root, period, dimensions)
    run = run_workspace(workspace, monthly=key.period.days <= 31)
    fact = _fact(run, key)
    trace = run.trace(fact)
    if format_ == "json":
        print_json(trace.to_json())
    else:
        console().print(_tree(trace, language))
    return 0


def _key(metric: str, entity: str, period: str, dimensions: str) -> FactKey:
    from crossfoot.facts.fact import Dimensions, FactKey
    from crossfoot.quantities.periods import Period

    try:
        return FactKey(metric, entity, Period.parse(period), Dimensions.parse(dimensions))
    except ValueError as error:
        raise CrossfootError(Problem(str(error))) from None


def _fact(run: Run, key: FactKey) -> Fact:
    has_formula = run.workspace.catalogue[key.metric].formula is not None
    fact = run.facts.current(key, formula=has_formula)
    if fact is not None:
        return fact
    others = sorted({str(each.key) for each in run.facts.select(metric=key.metric)})
    remedy = "there are: " + "; ".join(others[:8]) if others else "`crossfoot facts` lists all"
    raise CrossfootError(Problem(f"there is no fact {key}", remedy=remedy))


def _tree(trace: Trace, language: Language) -> Tree:
    from rich.tree import Tree

    tree = Tree(_label(trace, language), guide_style="dim")
    for child in trace.children:
        tree.add(_tree(child, language))
    return tree


def _label(trace: Trace, language: Language) -> str:
    from rich.markup import escape

    parts = [f"[bold]{escape(trace.label[language])}[/]"]
    if isinstance(trace.value, Decimal):
        shown = number(trace.value)
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
        parts.append(f"[cyan]{shown} {escape(trace.unit)}[/]")
    elif trace.value is not None:
        parts.append(escape(str(trace.value)))
    for words, style in ((trace.rule, "green"), (trace.source, "dim")):
        text = words[language] if hasattr(words, "en") else str(words or "")
        if text:
            parts.append(f"[{style}]{escape(text)}[/]")
    return "  ".join(parts)
