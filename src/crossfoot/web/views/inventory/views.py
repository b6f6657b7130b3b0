"""Other views of the same sums: scope 3, ISO 14064-1, the largest sources, balances."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from crossfoot.calculation.balances import PARTS, Balance
from crossfoot.calculation.scope3 import EXCLUDED, INCLUDED, OPEN, CategoryState
from crossfoot.calculation.sources import ranked
from crossfoot.calculation.views import CATEGORIES
from crossfoot.factors.activities import parse_activity
from crossfoot.languages import Language
from crossfoot.records.collection.labels import metric_title
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.kept import Tables
from crossfoot.records.overview.inventory.scope3 import METRIC, Entered, entered, methods
from crossfoot.records.overview.inventory.stated.kinds import METHODS as METHOD_WORDS
from crossfoot.records.overview.inventory.views import balances_of, iso, scope3
from crossfoot.reports.numbers import computed_places, format_number
from crossfoot.reports.units import printed_unit
from crossfoot.web.views.inventory.inquiry import METHODS, Inquiry, inquiring
from crossfoot.web.views.inventory.tables import (
    Cell,
    Column,
    Table,
    answer,
    exportable,
    mass,
    percent,
    percentage,
)

#: sources on the page; the file has all
MOST_SOURCES = 50

_STATES = {
    INCLUDED: ("inv_included", "target-achieved"),
    EXCLUDED: ("inv_excluded", "state-secondary"),
    OPEN: ("inv_open", "severity-warning"),
}


@require_GET
def scope3_view(request: HttpRequest) -> HttpResponse:
    """The fifteen categories: coverage, quality of the data, reasons of those left out."""
    with inquiring(request, "inventory_scope3") as asked:
        shown: dict[str, Any] = asked.shown()
        tables: list[Table] = []
        if asked.tables is not None:
            found = scope3(figures.sources(asked.tables, asked.part), asked.base.folder)
            shown["problems"] = found.problems
            query = f"?unit={asked.base.unit}"
            shown["stated_in"] = reverse("inventory_statements", args=["scope-3"]) + query
            tables.append(_scope3(asked, asked.tables, list(found.states)))
        return _answered(request, asked, shown, tables, "scope3")


def _scope3(asked: Inquiry, tables: Tables, states: list[CategoryState]) -> Table:
    words, said = asked.words, asked.said
    numbers = asked.base.numbers
    typed = entered(numbers, asked.base.unit, asked.part.year) if numbers else {}
    by = methods(tables, asked.part, asked.base.folder)
    counted = {
        each.category: Decimal(each.milligrams)
        if each.status == INCLUDED or each.category not in typed
        else typed[each.category].tonnes.scaleb(9)
        for each in states
    }
    whole = sum(counted.values(), Decimal(0))
    rows = []
    for each in states:
        stated = each.judgement
        key, badge = _STATES[each.status]
        figure = typed.get(each.category)
        if each.status == OPEN and figure is not None:
            key, badge = "inv_entered_figure", "state-primary"
        part = replace(asked.part, scope="3", category=str(each.category))
        has_rows = each.status == INCLUDED
        rows.append(
            [
                Cell(f"{each.category}. {each.title[said]}"),
                Cell(
                    words[key],
                    badge=badge,
                    note=_listed(
                        [METHOD_WORDS[name][said] for name in sorted(by.get(each.category, ()))],
                        said,
                    ),
                ),
                mass(each.milligrams, said, asked.explore(part)) if has_rows else Cell("–"),
                _entered(asked, figure, each.category),
                percent(counted[each.category], whole, said)
                if has_rows or figure is not None
                else Cell(""),
                percentage(stated.coverage / 100, said, 0)
                if stated is not None and stated.coverage is not None
                else Cell(""),
                Cell("")
                if each.quality is None
                else Cell(
                    format_number(each.quality, 2, said),
                    each.quality.quantize(Decimal("0.000001")),
                    note=f"{words['inv_scored']} "
                    f"{percent(each.scored, each.milligrams, said).text}",
                ),
                Cell(stated.reason if stated else "", note=stated.source if stated else ""),
            ]
        )
    columns = [
        Column(words["inv_category"]),
        Column(words["inv_state_and_method"]),
        Column(words["inv_of_rows"], number=True),
        Column(words["inv_entered_tonnes"], number=True),
        Column(words["inv_share"], number=True),
        Column(words["inv_coverage"], number=True),
        Column(words["inv_quality"], number=True),
        Column(words["inv_reason"]),
    ]
    foot = [
        Cell(words["inv_total"]),
        Cell(""),
        mass(sum(each.milligrams for each in states), said),
        _entered(asked, typed.get(0), 0),
        *(Cell("") for _ in range(4)),
    ]
    return Table("scope3", words["inv_scope3"], columns, rows, [foot], words["inv_scope3_hint"])


def _entered(asked: Inquiry, figure: Entered | None, category: int) -> Cell:
    """A figure that does not come from rows; that it is an estimate is said beside it."""
    if figure is None:
        return Cell("–")
    unit, year = asked.base.unit, str(asked.part.year)
    address = reverse("figure", args=[METRIC, unit, year])
    if category:
        address += f"?breakdown=scope3_category%3D{category}"
    cell = mass(int(figure.tonnes.scaleb(9)), asked.said, address)
    return replace(cell, note=asked.words["inv_estimate"] if figure.estimated else "")


def _listed(names: list[str], said: Language) -> str:
    return (", " if said == "en" else "、").join(names)


@require_GET
def iso_view(request: HttpRequest) -> HttpResponse:
    """The six categories of ISO 14064-1."""
    with inquiring(request, "inventory_iso") as asked:
        tables = [] if asked.tables is None else _iso(asked)
        return _answered(request, asked, asked.shown(), tables, "iso-14064-1")


def _iso(asked: Inquiry) -> list[Table]:
    assert asked.tables is not None  # noqa: S101  the caller has seen to it
    words, said = asked.words, asked.said
    rows, totals = iso(asked.tables, asked.part)
    gases = sorted({gas for row in rows for gas in row.gases})
    by_category = Table(
        "iso",
        words["inv_iso"],
        [
            Column(words["inv_category"]),
            *(Column(f"{words[key]}, tCO₂e", number=True) for key in METHODS.values()),
        ],
        [
            [
                Cell(f"{number}. {title[said]}"),
                *(mass(totals[method][number], said) for method in METHODS),
            ]
            for number, title in CATEGORIES.items()
        ],
        [[Cell(words["inv_total"]), *(mass(totals[method]["total"], said) for method in METHODS)]],
        words["inv_iso_hint"],
    )
    detail = Table(
        "iso-sources",
        words["inv_iso_sources"],
        [
            Column(words["inv_category"]),
            Column(words["inv_apart_what"]),
            *(Column(f"{gas}, tCO₂e", number=True) for gas in gases),
            Column("tCO₂e", number=True),
            Column(words["inv_biogenic_t"], number=True),
        ],
        [
            [
                Cell(f"{row.iso}. {CATEGORIES[row.iso][said]}"),
                Cell(row.title[said], note=words[METHODS[row.method]] if row.method else ""),
                *(mass(row.gases[gas], said) if gas in row.gases else Cell("") for gas in gases),
                mass(row.milligrams, said),
                mass(row.biogenic, said) if row.biogenic else Cell(""),
            ]
            for row in rows
        ],
    )
    return [by_category, detail]


@require_GET
def sources_view(request: HttpRequest) -> HttpResponse:
    """The largest sources, each with its share and the share of all up to it."""
    with inquiring(request, "inventory_sources") as asked:
        tables = [] if asked.tables is None else [_sources(asked)]
        return _answered(request, asked, asked.shown(), tables, "sources")


def _sources(asked: Inquiry) -> Table:
    assert asked.tables is not None  # noqa: S101  the caller has seen to it
    words, said = asked.words, asked.said
    rows = []
    for each, share, together in ranked(figures.sources(asked.tables, asked.part)):
        part = replace(asked.part, scope=each.scope, category=each.category, site=each.site)
        title = parse_activity(each.activity).title[said] or each.activity
        rows.append(
            [
                Cell(asked.names.get(each.site, each.site), address=asked.explore(part)),
                Cell(title, note=each.activity),
                Cell(words[f"inv_scope_{each.scope}"]),
                Cell(each.factor, address=asked.link("inventory_factor", factor=each.factor)),
                mass(each.milligrams, said),
                percentage(share, said),
                percentage(together, said),
            ]
        )
    columns = [
        Column(words["inv_site"]),
        Column(words["inv_activity"]),
        Column(words["inv_scope"]),
        Column(words["inv_factor"]),
        Column("tCO₂e", number=True),
        Column(words["inv_share"], number=True),
        Column(words["inv_together"], number=True),
    ]
    hint = f"{words['inv_sources_hint']} {min(len(rows), MOST_SOURCES)} / {len(rows)}"
    return Table(
        "sources", words["inv_sources"], columns, rows[:MOST_SOURCES], hint=hint, all_rows=rows
    )


@require_GET
def balances_view(request: HttpRequest) -> HttpResponse:
    """What goes in, comes out, stays in stock, and is unexplained."""
    with inquiring(request, "inventory_balances") as asked:
        numbers = asked.base.numbers
        found = balances_of(numbers, asked.base.unit, asked.part.year) if numbers else []
        tables = [_balance(asked, each) for each in found]
        shown = {**asked.shown(), "no_rows": False, "no_balances": not tables}
        return _answered(request, asked, shown, tables, "balances")


def _balance(asked: Inquiry, balance: Balance) -> Table:
    words, said = asked.words, asked.said
    unit = printed_unit(balance.unit, said)

    def number(value: Decimal, address: str = "") -> Cell:
        places = min(computed_places(value, balance.unit), 3)
        return Cell(format_number(value, places, said), exportable(value), address)

    rows = []
    for part in balance.parts:
        where = reverse("figure", args=[part.metric, asked.base.unit, str(asked.part.year)])
        stated = part.value is not None
        rows.append(
            [
                Cell(words[f"inv_balance_{part.part}"]),
                Cell(metric_title(part.metric)[said], address=where if stated else ""),
                number(part.value) if part.value is not None else Cell(words["inv_not_stated"]),
            ]
        )
    foot = [
        [Cell(words["inv_sum"]), Cell(words[f"inv_balance_{name}"]), number(balance.total(name))]
        for name in PARTS
    ]
    share = percentage(balance.share, said).text
    foot.append(
        [
            Cell(words["inv_unexplained"], note=f"{share} {words['inv_of_in']}" if share else ""),
            Cell(""),
            number(balance.unexplained),
        ]
    )
    columns = [
        Column(words["inv_balance_part"]),
        Column(words["figure_metric"]),
        Column(unit, number=True),
    ]
    title = balance.title[said]
    return Table(f"balance-{balance.id}", f"{title[:1].upper()}{title[1:]}", columns, rows, foot)


def _answered(
    request: HttpRequest, asked: Inquiry, shown: dict[str, Any], tables: list[Table], name: str
) -> HttpResponse:
    file = f"{name}-{asked.base.unit}-{asked.part.year}"
    return answer(request, "inventory/tables.html", shown, tables, file)
