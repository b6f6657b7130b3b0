"""The factors that an inventory uses, and one of them: where it is from and what uses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError, Problem
from crossfoot.factors.activities import parse_activity
from crossfoot.quantities.rounding import round_half_away
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.actions.add_factors import AddFactors
from crossfoot.records.roles import Duty
from crossfoot.web.uploads import sent_file
from crossfoot.web.views.inventory.inquiry import Inquiry, inquiring
from crossfoot.web.views.inventory.line import factor_words
from crossfoot.web.views.inventory.tables import Cell, Column, Table, answer, mass

#: columns of a file of own factors
COLUMNS = (
    "id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence,"
    "edition,review,supersedes"
)

#: digits of a value in a list
_DIGITS = 10


@require_http_methods(["GET", "POST"])
def factors(request: HttpRequest) -> HttpResponse:
    """All factors of the unit and year, largest first; and a form to add a file of own ones."""
    problems: tuple[Problem, ...] = ()
    with inquiring(request, "inventory_factors") as asked:
        if request.method == "POST":
            try:
                AddFactors(sent_file(request)).do(asked.person)
                return HttpResponseRedirect(asked.link("inventory_factors", saved="1"))
            except NotAllowedError:
                raise
            except CrossfootError as error:
                problems = error.problems
        tables = [] if asked.tables is None else [_used(asked)]
        name = f"factors-{asked.base.unit}-{asked.part.year}"
        shown = {
            **asked.shown(),
            "problems": problems,
            "saved": "saved" in request.GET and not problems,
            "may_add": asked.person.may(Duty.RUN_CAMPAIGNS),
            "wanted": request.GET.get("activity", ""),
            "wanted_unit": request.GET.get("of", ""),
            "example": _example(request.GET.get("activity", ""), request.GET.get("of", "")),
        }
        response = answer(request, "inventory/factors.html", shown, tables, name)
        response.status_code = 400 if problems else response.status_code
        return response


def _example(activity: str, unit: str) -> str:
    """The lines of a file with one factor, for whoever has none yet."""
    name = activity or "fuel.diesel.mobile"
    id_ = f"{name.replace('.', '-')}-1"
    line = f"{id_},{name},CO2e,,kg/{unit or 'L'},,2023-01-01,,,,,,,,"
    return f"{COLUMNS}\n{line}"


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
        Column(words["inv_site"]),
        Column(words["inv_activity"]),
        Column(words["inv_method"]),
        Column("tCO₂e", number=True),
    ]
    return Table("uses", words["inv_uses"], columns, rows, foot)
