"""The inventory of a year: totals by both methods, months, categories, sites, gases."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from crossfoot.calculation.activity_metrics import tonnes_per
from crossfoot.calculation.lines import millionths
from crossfoot.calculation.scope2 import LOCATION, MARKET
from crossfoot.calculation.uncertainty import Uncertain, rating
from crossfoot.errors import CrossfootError
from crossfoot.factors.activities import parse_activity
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.asked import TOTALS, Selection
from crossfoot.records.overview.inventory.kept import Tables
from crossfoot.records.overview.inventory.scope3 import entered
from crossfoot.records.overview.inventory.views import uncertainty
from crossfoot.reports.charts.draw import echarts_source
from crossfoot.web.views.inventory.charts import Chart, bars
from crossfoot.web.views.inventory.inquiry import APPROACHES, Inquiry, inquiring
from crossfoot.web.views.inventory.tables import (
    Cell,
    Column,
    Table,
    answer,
    mass,
    percent,
    percentage,
)

#: methods of scope 2, side by side
_METHODS = (LOCATION, MARKET)

#: rows of the first table: scope, and the totals by location and by market
_ROWS = (
    ("1", "scope1", "scope1"),
    ("2", "scope2_location", "scope2_market"),
    ("3", "scope3", "scope3"),
    ("", "total_location", "total_market"),
)


@require_GET
def inventory(request: HttpRequest) -> HttpResponse:
    """All scopes of a unit and year."""
    with inquiring(request, "inventory") as asked:
        tables: list[Table] = []
        chart: Chart | None = None
        if asked.tables is not None:
            tables = _tables(asked, asked.tables)
            chart = _months(asked, asked.tables)
        name = f"inventory-{asked.base.unit}-{asked.part.year}"
        shown = {**asked.shown(), "chart": chart}
        return answer(request, "inventory/year.html", shown, tables, name)


@require_GET
@cache_control(private=True, max_age=24 * 3600)
def script(request: HttpRequest) -> HttpResponse:
    """ECharts, as it was fetched for the reports."""
    try:
        return HttpResponse(echarts_source().read_bytes(), content_type="text/javascript")
    except CrossfootError as error:
        raise Http404 from error


def _tables(asked: Inquiry, tables: Tables) -> list[Table]:
    sources = figures.sources(tables, asked.part)
    sums = figures.totals(tables, asked.part)
    found = [
        _totals(asked, sums, dict(uncertainty(sources, asked.base.folder))),
        _categories(asked, tables, sums),
        _by_site(asked, tables),
        _gases(asked, tables),
        _apart(asked, tables),
        _approaches(asked),
    ]
    return [each for each in found if each.rows]


def _totals(asked: Inquiry, sums: dict[str, int], known: dict[str, Uncertain]) -> Table:
    words, said = asked.words, asked.said
    stated = any(each.relative is not None for each in known.values())
    columns = [
        Column(words["inv_scope"]),
        Column(f"{words['inv_location']}, tCO₂e", number=True),
        Column(f"{words['inv_market']}, tCO₂e", number=True),
    ]
    if stated:
        columns += [
            Column(f"± ({words['inv_location']})", number=True),
            Column(f"± ({words['inv_market']})", number=True),
        ]
    rows = []
    for scope, *names in _ROWS:
        title = words[f"inv_scope_{scope}"] if scope else words["inv_total"]
        note = _entered_besides(asked, sums["scope3"]) if scope == "3" else ""
        parts = [replace(asked.part, method=each, scope=scope) for each in _METHODS]
        row = [Cell(title, note=note)]
        row += [
            mass(sums[name], said, asked.explore(part))
            for name, part in zip(names, parts, strict=True)
        ]
        if stated:
            row += [_interval(asked, known.get(name)) for name in names]
        rows.append(row)
    hint = words["inv_totals_hint"]
    if stated:
        hint = f"{hint} {words['inv_interval_hint']}"
    return Table("totals", words["inv_totals"], columns, rows[:3], rows[3:], hint)


def _entered_besides(asked: Inquiry, from_rows: int) -> str:
    """What people entered of scope 3 where no rows give it, and whether that is an estimate."""
    numbers = asked.base.numbers
    figure = entered(numbers, asked.base.unit, asked.part.year).get(0) if numbers else None
    if figure is None or (from_rows and not figure.is_entered):
        return ""
    words = asked.words
    text = f"{words['inv_entered_besides']} {mass(int(figure.tonnes.scaleb(9)), asked.said).text}"
    return f"{text} ({words['inv_estimate']})" if figure.estimated else text


def _interval(asked: Inquiry, known: Uncertain | None) -> Cell:
    if known is None or known.relative is None:
        return Cell("–")
    cell = percentage(known.relative, asked.said)
    share = percentage(known.coverage, asked.said, 0).text
    words = asked.words
    note = f"{words[f'inv_rating_{rating(known.relative)}']}; {words['inv_stated_of']} {share}"
    return replace(cell, text=f"± {cell.text}", note=note)


def _categories(asked: Inquiry, tables: Tables, sums: dict[str, int]) -> Table:
    words, said = asked.words, asked.said
    found = figures.split(tables, replace(asked.part, method=""), "scope", "category")
    keys = sorted({key[:2] for key in found}, key=_order)
    rows = []
    for scope, category in keys:
        by = [
            found.get((scope, category, each), found.get((scope, category, ""), 0))
            for each in _METHODS
        ]
        parts = [
            replace(asked.part, method=each, scope=scope, category=category) for each in _METHODS
        ]
        rows.append(
            [
                Cell(words[f"inv_scope_{scope}"]),
                Cell(asked.category(scope, category)),
                *(
                    mass(each, said, asked.explore(part))
                    for each, part in zip(by, parts, strict=True)
                ),
                percent(by[0], sums["total_location"], said),
            ]
        )
    columns = [
        Column(words["inv_scope"]),
        Column(words["inv_category"]),
        Column(f"{words['inv_location']}, tCO₂e", number=True),
        Column(f"{words['inv_market']}, tCO₂e", number=True),
        Column(words["inv_share"], number=True),
    ]
    foot = [
        Cell(words["inv_total"]),
        Cell(""),
        mass(sums["total_location"], said),
        mass(sums["total_market"], said),
        Cell(""),
    ]
    return Table("categories", words["inv_by_category"], columns, rows, [foot])


def _order(key: tuple[str, ...]) -> tuple[str, int, str]:
    scope, category = key
    return scope, int(category) if category.isdigit() else 0, category


def _by_site(asked: Inquiry, tables: Tables) -> Table:
    words, said = asked.words, asked.said
    found = figures.split(tables, replace(asked.part, method=""), "site", "scope")
    sites = sorted({site for site, *_ in found}, key=lambda each: asked.names.get(each, each))
    shares = figures.shares(tables)

    def sum_of(site: str, scope: str, method: str) -> int:
        return sum(
            value
            for (one, of, by), value in found.items()
            if one == site and scope in ("", of) and by in ("", method)
        )

    kinds = [
        ("1", LOCATION),
        ("2", LOCATION),
        ("2", MARKET),
        ("3", LOCATION),
        ("", LOCATION),
        ("", MARKET),
    ]
    rows, sums = [], [0] * len(kinds)
    for site in sites:
        row = [Cell(asked.names.get(site, site), note=_share_words(asked, shares.get(site, ())))]
        for at, (scope, method) in enumerate(kinds):
            value = sum_of(site, scope, method)
            sums[at] += value
            part = replace(asked.part, method=method, scope=scope, site=site)
            row.append(mass(value, said, asked.explore(part)))
        rows.append(row)
    titles = [
        words["inv_scope_1"],
        f"{words['inv_scope_2']}, {words['inv_location']}",
        f"{words['inv_scope_2']}, {words['inv_market']}",
        words["inv_scope_3"],
        f"{words['inv_total']}, {words['inv_location']}",
        f"{words['inv_total']}, {words['inv_market']}",
    ]
    columns = [Column(words["inv_site"]), *(Column(title, number=True) for title in titles)]
    foot = [Cell(words["inv_total"]), *(mass(each, said) for each in sums)]
    return Table("sites", f"{words['inv_by_site']} (tCO₂e)", columns, rows, [foot])


def _share_words(asked: Inquiry, shares: tuple[object, ...]) -> str:
    """How much of a site counts, where that is not all of it."""
    if set(shares) <= {1}:
        return ""
    listed = " / ".join(
        percentage(Decimal(each.numerator) / Decimal(each.denominator), asked.said, 2).text  # type: ignore[attr-defined]
        for each in shares
    )
    return f"{asked.words['inv_counted']} {listed}"


def _gases(asked: Inquiry, tables: Tables) -> Table:
    words, said = asked.words, asked.said
    part = asked.part
    rows = [
        [Cell(gas), mass(milligrams, said), mass(effect, said)]
        for gas, milligrams, effect in figures.by_gas(tables, part, outside=False)
    ]
    columns = [
        Column(words["inv_gas"]),
        Column(words["inv_gas_mass"], number=True),
        Column("tCO₂e", number=True),
    ]
    sum_ = figures.total(tables, part)
    foot = [Cell(words["inv_total"]), Cell(""), mass(sum_, said)]
    hint = f"{words['inv_gases_hint']} ({words['inv_location']}, {asked.gwp})"
    return Table("gases", words["inv_by_gas"], columns, rows, [foot], hint)


def _apart(asked: Inquiry, tables: Tables) -> Table:
    """Biogenic CO2, gases outside the scopes, removals, avoided emissions, offsets."""
    words, said = asked.words, asked.said
    rows = [
        [
            Cell(words["inv_outside"] if gas != "CO2-biogenic" else words["inv_biogenic"]),
            Cell(gas),
            mass(milligrams, said),
        ]
        for gas, milligrams, _ in figures.by_gas(tables, asked.part, outside=True)
    ]
    for activity, unit, quantity in figures.apart(tables, asked.part):
        scale = tonnes_per(unit)
        if scale is None:
            continue
        value = CONTEXT.multiply(millionths(quantity), scale)
        title = parse_activity(activity).title[said] or activity
        kind = activity.partition(".")[0]
        rows.append([Cell(words[f"inv_{kind}"]), Cell(title), mass(int(value.scaleb(9)), said)])
    columns = [
        Column(words["inv_apart_kind"]),
        Column(words["inv_apart_what"]),
        Column("t", number=True),
    ]
    return Table("apart", words["inv_apart"], columns, rows, hint=words["inv_apart_hint"])


def _approaches(asked: Inquiry) -> Table:
    """Every approach with every set of warming potentials."""
    words = asked.words
    assert asked.kept is not None  # noqa: S101  there are tables, so there is an inventory
    rows = []
    known: dict[str, list[list[Cell]]] = {}
    for approach in asked.kept.approaches:
        place = str(asked.kept.place(approach))
        if place not in known:
            with asked.kept.opened(approach) as tables:
                known[place] = [
                    _cells(asked, tables, replace(asked.part, gwp=at))
                    for at in range(len(asked.kept.gwp_sets))
                ]
        for name, cells in zip(asked.kept.gwp_sets, known[place], strict=True):
            link = asked.link("inventory", approach=approach, gwp=name)
            rows.append([Cell(words[APPROACHES[approach]], address=link), Cell(name), *cells])
    titles = [
        words["inv_scope_1"],
        f"{words['inv_scope_2']}, {words['inv_location']}",
        f"{words['inv_scope_2']}, {words['inv_market']}",
        words["inv_scope_3"],
        f"{words['inv_total']}, {words['inv_location']}",
        f"{words['inv_total']}, {words['inv_market']}",
    ]
    columns = [
        Column(words["inv_approach"]),
        Column(words["inv_gwp"]),
        *(Column(title, number=True) for title in titles),
    ]
    return Table("approaches", f"{words['inv_approaches']} (tCO₂e)", columns, rows)


def _cells(asked: Inquiry, tables: Tables, part: Selection) -> list[Cell]:
    sums = figures.totals(tables, part)
    return [mass(sums[name], asked.said) for name, *_ in TOTALS]


def _months(asked: Inquiry, tables: Tables) -> Chart | None:
    found = figures.split(tables, asked.part, "month", "scope")
    months = [f"{asked.part.year}-{number:02d}" for number in range(1, 13)]
    series = []
    for scope in ("1", "2", "3"):
        values = [
            sum(each for (month, of, _), each in found.items() if (month, of) == (one, scope))
            for one in months
        ]
        if any(values):
            series.append((asked.words[f"inv_scope_{scope}"], values))
    title = f"{asked.words['inv_months']} (tCO₂e, {asked.words['inv_location']})"
    return bars("months", title, [each[5:] for each in months], series, asked.said)
