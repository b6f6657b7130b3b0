"""One level below another: total, scope, category, site, month, line; each adds up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from crossfoot.factors.activities import parse_activity
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.kept import Tables
from crossfoot.records.overview.inventory.lines import (
    LinePart,
    count_lines,
    document_of,
    lines,
    total_of_lines,
)
from crossfoot.web.listing import PAGE, whole_number
from crossfoot.web.views.inventory.charts import Chart, bars
from crossfoot.web.views.inventory.inquiry import METHODS, Inquiry, inquiring
from crossfoot.web.views.inventory.tables import Cell, Column, Table, answer, mass, percent

#: parts that a chart has room for
_MOST_BARS = 40

#: lines that a file of Excel has
MOST_EXPORTED = 100_000


@require_GET
def explore(request: HttpRequest) -> HttpResponse:
    """A part of the inventory, split one level further."""
    with inquiring(request, "inventory_explore") as asked:
        shown: dict[str, Any] = {
            **asked.shown(),
            "crumbs": _crumbs(asked),
            "methods": _methods(asked),
        }
        names = ("method", "scope", "category")  # a site may be none of another unit
        shown["hidden"] = [(name, getattr(asked.part, name)) for name in names]
        tables: list[Table] = []
        if asked.tables is not None:
            sum_ = figures.total(asked.tables, asked.part)
            shown["total"] = mass(sum_, asked.said)
            if asked.part.level == "line":
                table, below, pager = _lines(request, asked, asked.tables, sum_)
                shown["pager"] = pager
            else:
                table, below = _parts(asked, asked.tables, sum_)
                shown["chart"] = _chart(asked, table)
            shown |= {"adds_up": below == sum_, "milligrams": f"{sum_:,}", "below": f"{below:,}"}
            tables.append(table)
        name = "-".join(
            each
            for each in ("inventory", asked.base.unit, str(asked.part.year), asked.part.scope,
                         asked.part.category, asked.part.site, asked.part.month)
            if each
        )  # fmt: skip
        return answer(request, "inventory/explore.html", shown, tables, name)


def _crumbs(asked: Inquiry) -> list[tuple[str, str]]:
    """The parts that hold this one: their names and addresses."""
    words = asked.words
    found = []
    for level, part in asked.part.above():
        value = getattr(part, level) if level else ""
        title = words["inv_total"] if not level else asked.title(level, value)
        if level == "category":
            title = asked.category(part.scope, value)
        found.append((title, asked.explore(part)))
    return found


def _methods(asked: Inquiry) -> list[tuple[str, str, bool]]:
    """The same part by either method of scope 2."""
    if asked.part.scope in ("1", "3"):
        return []
    return [
        (
            asked.words[key],
            asked.explore(replace(asked.part, method=method)),
            method == asked.part.method,
        )
        for method, key in METHODS.items()
    ]


def _parts(asked: Inquiry, tables: Tables, sum_: int) -> tuple[Table, int]:
    part, said, words = asked.part, asked.said, asked.words
    level = part.level
    found = figures.parts(tables, part, level)
    if level == "category":
        found.sort(key=lambda each: (int(each.name) if each.name.isdigit() else 0, each.name))
    elif level == "site":
        found.sort(key=lambda each: -abs(each.milligrams))
    rows = []
    for each in found:
        link = asked.explore(part.within(level, each.name))
        title = (
            asked.category(part.scope, each.name)
            if level == "category"
            else asked.title(level, each.name)
        )
        rows.append(
            [
                Cell(title, address=link),
                mass(each.milligrams, said),
                percent(each.milligrams, sum_, said),
            ]
        )
    columns = [
        Column(words[f"inv_{level}"] if level != "site" else words["inv_site"]),
        Column("tCO₂e", number=True),
        Column(words["inv_share"], number=True),
    ]
    below = sum(each.milligrams for each in found)
    foot = [Cell(words["inv_sum"]), mass(below, said), percent(below, sum_, said)]
    return Table("parts", words[f"inv_by_{level}"], columns, rows, [foot]), below


def _chart(asked: Inquiry, table: Table) -> Chart | None:
    """The parts as bars: months beside each other, all else below."""
    if not 1 < len(table.rows) <= _MOST_BARS:
        return None
    values = [int(Decimal(row[1].value or 0).scaleb(9)) for row in table.rows]
    title = f"{table.title} (tCO₂e)"
    lying = asked.part.level != "month"
    labels = [row[0].text for row in table.rows]
    return bars("parts-chart", title, labels, [("tCO₂e", values)], asked.said, lying=lying)


def _lines(
    request: HttpRequest, asked: Inquiry, tables: Tables, sum_: int
) -> tuple[Table, int, dict[str, Any]]:
    part, words = asked.part, asked.words
    count = count_lines(tables, part)
    pages = max(1, -(-count // PAGE))
    at = min(max(1, whole_number(request.GET.get("page", "")) or 1), pages)
    rows = [_line(asked, tables, each) for each in lines(tables, part, (at - 1) * PAGE, PAGE)]
    everything = (
        lines(tables, part, 0, MOST_EXPORTED) if request.GET.get("format") == "xlsx" else []
    )
    below = total_of_lines(tables, part)
    columns = [
        Column(words["inv_row"]),
        Column(words["inv_activity"]),
        Column(words["inv_days"]),
        Column(words["inv_quantity"], number=True),
        Column(words["inv_factor"]),
        Column("tCO₂e", number=True),
    ]
    foot = [
        Cell(words["inv_sum"], note=f"{count:,}"),
        *(Cell("") for _ in range(4)),
        mass(below, asked.said),
    ]
    table = Table(
        "lines",
        words["inv_by_line"],
        columns,
        rows,
        [foot],
        all_rows=(_line(asked, tables, each) for each in everything) if everything else None,
    )

    def query(number: int) -> str:
        kept = {name: value for name, value in request.GET.items() if name != "page"}
        return "?" + urlencode({**kept, "page": number})

    pager = {
        "number": at,
        "pages": pages,
        "count": count,
        "earlier": query(at - 1) if at > 1 else "",
        "later": query(at + 1) if at < pages else "",
    }
    return table, below, pager


def _line(asked: Inquiry, tables: Tables, each: LinePart) -> list[Cell]:
    files = tables.kept.said["files"]
    file = document_of(files, each.document)
    factor = tables.factors[each.factor]
    title = parse_activity(each.activity).title[asked.said] or each.activity
    link = line_address(asked, each.document, each.row)
    return [
        Cell(f"{file['name']} · {each.row}", address=link),
        Cell(title, note=each.activity if title != each.activity else ""),
        Cell(str(each.start) if each.start == each.end else f"{each.start} – {each.end}"),
        Cell(f"{each.entered} {each.unit}"),
        Cell(
            factor["id"],
            note=factor["source"],
            address=asked.link("inventory_factor", factor=factor["id"]),
        ),
        mass(each.milligrams, asked.said),
    ]


def line_address(asked: Inquiry, document: str, row: int, year: int | None = None) -> str:
    """The page of a line, within the site and month that are looked at; or of another year."""
    where = reverse("inventory_line", args=[document.removesuffix(".parquet"), row])
    part = asked.part
    given = {"method": part.method, "site": part.site, "month": part.month}
    query = {**asked.query, **{name: value for name, value in given.items() if value}}
    if year is not None:
        query["year"] = str(year)
    return f"{where}?{urlencode(query)}"
