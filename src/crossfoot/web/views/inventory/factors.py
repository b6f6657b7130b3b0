"""The factors that an inventory uses, and one of them: where it is from and what uses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from crossfoot.factors.activities import parse_activity
from crossfoot.quantities.rounding import round_half_away
from crossfoot.records.overview.inventory import figures
from crossfoot.web.views.inventory.inquiry import Inquiry, inquiring
from crossfoot.web.views.inventory.line import factor_words
from crossfoot.web.views.inventory.tables import Cell, Column, Table, answer, mass

#: digits of a value in a list
_DIGITS = 10


@require_GET
def factors(request: HttpRequest) -> HttpResponse:
    """All factors of the unit and year, the one behind most of the emissions first."""
    with inquiring(request, "inventory_factors") as asked:
        tables = [] if asked.tables is None else [_used(asked)]
        name = f"factors-{asked.base.unit}-{asked.part.year}"
        return answer(request, "inventory/factors.html", asked.shown(), tables, name)


def _used(asked: Inquiry) -> Table:
    assert asked.tables is not None  # noqa: S101  the caller has seen to it
    words, said = asked.words, asked.said
    sums: dict[str, list[int]] = {}
    sites: dict[str, set[str]] = {}
    for each in figures.sources(asked.tables, asked.part):
        both = sums.setdefault(each.factor, [0, 0])
        both[0] += each.milligrams if each.method != "market" else 0
        both[1] += each.milligrams if each.method != "location" else 0
        sites.setdefault(each.factor, set()).add(each.site)
    known = {each["id"]: factor_words(each, said) for each in asked.tables.factors}
    today = timezone.now().date()
    rows = []
    for id_ in sorted(sums, key=lambda each: -max(map(abs, sums[each]))):
        factor = known[id_]
        review = factor["review"]
        rows.append(
            [
                Cell(id_, address=asked.link("inventory_factor", factor=id_)),
                Cell(factor["activity_title"] or factor["activity"]),
                Cell(", ".join(f"{gas} {_short(value)}" for gas, value in factor["values"])),
                *(mass(each, said) for each in sums[id_]),
                Cell(f"{len(sites[id_])}", len(sites[id_])),
                Cell(
                    factor["source"],
                    note=" · ".join(filter(None, (factor["set"], factor["edition"]))),
                ),
                Cell(factor["region"]),
                Cell(factor["valid"]),
                Cell(factor["licence"]),
                Cell(
                    str(review),
                    badge="badge late" if review and date.fromisoformat(review) < today else "",
                ),
            ]
        )
    columns = [
        Column(words["inv_factor"]),
        Column(words["inv_activity"]),
        Column(words["inv_values"]),
        Column(f"{words['inv_location']}, tCO₂e", number=True),
        Column(f"{words['inv_market']}, tCO₂e", number=True),
        Column(words["inv_sites"], number=True),
        Column(words["inv_source"]),
        Column(words["inv_region"]),
        Column(words["inv_valid"]),
        Column(words["inv_licence"]),
        Column(words["inv_review"]),
    ]
    return Table("factors", words["inv_factors"], columns, rows, hint=words["inv_factors_hint"])


def _short(value: str) -> str:
    """A value with its unit, as far as a line has room; the page of the factor has all digits."""
    number, _, unit = value.partition(" ")
    exact = Decimal(number)
    if len(exact.as_tuple().digits) > _DIGITS:
        exact = round_half_away(exact, _DIGITS - 1 - exact.adjusted())
    return f"{exact:f} {unit}"


@require_GET
def factor(request: HttpRequest) -> HttpResponse:
    """A factor, and the sites and activities that use it."""
    with inquiring(request, "inventory_factor") as asked:
        wanted = request.GET.get("factor", "")
        if asked.tables is None:
            raise Http404
        numbers = [n for n, each in enumerate(asked.tables.factors) if each["id"] == wanted]
        if not numbers:
            raise Http404
        known = asked.tables.factors[numbers[0]]
        shown: dict[str, Any] = {**asked.shown(), "factor": factor_words(known, asked.said)}
        tables = [_uses(asked, wanted)]
        return answer(request, "inventory/factor.html", shown, tables, "factor")


def _uses(asked: Inquiry, wanted: str) -> Table:
    assert asked.tables is not None  # noqa: S101  the caller has seen to it
    words, said = asked.words, asked.said
    rows, sums = [], {"location": 0, "market": 0, "": 0}
    for each in figures.sources(asked.tables, asked.part):
        if each.factor != wanted:
            continue
        sums[each.method] += each.milligrams
        method = each.method or asked.part.method
        part = replace(
            asked.part, method=method, scope=each.scope, category=each.category, site=each.site
        )
        title = parse_activity(each.activity).title[said] or each.activity
        rows.append(
            [
                Cell(asked.names.get(each.site, each.site), address=asked.explore(part)),
                Cell(title, note=each.activity),
                Cell(asked.title("method", each.method) if each.method else ""),
                mass(each.milligrams, said),
            ]
        )
    foot = [
        [
            Cell(words["inv_sum"]),
            Cell(""),
            Cell(asked.title("method", method) if method else ""),
            mass(sum_, said),
        ]
        for method, sum_ in sums.items()
        if sum_
    ]
    columns = [
        Column(words["site"]),
        Column(words["inv_activity"]),
        Column(words["inv_method"]),
        Column("tCO₂e", number=True),
    ]
    return Table("uses", words["inv_uses"], columns, rows, foot)
