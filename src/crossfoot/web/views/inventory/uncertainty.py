"""How uncertain the inventory is: intervals, which errors they come from, drawn inventories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.calculation.monte_carlo import DRAWS, SEED
from crossfoot.calculation.uncertainty import Source, propagated, rating
from crossfoot.calculation.uncertainty_statements import FACTOR, Statements
from crossfoot.errors import CrossfootError, Problem
from crossfoot.factors.activities import parse_activity
from crossfoot.quantities.rounding import round_half_away
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.actions.draw_inventories import DrawInventories
from crossfoot.records.overview.inventory.asked import TOTALS
from crossfoot.records.overview.inventory.simulating import LARGEST_SEED, MOST, Drawn, found_before
from crossfoot.records.overview.inventory.spread import errors_of, in_total, of_source
from crossfoot.records.overview.inventory.views import statements
from crossfoot.reports.numbers import format_number
from crossfoot.web.views.inventory.charts import Chart, distribution
from crossfoot.web.views.inventory.compare import total_title
from crossfoot.web.views.inventory.inquiry import Inquiry, inquiring
from crossfoot.web.views.inventory.tables import (
    Cell,
    Column,
    Table,
    answer,
    mass,
    percentage,
)

#: errors and sources on the page; the file has all
MOST_ROWS = 20

_NAMES = tuple(name for name, *_ in TOTALS)


@require_http_methods(["GET", "POST"])
def uncertainty_view(request: HttpRequest) -> HttpResponse:
    """Intervals by error propagation at once; drawn inventories where a job has made them."""
    problems: tuple[Problem, ...] = ()
    with inquiring(request, "inventory_uncertainty") as asked:
        drawn = _asked_draws(request, asked)
        if request.method == "POST":
            try:
                job = DrawInventories(asked.base.unit, drawn).do(asked.person)
                return HttpResponseRedirect(reverse("job", args=[job.pk]))
            except NotAllowedError:
                raise
            except CrossfootError as error:
                problems = error.problems
        total = request.GET.get("total", "")
        total = total if total in _NAMES else "total_market"
        stated = statements(asked.base.folder)
        known = figures.sources(asked.tables, asked.part) if asked.tables is not None else []
        tables, charts = _tables(asked, known, stated, total) if stated and known else ([], [])
        shown: dict[str, Any] = {
            **asked.shown(),
            "problems": problems,
            "stated": stated is not None,
            "has_rows": bool(known),
            "state_address": _statements_address(asked),
            "draws": drawn.draws,
            "seed": drawn.seed,
            "most_draws": MOST,
            "largest_seed": LARGEST_SEED,
            "total": total,
            "totals": [(name, total_title(asked, name)) for name in _NAMES],
            "charts": charts,
            "hidden": [("total", total), ("draws", drawn.draws), ("seed", drawn.seed)],
        }
        found = found_before(asked.base.folder, asked.kept, drawn) if asked.kept else None
        if found is not None and tables:
            shown["drawn"] = found["generator"]
            tables = [*tables, *_drawn(asked, found, total, charts)]
        name = f"uncertainty-{asked.base.unit}-{asked.part.year}"
        response = answer(request, "inventory/uncertainty.html", shown, tables, name)
        response.status_code = 400 if problems else response.status_code
        return response


def _asked_draws(request: HttpRequest, asked: Inquiry) -> Drawn:
    given = request.POST if request.method == "POST" else request.GET

    def number(name: str, usual: int) -> int:
        text = given.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 11 else usual

    return Drawn(
        sorted(asked.part.sites),
        asked.part.year,
        asked.gwp,
        asked.approach,
        number("draws", DRAWS),
        number("seed", SEED),
    )


def _statements_address(asked: Inquiry) -> str:
    return f"{reverse('inventory_statements', args=['uncertainty'])}?unit={asked.base.unit}"


def _tables(
    asked: Inquiry, known: Sequence[Source], stated: Statements, total: str
) -> tuple[list[Table], list[Chart]]:
    of = in_total(known, total)
    tables = [
        _intervals(asked, known, stated),
        _categories(asked, known, stated),
        _errors(asked, of, stated, total),
        _sources(asked, of, stated, total),
    ]
    return [each for each in tables if each.rows], []


def _intervals(asked: Inquiry, known: Sequence[Source], stated: Statements) -> Table:
    rows = [
        [Cell(total_title(asked, name)), *_interval(asked, in_total(known, name), stated)]
        for name in _NAMES
    ]
    hint = asked.words["inv_interval_hint"]
    columns = [Column(asked.words["inv_total"]), *_interval_columns(asked)]
    return Table("intervals", asked.words["inv_intervals"], columns, rows, hint=hint)


def _categories(asked: Inquiry, known: Sequence[Source], stated: Statements) -> Table:
    keys = sorted({(each.scope, each.method, each.category) for each in known}, key=_order)
    rows = []
    for scope, method, category in keys:
        of = [
            each
            for each in known
            if (each.scope, each.method, each.category) == (scope, method, category)
        ]
        part = replace(asked.part, scope=scope, category=category)
        part = replace(part, method=method) if method else part
        note = asked.title("method", method) if method else ""
        cell = Cell(
            f"{asked.words[f'inv_scope_{scope}']}: {asked.category(scope, category)}",
            address=asked.explore(part),
            note=note,
        )
        rows.append([cell, *_interval(asked, of, stated)])
    columns = [Column(asked.words["inv_category"]), *_interval_columns(asked)]
    return Table("categories", asked.words["inv_by_category"], columns, rows)


def _order(key: tuple[str, str, str]) -> tuple[str, str, int, str]:
    scope, method, category = key
    return scope, method, int(category) if category.isdigit() else 0, category


def _interval_columns(asked: Inquiry) -> list[Column]:
    words = asked.words
    return [
        Column("tCO₂e", number=True),
        Column(words["inv_lower"], number=True),
        Column(words["inv_upper"], number=True),
        Column("±", number=True),
        Column(words["inv_accuracy"]),
        Column(words["inv_stated_share"], number=True),
    ]


def _interval(asked: Inquiry, of: Sequence[Source], stated: Statements) -> list[Cell]:
    """Value, edges, half width, rating, and of how much it speaks; what is not stated is exact."""
    said, found = asked.said, propagated(of, stated)
    if found.relative is None:
        return [
            mass(found.whole, said),
            *(Cell("–") for _ in range(4)),
            percentage(found.coverage, said),
        ]
    width = int(round_half_away(found.relative * abs(found.stated), 0))
    half = percentage(found.relative, said)
    return [
        mass(found.whole, said),
        mass(found.whole - width, said),
        mass(found.whole + width, said),
        replace(half, text=f"± {half.text}"),
        Cell(asked.words[f"inv_rating_{rating(found.relative)}"]),
        percentage(found.coverage, said),
    ]


def _errors(asked: Inquiry, of: Sequence[Source], stated: Statements, total: str) -> Table:
    words, said = asked.words, asked.said
    rows = []
    together = Decimal(0)
    for each in errors_of(of, stated):
        together += each.share
        if each.of == FACTOR:
            cell = Cell(each.factor, address=asked.link("inventory_factor", factor=each.factor))
            kind = words["inv_factor"]
        else:
            title = parse_activity(each.activity).title[said] or each.activity
            cell = Cell(f"{asked.names.get(each.site, each.site)}: {title}")
            kind = words["inv_quantity"]
        rows.append(
            [
                cell,
                Cell(kind),
                mass(each.milligrams, said),
                mass(int(round_half_away(each.half_width, 0)), said),
                percentage(each.share, said),
                percentage(together, said),
            ]
        )
    columns = [
        Column(words["inv_error"]),
        Column(words["inv_of"]),
        Column("tCO₂e", number=True),
        Column("± tCO₂e", number=True),
        Column(words["inv_share_of_variance"], number=True),
        Column(words["inv_together"], number=True),
    ]
    hint = f"{words['inv_errors_hint']} {min(len(rows), MOST_ROWS)} / {len(rows)}"
    title = f"{words['inv_errors']}: {total_title(asked, total)}"
    return Table("errors", title, columns, rows[:MOST_ROWS], hint=hint, all_rows=rows)


def _sources(asked: Inquiry, of: Sequence[Source], stated: Statements, total: str) -> Table:
    words, said = asked.words, asked.said
    rows = []
    for each in sorted(of, key=lambda one: -abs(one.milligrams)):
        relative = of_source(each, stated)
        part = replace(asked.part, scope=each.scope, category=each.category, site=each.site)
        part = replace(part, method=each.method) if each.method else part
        title = parse_activity(each.activity).title[said] or each.activity
        cells = [Cell("–"), Cell("–"), Cell("–")]
        if relative is not None:
            width = int(round_half_away(relative * abs(each.milligrams), 0))
            cells = [
                mass(each.milligrams - width, said),
                mass(each.milligrams + width, said),
                replace(percentage(relative, said), text=f"± {percentage(relative, said).text}"),
            ]
        rows.append(
            [
                Cell(
                    f"{asked.names.get(each.site, each.site)}: {title}", address=asked.explore(part)
                ),
                Cell(each.factor),
                mass(each.milligrams, said),
                *cells,
            ]
        )
    columns = [
        Column(words["inv_source_line"]),
        Column(words["inv_factor"]),
        Column("tCO₂e", number=True),
        Column(words["inv_lower"], number=True),
        Column(words["inv_upper"], number=True),
        Column("±", number=True),
    ]
    title = f"{words['inv_sources']}: {total_title(asked, total)}"
    hint = f"{words['inv_shown']} {min(len(rows), MOST_ROWS)} / {len(rows)}"
    return Table("sources", title, columns, rows[:MOST_ROWS], hint=hint, all_rows=rows)


def _drawn(
    asked: Inquiry, found: Mapping[str, Any], total: str, charts: list[Chart]
) -> list[Table]:
    words, said = asked.words, asked.said
    rows = []
    for name in _NAMES:
        one = found["totals"][name]
        if one is None:
            continue
        share = Decimal(one["stated"]) / Decimal(one["whole"]) if one["whole"] else None
        rows.append(
            [
                Cell(total_title(asked, name)),
                *(mass(one[each], said) for each in ("mean", "median", "low", "high")),
                percentage(share, said),
            ]
        )
    columns = [
        Column(words["inv_total"]),
        Column(words["inv_mean"], number=True),
        Column(words["inv_median"], number=True),
        Column(words["inv_low"], number=True),
        Column(words["inv_high"], number=True),
        Column(words["inv_stated_share"], number=True),
    ]
    count = format_number(Decimal(found["draws"]), 0, said)
    how = f"{words['inv_draws']}: {count} · {words['inv_seed']}: {found['seed']}"
    hint = f"{how} · {found['generator']}"
    tables = [Table("draws", f"{words['inv_drawn']} (tCO₂e)", columns, rows, hint=hint)]
    bars = (found["totals"][total] or {}).get("bars") or []
    if bars:
        title = f"{words['inv_distribution']}: {total_title(asked, total)} (tCO₂e)"
        chart = distribution(
            "distribution", title, [tuple(each) for each in bars], words["inv_draws"], said
        )
        charts.append(chart)
        columns = [Column(words["inv_from"], number=True), Column(words["inv_to"], number=True)]
        columns = [Column(words["inv_bar"]), *columns, Column(words["inv_draws"], number=True)]
        lines = [
            [Cell(str(at)), mass(low, said), mass(high, said), Cell(f"{count:,}", count)]
            for at, (low, high, count) in enumerate(bars, start=1)
        ]
        tables.append(Table("distribution-data", title, columns, lines))
    return tables
