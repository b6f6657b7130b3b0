"""`crossfoot metric ID`: what a metric is, its formula, who requires it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import format_option, language_option
from crossfoot.commands.output import Column, console, print_json, print_table
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.metrics.metric import Metric


@click.command()
@click.argument("query", metavar="[ID]", default="")
@format_option("table", "json")
@language_option
def metric(query: str, format_: str, language: Language) -> int:
    """Explain the metric ID; with a word instead, list the metrics that have it."""
    from crossfoot.metrics.catalogue import catalogue

    known = catalogue()
    if query in known:
        document = _document(known[query], known)
        print_json(document) if format_ == "json" else _print(known[query], known, language)
        return 0
    found = known.search(query) if query else tuple(known)
    if not found:
        meant = ", ".join(known.suggest(query)) or "`crossfoot metric` lists them all"
        raise CrossfootError(
            Problem(f"no metric is called {query!r}", remedy=f"did you mean {meant}?")
        )
    if format_ == "json":
        print_json({"metrics": [_document(each, known) for each in found]})
        return 0
    rows = [(each.id, each.title[language], each.unit, each.kind) for each in found]
    columns = [Column("metric", style="cyan", no_wrap=True), Column("title"), Column("unit")]
    print_table(f"{len(rows)} metrics", [*columns, Column("kind")], rows)
    return 0


def _document(metric: Metric, known: Catalogue) -> dict[str, Any]:
    return {
        "id": metric.id,
        "title": {"en": metric.title.en, "zh": metric.title.zh},
        "unit": metric.unit,
        "kind": metric.kind,
        "dimensions": list(metric.dimensions),
        "over_sites": metric.over_sites,
        "over_periods": metric.over_periods,
        "formula": metric.formula.text if metric.formula else None,
        "requirements": {name: list(codes) for name, codes in metric.requirements.items() if codes},
        "used_by": [user.id for user in known.using(metric.id)],
        "pillar": metric.pillar,
        "comment": metric.comment,
    }


def _print(metric: Metric, known: Catalogue, language: Language) -> None:
    out = console()
    out.print(f"[bold cyan]{metric.id}[/]  [bold]{metric.title[language]}[/]")
    out.print(f"[dim]{metric.title['zh' if language == 'en' else 'en']}[/]\n")
    users = ", ".join(user.id for user in known.using(metric.id))
    requirements = "; ".join(
        f"{name} {', '.join(codes)}" for name, codes in metric.requirements.items() if codes
    )
    lines = {
        "unit": metric.unit,
        "kind": str(metric.kind),
        "dimensions": ", ".join(metric.dimensions),
        "over sites": metric.over_sites,
        "over periods": metric.over_periods,
        "formula": metric.formula.text if metric.formula else "",
        "required by": requirements,
        "used by": users,
        "comment": metric.comment,
    }
    for label, text in lines.items():
        if text:
            out.print(f"  [dim]{label:<13}[/]{text}", soft_wrap=True, markup=True)
