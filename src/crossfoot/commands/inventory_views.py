"""Other views of an inventory: ISO 14064-1, and the categories of scope 3."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.calculation.scope3 import CategoryState
    from crossfoot.calculation.uncertainty_statements import Statements

SCOPES, ISO, SCOPE_3, SOURCES = "scopes", "iso14064-1", "scope3", "sources"
APPROACH, VERIFICATION = "approaches", "verification"
VIEWS = (SCOPES, ISO, SCOPE_3, SOURCES, APPROACH, VERIFICATION)

#: sources that a table shows
_MOST = 25


def scope3_states(
    result: Inventory, folder: Path | None, stated: Statements | None
) -> list[CategoryState]:
    """The categories, with what `scope3.csv` of the workspace states of them."""
    from crossfoot.calculation.scope3 import FILE_NAME, categories, read_judgements
    from crossfoot.calculation.uncertainty_statements import Statements

    path = None if folder is None else folder / FILE_NAME
    judged = read_judgements(path) if path is not None and path.is_file() else {}
    return categories(result.sources(), judged, stated or Statements())


def iso_json(result: Inventory) -> dict[str, Any]:
    """The view of ISO 14064-1 as JSON, in tonnes."""
    from crossfoot.calculation.lines import tonnes
    from crossfoot.calculation.views import CATEGORIES, iso_totals, iso_view

    rows = iso_view(result.cells(), result.gwp_sets[0])
    return {
        "categories": {number: title.en for number, title in CATEGORIES.items()},
        "totals": {
            method: {name: tonnes(mass) for name, mass in sums.items()}
            for method, sums in iso_totals(rows).items()
        },
        "rows": [
            {
                "category": row.iso,
                "title": row.title.en,
                "method": row.method,
                "gases_co2e_t": {gas: tonnes(mass) for gas, mass in sorted(row.gases.items())},
                "co2e_t": tonnes(row.milligrams),
                "biogenic_co2_t": tonnes(row.biogenic),
            }
            for row in rows
        ],
    }


def scope3_json(states: list[CategoryState]) -> list[dict[str, Any]]:
    """The categories of scope 3 as JSON."""
    from crossfoot.calculation.lines import tonnes

    return [
        {
            "category": each.category,
            "title": each.title.en,
            "status": each.status,
            "co2e_t": tonnes(each.milligrams),
            "data_quality": each.quality,
            "scored_t": tonnes(each.scored),
            "coverage_percent": each.judgement.coverage if each.judgement else None,
            "reason": each.judgement.reason if each.judgement else "",
        }
        for each in states
    ]


def sources_json(result: Inventory) -> list[dict[str, Any]]:
    """The sources as JSON, the largest first."""
    from crossfoot.calculation.lines import tonnes
    from crossfoot.calculation.sources import ranked

    names = ("site", "activity", "scope", "category", "method", "factor")
    return [
        {name: getattr(each, name) for name in names}
        | {"co2e_t": tonnes(each.milligrams), "share": share, "together": together}
        for each, share, together in ranked(result.sources())
    ]


def print_sources(result: Inventory, language: Language) -> None:
    """The largest sources for people, scope 2 by location."""
    from crossfoot.calculation.lines import tonnes
    from crossfoot.calculation.sources import ranked
    from crossfoot.commands.output import Column, number, print_table
    from crossfoot.commands.words import say

    found = ranked(result.sources())
    rows = [
        (
            each.site,
            each.activity,
            each.scope,
            each.factor,
            number(tonnes(each.milligrams), 4),
            f"{number(share * 100, 1)} %",
            f"{number(together * 100, 1)} %",
        )
        for each, share, together in found[:_MOST]
    ]
    columns = [Column("site"), Column("activity", style="cyan"), Column("scope")]
    columns += [Column("factor", extra=True)]
    columns += [Column(name, number=True) for name in ("tCO₂e", "share", "together")]
    title = say("Largest sources, scope 2 by location", language)
    hint = "--format json prints them all"
    print_table(title, columns, rows, language, count=len(found), hint=hint)


def approaches_json(by_approach: Mapping[str, Inventory]) -> dict[str, Any]:
    """Totals by approach and set of warming potentials, in tonnes."""
    return {
        name: {gwp: result.totals(gwp) for gwp in result.gwp_sets}
        for name, result in by_approach.items()
    }


def print_approaches(by_approach: Mapping[str, Inventory], language: Language) -> None:
    """Totals by approach for people, with every set of warming potentials."""
    from crossfoot.commands.inventory_tables import TOTALS
    from crossfoot.commands.output import Column, number, print_table
    from crossfoot.commands.words import say

    columns = [Column("total")]
    known = []
    for name, result in by_approach.items():
        for gwp in result.gwp_sets:
            columns.append(Column(f"{say(name, language).replace('_', ' ')}, {gwp}", number=True))
            known.append(result.totals(gwp))
    rows = [
        (say(title, language), *(number(totals[key], 4) for totals in known))
        for key, title in TOTALS.items()
    ]
    print_table(say("Totals by approach, tCO₂e", language), columns, rows, language)


def print_iso(result: Inventory, language: Language) -> None:
    """The view of ISO 14064-1 for people."""
    from crossfoot.calculation.lines import tonnes
    from crossfoot.calculation.views import CATEGORIES, iso_totals, iso_view
    from crossfoot.commands.output import Column, number, print_table
    from crossfoot.commands.words import say

    rows = iso_view(result.cells(), result.gwp_sets[0])
    gases = sorted({gas for row in rows for gas in row.gases})
    shown = [
        (
            f"{row.iso}. {CATEGORIES[row.iso][language]}",
            row.title[language],
            say(row.method, language),
            *(number(tonnes(row.gases.get(gas, 0)), 4) for gas in gases),
            number(tonnes(row.milligrams), 4),
            number(tonnes(row.biogenic), 4),
        )
        for row in rows
    ]
    names = [*gases, "tCO₂e", "biogenic CO₂, t"]
    columns = [Column("category"), Column("what"), Column("")]
    columns += [Column(name, number=True) for name in names]
    print_table(say("Inventory by ISO 14064-1", language), columns, shown, language)
    totals = iso_totals(rows)
    sums = [
        (say(name, language), *(number(tonnes(totals[method][key]), 4) for method in totals))
        for key, name in (
            *((key, f"{key}. {title[language]}") for key, title in CATEGORIES.items()),
            ("total", "total"),
        )
    ]
    columns = [Column("category"), *(Column(method, number=True) for method in totals)]
    print_table("", columns, sums, language)


def print_scope3(states: list[CategoryState], language: Language) -> None:
    """The categories of scope 3 for people."""
    from crossfoot.calculation.lines import tonnes
    from crossfoot.commands.output import Column, number, print_table, readable
    from crossfoot.commands.words import say

    whole = sum(each.milligrams for each in states)
    rows = []
    for each in states:
        stated = each.judgement
        covered = stated.coverage if stated else None
        share = tonnes(each.milligrams) * 100 / tonnes(whole) if each.milligrams else None
        rows.append(
            (
                str(each.category),
                each.title[language],
                say(each.status, language),
                number(tonnes(each.milligrams), 4) if each.status == "included" else "",
                "" if share is None else f"{number(share, 1)} %",
                "" if covered is None else f"{readable(covered)} %",
                "" if each.quality is None else number(each.quality, 2),
                stated.reason if stated else "",
            )
        )
    columns = [Column("", number=True), Column("category"), Column("status")]
    columns += [Column(n, number=True) for n in ("tCO₂e", "share", "coverage", "data quality")]
    print_table(
        say("Categories of scope 3", language), [*columns, Column("reason")], rows, language
    )
