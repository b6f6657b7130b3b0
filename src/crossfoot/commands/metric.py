"""`crossfoot metric ID`: what a metric is, its formula, who requires it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import format_option, language_option
from crossfoot.languages import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.metrics.metric import Metric

#: how the sets of requirements are called
STANDARDS = {
    "gri": "GRI", "hkex": "HKEX", "ifrs_s2": "IFRS S2", "esrs_vsme": "ESRS VSME",
    "sse_szse": "SSE/SZSE", "other": "",
}  # fmt: skip


@click.command()
@click.argument("words", metavar="[ID|WORDS…]", nargs=-1)
@format_option("table", "json")
@language_option
def metric(words: tuple[str, ...], format_: str, language: Language) -> int:
    """Say what the metric ID is: unit, formula, how it is summed, who requires it.

    With words instead of an id, list the metrics that have them; without either, list all.

    Example: crossfoot metric ghg.scope1
    """
    from crossfoot.commands.output import print_json
    from crossfoot.metrics.catalogue import catalogue

    known, query = catalogue(), " ".join(words)
    one = known.get(query)
    if one is not None:
        print_json(document(one, known)) if format_ == "json" else _print(one, known, language)
        return 0
    found = known.search(query) if query else tuple(known)
    if not found:
        known.find(query)  # says what was probably meant
    if format_ == "json":
        print_json({"metrics": [document(each, known) for each in found]})
    else:
        _print_list(found, language)
    return 0


def document(metric: Metric, known: Catalogue) -> dict[str, Any]:
    """A metric as JSON."""
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
        "comment": {"en": metric.comment.en, "zh": metric.comment.zh},
    }


def _print_list(found: Sequence[Metric], language: Language) -> None:
    from crossfoot.commands.output import Column, print_table
    from crossfoot.commands.words import say

    rows = [
        (each.id, each.title[language], _unit(each, language), say(each.kind, language))
        for each in found
    ]
    columns = [
        Column("metric", style="cyan", no_wrap=True),
        Column("title"),
        Column("unit"),
        Column("kind", extra=True),
    ]
    title = say("metrics: {count}", language, count=len(rows))
    print_table(title, columns, rows, language, most=len(rows))


def _print(metric: Metric, known: Catalogue, language: Language) -> None:
    from rich.table import Table

    from crossfoot.commands.output import safe, show
    from crossfoot.commands.words import say

    other = metric.title["zh" if language == "en" else "en"]
    show(f"[bold cyan]{metric.id}[/]  [bold]{safe(metric.title[language])}[/]")
    show(f"[dim]{safe(other)}[/]\n")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, lines in _details(metric, known, language).items():
        text = "\n".join(line for line in lines if line)
        if text:
            grid.add_row("  " + say(label, language), safe(text))
    show(grid)


def _details(metric: Metric, known: Catalogue, language: Language) -> dict[str, Iterable[str]]:
    from crossfoot.commands.words import say

    label = _unit(metric, language)
    return {
        "unit": [label if label == metric.unit else f"{label}   ({metric.unit})"],
        "kind": [say(metric.kind, language)],
        "dimensions": [", ".join(metric.dimensions)],
        "over sites": [say(metric.over_sites, language)],
        "over periods": [say(metric.over_periods, language)],
        "formula": [metric.formula.text if metric.formula else ""],
        "required by": [
            f"{STANDARDS[name]} {', '.join(codes)}".strip()
            for name, codes in metric.requirements.items()
            if codes
        ],
        "used by": [", ".join(user.id for user in known.using(metric.id))],
        "comment": [metric.comment[language]],
    }


def _unit(metric: Metric, language: Language) -> str:
    from crossfoot.quantities.units import unit_label

    return (unit_label(metric.unit, language) or metric.unit) if metric.unit else ""
