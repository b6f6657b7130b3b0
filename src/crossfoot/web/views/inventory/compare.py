"""Two inventories beside each other: years, kept runs, drafts; and a form to keep that of now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.overview.drafts import draft_numbers
from crossfoot.records.overview.inventory.actions.keep_run import KeepRun
from crossfoot.records.overview.inventory.asked import TOTALS
from crossfoot.records.overview.inventory.sides import (
    Difference,
    Side,
    by_category,
    by_site,
    of_draft,
    of_now,
    of_run,
    total_of,
    years_of,
)
from crossfoot.records.overview.models import Draft
from crossfoot.records.roles import Duty
from crossfoot.runs.kept import Manifest, kept_runs
from crossfoot.web.listing import whole_number
from crossfoot.web.views.inventory.charts import bars
from crossfoot.web.views.inventory.inquiry import APPROACHES, METHODS, Inquiry, inquiring
from crossfoot.web.views.inventory.tables import Cell, Column, Table, answer, mass, percent

#: drafts that can be chosen
_MOST_DRAFTS = 20

TITLES = {
    "scope1": ("1", ""),
    "scope2_location": ("2", "location"),
    "scope2_market": ("2", "market"),
    "scope3": ("3", ""),
    "total_location": ("", "location"),
    "total_market": ("", "market"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be compared.

    Attributes:
        key: as an address has it: `now:2023`, `run:<id>:2023`, `draft:7:2023`.
        label: for readers.
        year: calendar year.
    """

    key: str
    label: str
    year: int


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Differences of two inventories by total, category and site."""
    problems: tuple[Problem, ...] = ()
    with inquiring(request, "inventory_compare") as asked:
        if request.method == "POST":
            try:
                job = _keep(request).do(asked.person)
                return HttpResponseRedirect(reverse("job", args=[job.pk]))
            except NotAllowedError:
                raise
            except CrossfootError as error:
                problems = error.problems
        choices = _choices(asked)
        base, new = _chosen(request, asked, choices)
        tables: list[Table] = []
        charts: list[Any] = []
        if base is not None and new is not None and asked.kept is not None:
            try:
                sides = _side(asked, base), _side(asked, new)
                tables, charts = _tables(asked, (base, new), sides)
            except CrossfootError as error:
                problems = (*problems, *error.problems)
        shown = {
            **asked.shown(),
            "choices": choices,
            "base": base,
            "new": new,
            "charts": charts,
            "problems": problems,
            "may_keep": asked.person.may(Duty.RUN_CAMPAIGNS) and asked.tables is not None,
            "sent": request.POST,
            "hidden": [(name, each.key) for name, each in (("base", base), ("new", new)) if each],
            "restate": _restate(asked, base, new),
        }
        name = f"compared-{asked.base.unit}"
        response = answer(request, "inventory/compare.html", shown, tables, name)
        response.status_code = (
            400 if problems and request.method == "POST" else response.status_code
        )
        return response


def _keep(request: HttpRequest) -> KeepRun:
    post = request.POST.get
    as_of = post("as_of", "").strip()
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise CrossfootError(
            problem(
                Text("the day cannot be read", "日期无法识别"),
                remedy=Text("such as: 2024-02-14", "如：2024-02-14"),
            )
        ) from None
    year = whole_number(post("year", ""))
    return KeepRun(post("name", ""), year, post("approach", ""), post("gwp", ""), day)


def label_of_run(asked: Inquiry, run: Manifest) -> str:
    """Name, set of potentials, approach and day of a kept run."""
    content = run.content
    parts = [
        run.names[-1],
        str(content["gwp"]),
        asked.words[APPROACHES[str(content["approach"])]],
        str(content["kept"])[:10],
    ]
    if content["as_of"]:
        parts.append(f"{asked.words['inv_as_of']} {content['as_of']}")
    return " · ".join(parts)


def _choices(asked: Inquiry) -> list[Choice]:
    words, folder = asked.words, asked.base.folder
    found = [
        Choice(f"now:{year}", f"{year} · {words['inv_now']}", year)
        for year in reversed(asked.years)
    ]
    for run in reversed(kept_runs(folder)):
        try:
            years = years_of(folder, run)
        except (OSError, ValueError):
            continue
        label = label_of_run(asked, run)
        found += [
            Choice(f"run:{run.id}:{year}", f"{year} · {label}", year) for year in reversed(years)
        ]
    for draft in Draft.objects.all()[:_MOST_DRAFTS]:
        label = f"{words['inv_draft']} {draft.name} · {draft.at:%Y-%m-%d}"
        found += [
            Choice(f"draft:{draft.pk}:{year}", f"{year} · {label}", year)
            for year in reversed(asked.years)
        ]
    return found


def _chosen(
    request: HttpRequest, asked: Inquiry, choices: list[Choice]
) -> tuple[Choice | None, Choice | None]:
    """What is asked for; else the year before and this year. A run alone means its latest year."""

    def find(text: str, usual: str) -> Choice | None:
        wanted = text or usual
        exact = next((each for each in choices if each.key == wanted), None)
        found = exact or next((each for each in choices if each.key.startswith(f"{wanted}:")), None)
        if text and found is None:
            raise Http404
        return found

    year = asked.part.year
    new = find(request.GET.get("new", ""), f"now:{year}")
    base = find(request.GET.get("base", ""), f"now:{new.year if new else year}")
    if not request.GET.get("base") and base == new:
        base = find("", f"now:{year - 1}") or base
    return base, new


def _side(asked: Inquiry, choice: Choice) -> Side:
    kind, _, rest = choice.key.partition(":")
    if kind == "now":
        assert asked.tables is not None  # noqa: S101  there are years, so there are tables
        return of_now(asked.tables, replace(asked.part, year=choice.year))
    name = rest.partition(":")[0]
    if kind == "run":
        run = next(each for each in kept_runs(asked.base.folder) if each.id == name)
        return of_run(asked.base.folder, run, choice.year, asked.part.sites)
    draft = Draft.objects.get(pk=int(name))
    with draft_numbers(asked.base.folder, draft) as numbers:
        if numbers is None:
            raise CrossfootError(Problem(asked.words["changes_broken"]))
        return of_draft(numbers, choice.year, asked.part.sites)


def _tables(
    asked: Inquiry, choices: tuple[Choice, Choice], sides: tuple[Side, Side]
) -> tuple[list[Table], list[Any]]:
    words, said = asked.words, asked.said
    base, new = sides
    columns = [
        Column(choices[0].label, number=True),
        Column(choices[1].label, number=True),
        Column(words["tie_difference"], number=True),
        Column("%", number=True),
    ]

    def cells(each: Difference) -> list[Cell]:
        return [
            mass(each.base, said),
            mass(each.new, said),
            mass(each.change, said, signed=True),
            percent(each.change, abs(each.base), said),
        ]

    totals = [
        [
            Cell(total_title(asked, name)),
            *cells(Difference(total_of(base, name), total_of(new, name))),
        ]
        for name, *_ in TOTALS
    ]
    categories = by_category(base, new)
    labels = {
        key: " · ".join(
            part
            for part in (
                words[f"inv_scope_{key[0]}"],
                asked.category(key[0], key[1]),
                words[METHODS[key[2]]] if key[2] else "",
            )
            if part
        )
        for key in categories
    }
    by_categories = [[Cell(labels[key]), *cells(each)] for key, each in categories.items()]
    total = f"total_{asked.part.method}"
    found = by_site(base, new, total)
    names = asked.names
    by_sites = [
        [Cell(names.get(site, site)), *cells(each)]
        for site, each in sorted(found.items(), key=lambda item: -abs(item[1].change))
    ]
    whole = Difference(total_of(base, total), total_of(new, total))
    foot = [Cell(words["inv_total"]), *cells(whole)]
    tables = [
        Table(
            "totals",
            f"{words['inv_totals']} (tCO₂e)",
            [Column(words["inv_scope"]), *columns],
            totals,
        ),
        Table(
            "categories",
            f"{words['inv_by_category']} (tCO₂e)",
            [Column(words["inv_category"]), *columns],
            by_categories,
        ),
        Table(
            "sites",
            f"{words['inv_by_site']} (tCO₂e, {words[METHODS[asked.part.method]]})",
            [Column(words["inv_site"]), *columns],
            by_sites,
            [foot],
        ),
    ]
    changed = [key for key, each in categories.items() if each.base or each.new]
    chart = bars(
        "categories-chart",
        f"{words['inv_by_category']} (tCO₂e)",
        [labels[key] for key in changed],
        [
            (choices[0].label, [categories[key].base for key in changed]),
            (choices[1].label, [categories[key].new for key in changed]),
        ],
        said,
        stacked=False,
        lying=True,
    )
    sites = bars(
        "sites-chart",
        f"{words['tie_difference']}: {words['inv_by_site']} (tCO₂e)",
        [names.get(site, site) for site, each in found.items() if each.change],
        [(words["tie_difference"], [each.change for each in found.values() if each.change])],
        said,
        lying=True,
    )
    return tables, [each for each in (chart, sites) if each is not None]


def total_title(asked: Inquiry, total: str) -> str:
    """What a total is called."""
    scope, method = TITLES[total]
    title = asked.words[f"inv_scope_{scope}"] if scope else asked.words["inv_total"]
    return f"{title}, {asked.words[METHODS[method]]}" if method else title


def _restate(asked: Inquiry, base: Choice | None, new: Choice | None) -> str:
    """The page that says why two kept runs differ."""
    if base is None or new is None:
        return ""
    ids: Mapping[str, str] = {
        name: each.key.split(":")[1]
        for name, each in (("base", base), ("new", new))
        if each.key.startswith("run:")
    }
    return asked.link("inventory_restate", **ids) if len(set(ids.values())) == 2 else ""
