"""`crossfoot factor QUERY`: emission factors and coefficients, with source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import (
    Day,
    NameList,
    Year,
    format_option,
    language_option,
    unknown,
)
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.factors.factor import Factor
    from crossfoot.factors.library import Choice, FactorLibrary


@click.command()
@click.argument("words", metavar="[ACTIVITY|WORDS…]", nargs=-1)
@click.option("--activities", is_flag=True, help="List the activity names that files may use.")
@click.option("--factors", type=NameList(), default=(), help="Sets and own files to look in.")
@click.option("--year", type=Year(), help="Say which factor ACTIVITY takes in this year.")
@click.option("--unit", default="", help="Unit of its rows; the usual one unless given.")
@click.option("--region", default="", help="Where it happens: CN, CN-AH, US-CAMX …")
@click.option("--as-of", type=Day(), help="Use only what was published by then.")
@format_option("table", "json")
@language_option
def factor(
    words: tuple[str, ...],
    activities: bool,
    factors: tuple[str, ...],
    year: int | None,
    unit: str,
    region: str,
    as_of: date | None,
    format_: str,
    language: Language,
) -> int:
    """Find factors by words. With --year, say which one an activity takes, and why.

    A look-up uses the sets that an inventory would use; exit code 1 where none of them answers.

    Example: crossfoot factor electricity.grid --year 2023 --region CN
    """
    from crossfoot.factors.sets import BUILT_IN
    from crossfoot.runs.library import factor_library

    query = " ".join(words)
    is_table = format_ == "table"
    if activities:
        return _list_activities(factor_library(factors or BUILT_IN), query, is_table, language)
    if not query:
        message = "say what to look for, or list the names of activities with --activities"
        raise click.UsageError(message)
    if year is not None:
        library = factor_library(factors)
        unit = unit or _usual_unit(library, query)
        return _look_up(library, (query, unit, year, region, as_of), is_table, language)
    if unit or region or as_of:
        message = "--unit, --region and --as-of belong to a look-up: add --year"
        raise click.UsageError(message)
    return _search(factor_library(factors or BUILT_IN), query, is_table, language)


def document(factor: Factor) -> dict[str, Any]:
    """A factor as JSON."""
    return {
        "id": factor.id,
        "set": factor.set,
        "activity": factor.activity,
        "region": factor.region,
        "values": [{"gas": v.gas, "value": v.value, "unit": v.unit} for v in factor.values],
        "valid_from": str(factor.valid_from) if factor.valid_from else None,
        "valid_to": str(factor.valid_to) if factor.valid_to else None,
        "published": str(factor.published) if factor.published else None,
        "scope": factor.scope,
        "category": factor.category,
        "source": factor.source,
        "licence": factor.licence,
        "components": [
            {"name": str(c.name), "value": c.value, "unit": c.unit} for c in factor.components
        ],
        "note": factor.note,
    }


def valid_years(factor: Factor) -> str:
    """The years a factor is meant for, as people write them."""
    first = str(factor.valid_from.year) if factor.valid_from else ""
    last = str(factor.valid_to.year) if factor.valid_to else ""
    return first if first == last else f"{first}-{last}"


def _search(library: FactorLibrary, query: str, is_table: bool, language: Language) -> int:
    from crossfoot.commands.output import MOST_ROWS, Column, print_json, print_table
    from crossfoot.commands.words import say

    found = library.search(query)
    if not found:
        raise CrossfootError(
            Problem(
                f"no factor matches {query!r}",
                remedy=f"`crossfoot factor {query.split()[0]} --activities` lists names of "
                "activities; an own factor file is named with --factors",
            )
        )
    if not is_table:
        print_json({"factors": [document(each) for each in found]})
        return 0
    columns = [
        Column("factor", style="cyan"),
        Column("region"),
        Column("value"),
        Column("valid", no_wrap=True),
        Column("source", extra=True),
    ]
    rows = [_row(each) for each in found[:MOST_ROWS]]
    title = say("factors: {count}", language, count=f"{len(found):,}")
    hint = "more words narrow the search"
    print_table(title, columns, rows, language, count=len(found), hint=hint)
    return 0


def _row(factor: Factor) -> tuple[str, ...]:
    from crossfoot.commands.output import readable

    values = "\n".join(f"{readable(v.value)} {v.unit} {v.gas}" for v in factor.values)
    return factor.id, factor.region, values, valid_years(factor), factor.source


def _list_activities(library: FactorLibrary, query: str, is_table: bool, language: Language) -> int:
    from crossfoot.commands.output import Column, print_json, print_table, show
    from crossfoot.commands.words import say

    words = query.lower().split()
    known = [
        activity
        for activity in library.activities()
        if all(
            word in f"{activity.name} {activity.title.en} {activity.title.zh}".lower()
            for word in words
        )
    ]
    if not is_table:
        print_json(
            {
                "activities": [
                    {
                        "name": activity.name,
                        "title": {"en": activity.title.en, "zh": activity.title.zh},
                        "unit": activity.unit,
                        "scope": activity.scope,
                        "category": activity.category,
                        "sets": list(activity.sets),
                    }
                    for activity in known
                ]
            }
        )
        return 0
    if not known:
        show(say("Nothing was found.", language))
        return 0
    columns = [
        Column("activity", style="cyan", no_wrap=True),
        Column("title"),
        Column("unit"),
        Column("scope", extra=True),
        Column("sets", extra=True),
    ]
    rows = [(a.name, a.title[language], a.unit, a.scope, ", ".join(a.sets)) for a in known]
    title = say("activities: {count}", language, count=f"{len(rows):,}")
    print_table(title, columns, rows, language, most=len(rows))
    return 0


def _usual_unit(library: FactorLibrary, activity: str) -> str:
    units = {each.name: each.unit for each in library.activities()}
    if activity not in units:
        otherwise = "`crossfoot factor --activities` lists the names"
        raise CrossfootError(unknown("activity", activity, units, otherwise))
    return units[activity]


def _look_up(
    library: FactorLibrary,
    asked: tuple[str, str, int, str, date | None],
    is_table: bool,
    language: Language,
) -> int:
    from crossfoot.commands.output import print_json
    from crossfoot.quantities.periods import Period

    activity, unit, year, region, as_of = asked
    choice = library.look_up(activity, unit, Period.year(year), region=region, as_of=as_of)
    if choice.factor is None and not choice.rejected:
        raise CrossfootError(Problem(choice.reason))
    if is_table:
        title = f"{activity} · {unit} · {year}" + (f" · {region}" if region else "")
        _print_choice(title, choice, language)
    else:
        print_json(
            {
                "factor": document(choice.factor) if choice.factor else None,
                "rule": choice.rule,
                "carried_forward": choice.carried_forward,
                "reason": choice.reason,
                "rejected": [{"id": r.factor.id, "reason": r.reason} for r in choice.rejected],
            }
        )
    return 0 if choice.factor else 1


def _print_choice(title: str, choice: Choice, language: Language) -> None:
    from crossfoot.commands.output import Column, print_table, safe, show
    from crossfoot.commands.words import say

    if choice.factor is None:
        show(f"[bold]{safe(title)}[/]\n[yellow]{safe(choice.reason)}[/]\n")
    else:
        columns = [
            Column("factor", style="cyan"),
            Column("region"),
            Column("value"),
            Column("valid", no_wrap=True),
            Column("source", extra=True),
        ]
        print_table(title, columns, [_row(choice.factor)], language)
        show(f"[dim]{say('why', language)}[/] {safe(choice.rule)}\n")
    if choice.rejected:
        columns = [Column("factor", style="cyan"), Column("region", extra=True), Column("why not")]
        rejected = [(r.factor.id, r.factor.region, r.reason) for r in choice.rejected]
        hint = "--format json prints them all"
        print_table(say("Not taken", language), columns, rejected, language, most=20, hint=hint)
