"""The fifteen categories of scope 3: what is covered, how good the data are, what is left out.

    category,status,reason,coverage,source
    1,included,,85,spend of the ledger
    14,excluded,the group has no franchises,,

`scope3.csv` of a workspace states each category's status. A category is excluded with a reason or
not at all (Scope 3 Standard, chapter 6); one that has neither rows nor a statement is open.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from crossfoot.calculation.pedigree import mean_score
from crossfoot.calculation.uncertainty import Source
from crossfoot.calculation.uncertainty_statements import Statements
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.quantities.rounding import CONTEXT

FILE_NAME = "scope3.csv"
COLUMNS = ("category", "status", "reason", "coverage", "source")
INCLUDED, EXCLUDED, OPEN = "included", "excluded", "open"

TITLES = {
    1: Text("Purchased goods and services", "外购商品与服务"),
    2: Text("Capital goods", "资本货物"),
    3: Text("Fuel- and energy-related activities", "燃料与能源相关活动"),
    4: Text("Upstream transport and distribution", "上游运输与配送"),
    5: Text("Waste generated in operations", "运营废弃物"),
    6: Text("Business travel", "商务出行"),
    7: Text("Employee commuting", "员工通勤"),
    8: Text("Upstream leased assets", "上游租赁资产"),
    9: Text("Downstream transport and distribution", "下游运输与配送"),
    10: Text("Processing of sold products", "售出产品加工"),
    11: Text("Use of sold products", "售出产品使用"),
    12: Text("End of life of sold products", "售出产品报废处理"),
    13: Text("Downstream leased assets", "下游租赁资产"),
    14: Text("Franchises", "特许经营"),
    15: Text("Investments", "投资"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is stated of a category.

    Attributes:
        category: 1 to 15.
        status: included or excluded.
        reason: why it is excluded, or what is still missing.
        coverage: percent of the category that its data cover; None where it is not known.
        source: how one knows.
    """

    category: int
    status: str
    reason: str = ""
    coverage: Decimal | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class CategoryState:
    """A category of scope 3 in an inventory.

    Attributes:
        category: 1 to 15.
        status: included, excluded, or open.
        milligrams: CO2e.
        quality: mean of the pedigree scores, 1 best to 5, weighted with CO2e; None without any.
        scored: CO2e in mg of the sources that have scores.
        judgement: what is stated; None where nothing is.
    """

    category: int
    status: str
    milligrams: int
    quality: Decimal | None
    scored: int
    judgement: Judgement | None

    @property
    def title(self) -> Text:
        """Name of the category."""
        return TITLES[self.category]


def quality_of(source: Source, statements: Statements) -> Decimal | None:
    """Mean score of a source's quantity and factor; None where neither has pedigree scores."""
    stated = (
        statements.of_quantity(source.activity, source.site),
        statements.of_factor(source.activity, source.site, source.factor),
    )
    scores = [mean_score(each.pedigree) for each in stated if each is not None and each.pedigree]
    return CONTEXT.divide(sum(scores, Decimal(0)), Decimal(len(scores))) if scores else None


def categories(
    sources: Iterable[Source], judgements: Mapping[int, Judgement], statements: Statements
) -> list[CategoryState]:
    """All fifteen categories, in their order.

    Raises:
        CrossfootError: a category is excluded and has rows all the same.
    """
    mass = dict.fromkeys(TITLES, 0)
    scored = dict.fromkeys(TITLES, 0)
    weighted = dict.fromkeys(TITLES, Decimal(0))
    present: set[int] = set()
    for source in sources:
        if source.scope != "3":
            continue
        number = int(source.category)
        present.add(number)
        mass[number] += source.milligrams
        quality = quality_of(source, statements)
        if quality is not None:
            scored[number] += source.milligrams
            weighted[number] += quality * source.milligrams
    wrong = [n for n in present if n in judgements and judgements[n].status == EXCLUDED]
    if wrong:
        what = f"category {wrong[0]} is excluded, but there are rows of it"
        raise CrossfootError(Problem(what, where=FILE_NAME, remedy="include it, or say why not"))
    found = []
    for number in TITLES:
        judgement = judgements.get(number)
        status = INCLUDED if number in present else OPEN
        if judgement is not None and judgement.status == EXCLUDED:
            status = EXCLUDED
        share = scored[number]
        quality = CONTEXT.divide(weighted[number], Decimal(share)) if share else None
        found.append(CategoryState(number, status, mass[number], quality, share, judgement))
    return found


def read_judgements(path: Path) -> dict[int, Judgement]:
    """Read what is stated of the categories.

    Raises:
        CrossfootError: a line cannot be understood, or excludes a category without a reason.
    """
    try:
        reader = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    except UnicodeDecodeError:
        problem = Problem("the file is not UTF-8 text", where=path.name, remedy="save it as UTF-8")
        raise CrossfootError(problem) from None
    missing = [name for name in COLUMNS[:3] if name not in (reader.fieldnames or ())]
    if missing:
        remedy = f"the columns are {', '.join(COLUMNS)}"
        problem = Problem(f"column {missing[0]!r} is missing", where=path.name, remedy=remedy)
        raise CrossfootError(problem)
    found: dict[int, Judgement] = {}
    problems: list[Problem] = []
    for line, row in enumerate(reader, start=2):
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        wrong = _wrong(cells, found)
        if wrong:
            problems.append(Problem(wrong[0], f"{path.name} row {line}", remedy=wrong[1]))
            continue
        number, coverage = int(cells["category"]), cells["coverage"]
        found[number] = Judgement(
            *(number, cells["status"], cells["reason"]),
            Decimal(coverage) if coverage else None,
            cells["source"],
        )
    if problems:
        raise CrossfootError(*problems)
    return found


def _wrong(cells: Mapping[str, str], found: Mapping[int, Judgement]) -> tuple[str, str] | None:
    text = cells["category"]
    if not (text.isdigit() and int(text) in TITLES):
        return f"{text!r} is no category of scope 3", "write a number of 1 to 15"
    if int(text) in found:
        return f"category {text} stands twice", "keep one of the two"
    if cells["status"] not in (INCLUDED, EXCLUDED):
        return f"{cells['status']!r} is no status", f"write {INCLUDED} or {EXCLUDED}"
    if cells["status"] == EXCLUDED and not cells["reason"]:
        return f"category {text} is excluded without a reason", "say why it is not relevant"
    if cells["coverage"] and not _is_percentage(cells["coverage"]):
        return f"coverage is {cells['coverage']!r}", "write a percentage of 0 to 100"
    return None


def _is_percentage(text: str) -> bool:
    try:
        return 0 <= Decimal(text) <= 100
    except InvalidOperation:
        return False
