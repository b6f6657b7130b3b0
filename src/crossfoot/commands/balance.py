"""`crossfoot balance`: what goes in, comes out, stays, and is unexplained."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import (
    Year,
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.calculation.balances import Balance


@click.command()
@click.option("--entity", default="", help="Site or company; else the group.")
@click.option("--year", type=Year(), help="Year; else that of the workspace.")
@format_option("table", "json")
@language_option
@workspace_option
def balance(entity: str, year: int | None, format_: str, language: Language, folder: Path) -> int:
    """Balance electricity, energy, water and waste: in = out + stock change + unexplained.

    What no fact states is named and counts as nothing.

    Example: crossfoot balance --entity hefei --year 2023
    """
    from crossfoot.calculation.balances import balances
    from crossfoot.facts.fact import FactKey
    from crossfoot.quantities.periods import Period
    from crossfoot.quantities.units import convert, same_dimension
    from crossfoot.runs.run import run_workspace

    workspace = open_workspace(folder)
    chosen = year or workspace.settings.year
    if chosen is None:
        raise CrossfootError(Problem("no year is given", remedy="name it with --year"))
    named = entity or workspace.organisation.root.id
    facts = run_workspace(workspace).facts

    def value_of(metric: str, unit: str) -> Decimal | None:
        fact = facts.current(FactKey(metric, named, Period.year(chosen)))
        if fact is None or not isinstance(fact.value, Decimal):
            return None
        return convert(fact.value, fact.unit, unit) if same_dimension(fact.unit, unit) else None

    found = list(balances(value_of))
    if format_ == "json":
        _print_json(found, named, chosen)
    else:
        _print(found, named, chosen, language)
    return 0


def _print_json(found: list[Balance], entity: str, year: int) -> None:
    from crossfoot.calculation.balances import PARTS
    from crossfoot.commands.output import print_json

    print_json(
        {
            "entity": entity,
            "year": year,
            "balances": [
                {
                    "id": each.id,
                    "unit": each.unit,
                    **{part: each.total(part) for part in PARTS},
                    "unexplained": each.unexplained,
                    "missing": list(each.missing),
                    "parts": [
                        {"part": part.part, "metric": part.metric, "value": part.value}
                        for part in each.parts
                    ],
                }
                for each in found
            ],
        }
    )


def _print(found: list[Balance], entity: str, year: int, language: Language) -> None:
    from crossfoot.calculation.balances import IN, OUT, STOCK
    from crossfoot.commands.output import Column, print_table, readable
    from crossfoot.commands.words import say

    rows = [
        (
            each.title[language],
            *(readable(each.total(part)) for part in (IN, OUT, STOCK)),
            readable(each.unexplained),
            "" if each.share is None else f"{readable(each.share * 100)} %",
            each.unit,
            "\n".join(each.missing),
        )
        for each in found
    ]
    columns = [Column("balance")]
    columns += [Column(n, number=True) for n in ("in", "out", "stock change", "unexplained", "")]
    columns += [Column("unit"), Column("not stated")]
    words = "Balances of {entity}, {year}"
    print_table(say(words, language, entity=entity, year=year), columns, rows, language)
