"""`crossfoot facts`: entered, published and computed facts."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import (
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.commands.output import Column, number, print_json, print_table
from crossfoot.facts.provenance import Computed, Imported, Inventoried, Printed, Provenance
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.facts.fact import Fact


@click.command()
@click.option("--metric", help="Only this metric.")
@click.option("--entity", help="Only this entity.")
@click.option("--year", type=int, help="Only periods inside this year.")
@click.option(
    "--basis", type=click.Choice(["entered", "published", "computed"]), help="Only these."
)
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
    """List the facts of a workspace, with where each came from."""
    from crossfoot.quantities.periods import Period
    from crossfoot.runs.run import run_workspace

    run = run_workspace(open_workspace(folder))
    _check_names(run, metric, entity)
    span = Period.year(year) if year else None
    found = [
        fact
        for fact in run.facts
        if (metric is None or fact.metric == metric)
        and (entity is None or fact.entity == entity)
        and (span is None or span.contains(fact.period))
        and (basis is None or fact.basis == basis)
    ]
    found.sort(key=lambda fact: (fact.metric, fact.entity, fact.period, str(fact.dimensions)))
    documents = [document(fact) for fact in found]
    if format_ == "json":
        print_json({"facts": documents})
    elif format_ == "csv":
        _print_csv(documents)
    else:
        _print_table(found, run.workspace.catalogue, language)
    return 0


def _check_names(run: Any, metric: str | None, entity: str | None) -> None:
    """An unknown name is a mistake of typing, not an empty answer."""
    from crossfoot.errors import CrossfootError, Problem

    if metric is not None:
        run.workspace.catalogue.find(metric)
    if entity is not None and entity not in run.workspace.organisation:
        known = ", ".join(node.id for node in run.workspace.organisation)
        raise CrossfootError(Problem(f"no entity is called {entity!r}", remedy=f"known: {known}"))


def document(fact: Fact) -> dict[str, Any]:
    """A fact as JSON: the keys of the command's stable output first."""
    return {
        "metric": fact.metric,
        "entity": fact.entity,
        "period": str(fact.period),
        "dimensions": dict(fact.dimensions),
        "basis": fact.basis,
        "variant": fact.variant,
        "value": fact.value,
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "source": source_of(fact.provenance),
        "estimated": fact.estimated,
        "simulated": fact.simulated,
        "decimals": fact.decimals,
        "note": fact.note,
        "nil_reason": fact.nil_reason,
        "context": fact.context,
        "version": fact.version,
    }


def source_of(provenance: Provenance) -> str:
    """One line that says where a value came from."""
    match provenance:
        case Printed(document=title, line=line, as_printed=printed):
            place = f", line {line}" if line else ""
            return f"{title}{place}" + (f": {printed}" if printed else "")
        case Imported(file=file, row=row, sheet=sheet, source=source):
            place = f"{file}, sheet {sheet!r}" if sheet else file
            return f"{place}, row {row}" + (f" ({source})" if source else "")
        case Computed(rule=rule) | Inventoried(rule=rule):
            return rule
        case _:
            return ""


def _print_csv(documents: list[dict[str, Any]]) -> None:
    if not documents:
        return
    writer = csv.DictWriter(sys.stdout, documents[0].keys(), lineterminator="\n")
    writer.writeheader()
    for each in documents:
        flat = ";".join(f"{key}={member}" for key, member in each["dimensions"].items())
        writer.writerow({**each, "dimensions": flat})


def _print_table(found: list[Fact], catalogue: Any, language: Language) -> None:
    columns = [
        Column("metric", style="cyan"),
        Column("title"),
        Column("entity"),
        Column("period", no_wrap=True),
        Column("breakdown"),
        Column("value", number=True),
        Column("unit"),
        Column("basis"),
        Column("source"),
    ]
    rows = [
        (
            fact.metric,
            catalogue[fact.metric].title[language] if fact.metric in catalogue else "",
            fact.entity,
            str(fact.period),
            str(fact.dimensions),
            shown_value(fact),
            fact.unit,
            str(fact.basis),
            source_of(fact.provenance),
        )
        for fact in found
    ]
    print_table(f"{len(rows)} facts", columns, rows)


def shown_value(fact: Fact) -> str:
    """A value for reading: printed digits as printed, computed ones to four places."""
    if fact.value is None:
        return f"none: {fact.nil_reason}"
    if isinstance(fact.value, str):
        return fact.value
    places = fact.decimals if fact.decimals is not None else 4
    places = max(places, 0)
    text = number(fact.value, places)
    return text.rstrip("0").rstrip(".") if fact.decimals is None and "." in text else text
