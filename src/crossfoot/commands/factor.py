"""`crossfoot factor QUERY`: emission factors and coefficients, with source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import NameList, format_option, language_option
from crossfoot.commands.output import Column, print_json, print_table
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.factors.factor import Factor
    from crossfoot.factors.library import FactorLibrary


@click.command()
@click.argument("query", default="")
@click.option("--activities", is_flag=True, help="List the activity names that files may use.")
@click.option("--factors", type=NameList(), default=(), help="Sets and own files to look in.")
@click.option("--region", default="", help="Region of a look-up: CN, CN-AH, US-CAMX …")
@click.option("--unit", default="", help="Unit of a look-up, such as kWh: QUERY is an activity.")
@click.option("--year", type=int, help="Year of a look-up.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Use what was published then.")
@format_option("table", "json")
@language_option
def factor(
    query: str,
    activities: bool,
    factors: tuple[str, ...],
    region: str,
    unit: str,
    year: int | None,
    as_of: date | None,
    format_: str,
    language: Language,
) -> int:
    """Find factors by words; with --unit and --year, say which one an activity takes and why."""
    from crossfoot.factors.sets import BUILT_IN
    from crossfoot.runs.library import factor_library

    library = factor_library(factors or BUILT_IN)
    if activities:
        return _print_activities(library, query, format_, language)
    if year is not None:
        library = factor_library(factors)
        return _look_up(library, query, unit, year, region, as_of, format_)
    if not query:
        raise CrossfootError(
            Problem("nothing to look for", remedy="give words, or --activities for the names")
        )
    found = library.search(query)
    if format_ == "json":
        print_json({"factors": [document(each) for each in found]})
        return 0
    if not found:
        raise CrossfootError(
            Problem(f"no factor matches {query!r}", remedy="try `crossfoot factor --activities`")
        )
    columns = [
        Column("factor", style="cyan"),
        Column("region"),
        Column("value", number=True),
        Column("valid"),
        Column("source"),
    ]
    print_table(f"{len(found)} factors", columns, [_row(each) for each in found])
    return 0


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


def _row(factor: Factor) -> tuple[str, ...]:
    values = "\n".join(f"{v.value} {v.unit} {v.gas}" for v in factor.values)
    return factor.id, factor.region, values, valid_years(factor), factor.source


def valid_years(factor: Factor) -> str:
    """The years a factor is meant for, as people write them."""
    first = str(factor.valid_from.year) if factor.valid_from else ""
    last = str(factor.valid_to.year) if factor.valid_to else ""
    return first if first == last else f"{first}-{last}"


def _print_activities(library: FactorLibrary, query: str, format_: str, language: Language) -> int:
    known = [a for a in library.activities() if query.lower() in f"{a.name} {a.title}".lower()]
    if format_ == "json":
        print_json(
            {
                "activities": [
                    {
                        "name": a.name,
                        "title": {"en": a.title.en, "zh": a.title.zh},
                        "unit": a.unit,
                        "scope": a.scope,
                        "category": a.category,
                        "sets": list(a.sets),
                    }
                    for a in known
                ]
            }
        )
        return 0
    columns = [
        Column("activity", style="cyan"),
        Column("title"),
        Column("unit"),
        Column("scope"),
        Column("sets"),
    ]
    rows = [(a.name, a.title[language], a.unit, a.scope, ", ".join(a.sets)) for a in known]
    print_table(f"{len(rows)} activities", columns, rows)
    return 0


def _look_up(
    library: FactorLibrary,
    activity: str,
    unit: str,
    year: int,
    region: str,
    as_of: date | None,
    format_: str,
) -> int:
    from datetime import datetime

    from crossfoot.quantities.periods import Period

    day = as_of.date() if isinstance(as_of, datetime) else as_of
    choice = library.look_up(activity, unit, Period.year(year), region=region, as_of=day)
    if format_ == "json":
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
    rows = [(*_row(choice.factor)[:4], choice.rule)] if choice.factor else []
    columns = [
        Column("factor", style="cyan"),
        Column("region"),
        Column("value", number=True),
        Column("valid"),
        Column("why"),
    ]
    title = f"{activity} in {unit}, {year}" + (f", {region}" if region else "")
    print_table(title, columns, rows, caption=choice.reason)
    rejected = [(r.factor.id, r.factor.region, r.reason) for r in choice.rejected]
    if rejected:
        print_table("Not taken", [Column("factor"), Column("region"), Column("why not")], rejected)
    return 0 if choice.factor else 1
