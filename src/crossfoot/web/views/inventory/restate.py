"""Why two kept inventories differ: by cause, as a waterfall that adds up exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.calculation.base_year import Policy
from crossfoot.calculation.restatement import CAUSES, exceeded
from crossfoot.errors import CrossfootError, Problem
from crossfoot.factors.activities import parse_activity
from crossfoot.languages import Text
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.overview.inventory.actions.explain_difference import ExplainDifference
from crossfoot.records.overview.inventory.asked import TOTALS
from crossfoot.records.overview.inventory.restating import Restated, found_before, policy_of
from crossfoot.records.overview.inventory.sides import Key, is_in, of_run, total_of, years_of
from crossfoot.runs.kept import Manifest, kept_runs
from crossfoot.web.views.inventory.charts import bridge
from crossfoot.web.views.inventory.compare import label_of_run, total_title
from crossfoot.web.views.inventory.explore import line_address
from crossfoot.web.views.inventory.inquiry import Inquiry, inquiring
from crossfoot.web.views.inventory.tables import (
    Cell,
    Column,
    Table,
    answer,
    mass,
    percent,
    percentage,
)

#: threshold where no policy states one
_USUAL = Decimal("0.05")
#: changed lines on the page; the file has all that were kept
MOST_LINES = 25

Sides = tuple[Mapping[Key, int], Mapping[Key, int]]


@require_http_methods(["GET", "POST"])
def restate(request: HttpRequest) -> HttpResponse:
    """The difference of two kept runs, split by cause; asking for one begins a job."""
    problems: tuple[Problem, ...] = ()
    with inquiring(request, "inventory_restate") as asked:
        if request.method == "POST":
            post = request.POST.get
            try:
                action = ExplainDifference(post("base", ""), post("new", ""), asked.base.unit)
                return HttpResponseRedirect(reverse("job", args=[action.do(asked.person).pk]))
            except NotAllowedError:
                raise
            except CrossfootError as error:
                problems = error.problems
        runs = list(reversed(kept_runs(asked.base.folder)))
        base, new = (_run(request, runs, name) for name in ("base", "new"))
        total = request.GET.get("total", "total_location")
        if total not in CAUSES_OF:
            raise Http404
        shown: dict[str, Any] = {
            **asked.shown(),
            "runs": [(run.id, label_of_run(asked, run)) for run in runs],
            "base": base,
            "new": new,
            "total": total,
            "hidden": [
                *((name, run.id) for name, run in (("base", base), ("new", new)) if run),
                ("total", total),
            ],
            "totals": [(name, total_title(asked, name)) for name, *_ in TOTALS],
            "two": len(runs) > 1,
        }
        tables: list[Table] = []
        try:
            shown |= _policy(asked)
            if asked.kept is not None and base and new and base.id != new.id:
                found = found_before(asked.base.folder, base, new, asked.part.sites)
                shown["waits"] = found is None
                if found is not None:
                    tables = _explained(asked, shown, found, (base, new), total)
        except CrossfootError as error:
            problems = (*problems, *error.problems)
        shown["problems"] = problems
        response = answer(request, "inventory/restate.html", shown, tables, "restatement")
        response.status_code = (
            400 if problems and request.method == "POST" else response.status_code
        )
        return response


CAUSES_OF = frozenset(name for name, *_ in TOTALS)


def _run(request: HttpRequest, runs: list[Manifest], name: str) -> Manifest | None:
    wanted = request.GET.get(name, "") or request.POST.get(name, "")
    if not wanted:
        return None
    found = next((run for run in runs if run.id == wanted or wanted in run.names), None)
    if found is None:
        raise Http404
    return found


def _policy(asked: Inquiry) -> dict[str, Any]:
    """The policy of the base year with its events."""
    policy = policy_of(asked.base.folder)
    if policy is None:
        return {"policy": None, "threshold": percentage(_USUAL, asked.said, 0).text}
    columns = [
        Column(asked.words[key])
        for key in ("inv_day", "inv_event", "inv_site", "inv_reason", "inv_recalculates")
    ]
    rows = [
        [
            Cell(str(each.day)),
            Cell(each.trigger.title[asked.said], note=each.trigger.source),
            Cell(
                asked.words["whole"] if each.site == "*" else asked.names.get(each.site, each.site),
                note=each.activity if each.activity != "*" else "",
            ),
            Cell(each.reason),
            Cell(asked.words["yes" if each.trigger.recalculates else "no"]),
        ]
        for each in policy.events
        if each.site in asked.part.sites or asked.is_whole
    ]
    return {
        "policy": policy,
        "threshold": percentage(policy.threshold, asked.said, 1).text,
        "events": Table("events", asked.words["inv_events"], columns, rows),
    }


def _explained(
    asked: Inquiry,
    shown: dict[str, Any],
    found: Restated,
    runs: tuple[Manifest, Manifest],
    total: str,
) -> list[Table]:
    sides = _sides(asked, runs)
    sums = {name: (total_of(sides[0], name), total_of(sides[1], name)) for name, *_ in TOTALS}
    split = {name: found.by_cause(name) for name, *_ in TOTALS}
    base, new = sums[total]
    shown["adds_up"] = all(
        sums[name][1] - sums[name][0] == sum(split[name].values()) for name, *_ in TOTALS
    )
    shown["difference"] = f"{sum(split[total].values()):,}"
    shown["milligrams"] = f"{new - base:,}"
    policy: Policy | None = shown["policy"]
    beyond = [
        name
        for name in exceeded(sums, policy.threshold if policy else _USUAL)
        if policy is None or not policy.asks_for_nothing(split[name])
    ]
    shown["beyond"] = [total_title(asked, name) for name in beyond]
    if policy is not None:
        without = {cause for name in split for cause in policy.unexplained(split[name])}
        shown["without_event"] = [CAUSES[each][asked.said] for each in CAUSES if each in without]
    names = [Text(run.names[-1], run.names[-1]) for run in runs]
    steps = [(_capital(CAUSES[cause]), effect) for cause, effect in split[total].items() if effect]
    shown["charts"] = [
        bridge(
            "bridge",
            f"{total_title(asked, total)} (tCO₂e)",
            (names[0], base),
            (names[1], new),
            steps,
            asked.said,
        )
    ]
    return [
        _causes(asked, runs, sums, split),
        _by_site(asked, found, total, sides),
        _by_category(asked, found, total),
        _lines(asked, found, total),
    ]


def _sides(asked: Inquiry, runs: tuple[Manifest, Manifest]) -> Sides:
    """All years of both runs, of the sites that are shown."""
    folder = asked.base.folder
    found = []
    for run in runs:
        whole: dict[Key, int] = {}
        for year in years_of(folder, run):
            for key, mass_ in of_run(folder, run, year, asked.part.sites).items():
                whole[key] = whole.get(key, 0) + mass_
        found.append(whole)
    return found[0], found[1]


def _causes(
    asked: Inquiry,
    runs: tuple[Manifest, Manifest],
    sums: Mapping[str, tuple[int, int]],
    split: Mapping[str, Mapping[str, int]],
) -> Table:
    words, said = asked.words, asked.said
    names = [name for name, *_ in TOTALS]
    rows = [[Cell(runs[0].names[-1]), *(mass(sums[name][0], said) for name in names)]]
    rows += [
        [
            Cell(_capital(title)[said]),
            *(
                mass(split[name][cause], said, signed=True) if split[name][cause] else Cell("–", 0)
                for name in names
            ),
        ]
        for cause, title in CAUSES.items()
    ]
    foot = [
        [Cell(runs[1].names[-1]), *(mass(sums[name][1], said) for name in names)],
        [
            Cell(words["tie_difference"]),
            *(
                replace(
                    mass(sums[name][1] - sums[name][0], said, signed=True),
                    note=percent(sums[name][1] - sums[name][0], abs(sums[name][0]), said).text,
                )
                for name in names
            ),
        ],
    ]
    columns = [
        Column(words["inv_cause"]),
        *(Column(f"{total_title(asked, name)}, tCO₂e", number=True) for name in names),
    ]
    return Table("causes", words["inv_by_cause"], columns, rows, foot)


def _cause_columns(asked: Inquiry, used: list[str]) -> list[Column]:
    return [Column(_capital(CAUSES[cause])[asked.said], number=True) for cause in used]


def _by_site(asked: Inquiry, found: Restated, total: str, sides: Sides) -> Table:
    words, said = asked.words, asked.said
    parts = found.by_site(total)
    used = [cause for cause in CAUSES if any(each[cause] for each in parts.values())]
    rows = []
    for site, effects in sorted(parts.items(), key=lambda item: -abs(sum(item[1].values()))):
        base, new = (
            sum(mass_ for key, mass_ in side.items() if key[0] == site and is_in(key, total))
            for side in sides
        )
        rows.append(
            [
                Cell(asked.names.get(site, site)),
                mass(base, said),
                *(
                    mass(effects[cause], said, signed=True) if effects[cause] else Cell("–", 0)
                    for cause in used
                ),
                mass(new, said),
            ]
        )
    columns = [
        Column(words["inv_site"]),
        Column(words["inv_base"], number=True),
        *_cause_columns(asked, used),
        Column(words["inv_new"], number=True),
    ]
    return Table(
        "sites", f"{words['inv_by_site']} ({total_title(asked, total)}, tCO₂e)", columns, rows
    )


def _by_category(asked: Inquiry, found: Restated, total: str) -> Table:
    words, said = asked.words, asked.said
    parts = found.by_category(total)
    used = [cause for cause in CAUSES if any(each[cause] for each in parts.values())]
    rows = [
        [
            Cell(f"{words[f'inv_scope_{scope}']} · {asked.category(scope, category)}"),
            *(
                mass(effects[cause], said, signed=True) if effects[cause] else Cell("–", 0)
                for cause in used
            ),
            mass(sum(effects.values()), said, signed=True),
        ]
        for (scope, category), effects in sorted(parts.items())
    ]
    columns = [
        Column(words["inv_category"]),
        *_cause_columns(asked, used),
        Column(words["tie_difference"], number=True),
    ]
    title = f"{words['inv_by_category']} ({total_title(asked, total)}, tCO₂e)"
    return Table("categories", title, columns, rows)


def _lines(asked: Inquiry, found: Restated, total: str) -> Table:
    words, said = asked.words, asked.said
    rows = []
    files = asked.kept.said["files"] if asked.kept else {}
    documents = {file["name"]: document for document, file in files.items()}
    for each in found.lines(total):
        sides = [each[name] for name in ("base", "new")]
        title = parse_activity(each["activity"]).title[said] or each["activity"]
        place = next(side for side in reversed(sides) if side)
        rows.append(
            [
                Cell(asked.names.get(each["site"], each["site"])),
                Cell(title, note=f"{each['start']} – {each['end']}"),
                _place(asked, documents, each, place),
                *(
                    Cell("–")
                    if side is None
                    else replace(
                        mass(side["milligrams"], said),
                        note=f"{side['quantity']} {each['unit']} · {side['factor']}",
                    )
                    for side in sides
                ),
                Cell(
                    "; ".join(
                        f"{CAUSES[cause][said]} {mass(effect, said, signed=True).text}"
                        for cause, effect in each["effects"].items()
                    )
                ),
                mass(sum(each["effects"].values()), said, signed=True),
            ]
        )
    columns = [
        Column(words["inv_site"]),
        Column(words["inv_activity"]),
        Column(words["inv_row"]),
        Column(words["inv_base"], number=True),
        Column(words["inv_new"], number=True),
        Column(words["inv_cause"]),
        Column(words["tie_difference"], number=True),
    ]
    hint = f"{words['inv_lines_hint']} {min(len(rows), MOST_LINES)} / {found.said['count']:,}"
    title = f"{words['inv_changed_lines']} (tCO₂e)"
    return Table("lines", title, columns, rows[:MOST_LINES], hint=hint, all_rows=rows)


def _place(
    asked: Inquiry, documents: Mapping[str, str], each: Mapping[str, Any], place: Mapping[str, Any]
) -> Cell:
    """File and row; the page of the line where the file is one of now."""
    text, document = f"{place['file']} · {place['row']}", documents.get(place["file"])
    if document is None or each["new"] is None:
        return Cell(text)
    return Cell(text, address=line_address(asked, document, place["row"], each["year"]))


def _capital(text: Text) -> Text:
    return Text(text.en[:1].upper() + text.en[1:], text.zh)
