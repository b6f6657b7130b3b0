"""`crossfoot facts`: entered, published and computed facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import (
    Year,
    check_entity,
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.facts.fact import Fact
    from crossfoot.metrics.catalogue import Catalogue

BASES = ("entered", "published", "computed")

#: what programs get of each fact; the first ten are the stable ones
KEYS = (
    "metric", "entity", "period", "dimensions", "basis", "variant", "value", "unit", "qualifier",
    "source", "estimated", "simulated", "decimals", "note", "nil_reason", "context", "version",
)  # fmt: skip
#: what they get of its interval
INTERVAL = ("lower", "upper", "confidence", "interval_method")


@click.command()
@click.option("--metric", help="Only this metric, such as ghg.scope1.")
@click.option("--entity", help="Only this organisation, company or site.")
@click.option("--year", type=Year(), help="Only periods inside this year.")
@click.option("--basis", type=click.Choice(BASES), help="Only facts that came to be like this.")
@format_option("table", "json", "csv")
@language_option
@workspace_option
def facts(
    metric: str | None,
    entity: str | None,
    year: int | None,
    basis: str | None,
    format_: str,
    language: Language,
    folder: Path,
) -> int:
    """List the facts of a workspace, with where each came from.

    Example: crossfoot facts --metric ghg.scope1 --year 2023 --format json
    """
    from crossfoot.commands.output import print_csv, print_json
    from crossfoot.quantities.periods import Period
    from crossfoot.runs.run import run_workspace

    workspace = open_workspace(folder)
    if metric is not None:
        workspace.catalogue.find(metric)
    check_entity(workspace, entity)
    span = Period.year(year) if year else None
    found = [
        fact
        for fact in run_workspace(workspace).facts.select(metric=metric, entity=entity)
        if (span is None or span.contains(fact.period)) and (basis is None or fact.basis == basis)
    ]
    found.sort(key=_order)
    if format_ == "json":
        print_json({"facts": [document(fact) for fact in found]})
    elif format_ == "csv":
        print_csv((*KEYS, *INTERVAL), (document(fact) for fact in found))
    else:
        _print(found, workspace.catalogue, language)
    return 0


def _order(fact: Fact) -> tuple[str, str, int, int, Any, str]:
    """By metric, entity and year; a year stands before its months, a whole before its parts."""
    period = fact.period
    return (
        fact.metric, fact.entity, period.start.year, -period.days, period, str(fact.dimensions)
    )  # fmt: skip


def document(fact: Fact) -> dict[str, Any]:
    """A fact as JSON."""
    from crossfoot.facts.sources import source_of

    return {
        **{name: getattr(fact, name) for name in KEYS if name != "source"},
        "period": str(fact.period),
        "dimensions": dict(fact.dimensions),
        "source": source_of(fact.provenance),
        **_interval(fact),
    }


def _interval(fact: Fact) -> dict[str, Any]:
    found = fact.interval
    if found is None:
        return dict.fromkeys(INTERVAL)
    bounds = (found.lower, found.upper, found.level, found.method)
    return dict(zip(INTERVAL, bounds, strict=True))


def _print(found: list[Fact], catalogue: Catalogue, language: Language) -> None:
    from crossfoot.commands.output import MOST_ROWS, Column, print_table
    from crossfoot.commands.words import say

    has_intervals = any(fact.interval is not None for fact in found[:MOST_ROWS])
    columns = [
        Column("metric", style="cyan", no_wrap=True),
        Column("title", extra=True),
        Column("entity", no_wrap=True),
        Column("period", no_wrap=True),
        Column("breakdown"),
        Column("value", number=True),
        Column("unit"),
        *([Column("interval", number=True)] if has_intervals else []),
        Column("basis", extra=True),
        Column("source", extra=True),
    ]
    rows = [_row(fact, catalogue, language, has_intervals) for fact in found[:MOST_ROWS]]
    print_table(
        say("facts: {count}", language, count=f"{len(found):,}"),
        columns,
        rows,
        language,
        count=len(found),
        hint="narrow it with --metric, --entity, --year, or write all with --format csv",
    )


def _row(
    fact: Fact, catalogue: Catalogue, language: Language, has_intervals: bool
) -> tuple[str, ...]:
    from crossfoot.calculation.rules import rule_text
    from crossfoot.commands.words import say
    from crossfoot.facts.sources import source_of
    from crossfoot.metrics.dimensions import member_label
    from crossfoot.quantities.units import unit_label

    metric = catalogue.get(fact.metric)
    members = (member_label(key, member)[language] for key, member in fact.dimensions.items())
    return (
        fact.metric,
        metric.title[language] if metric else "",
        fact.entity,
        str(fact.period),
        "; ".join(members),
        shown_value(fact, language),
        unit_label(fact.unit, language) if fact.unit else "",
        *([_shown_interval(fact)] if has_intervals else []),
        say(fact.basis, language),
        rule_text(source_of(fact.provenance))[language],
    )


def _shown_interval(fact: Fact) -> str:
    from crossfoot.commands.output import readable

    found = fact.interval
    return "" if found is None else f"{readable(found.lower)} – {readable(found.upper)}"


def shown_value(fact: Fact, language: Language = "en") -> str:
    """A value for reading: printed digits as printed, others as many as say something."""
    from crossfoot.commands.output import number, readable, shortened
    from crossfoot.commands.words import say

    if fact.value is None:
        return shortened(f"{say('none', language)}: {fact.nil_reason}")
    if isinstance(fact.value, str):
        return shortened(fact.value)
    if fact.decimals is None:
        return readable(fact.value)
    return number(fact.value, max(fact.decimals, 0))
