"""What samples are drawn from: approved entries, rows of the ledger or of files, documents.

A population is made again from its basis, whatever was corrected since: entries and uses are only
ever added to, batches keep their files. So its hash can be computed anew years later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.units import convert, same_dimension
from crossfoot.records.assurance.sampling import Item
from crossfoot.records.collection.labels import metric_title, metric_unit, unit_texts
from crossfoot.records.collection.models import Approval, Cell, Kind
from crossfoot.records.evidence.models import Use
from crossfoot.records.ledger.models import Batch, BatchTotal, State
from crossfoot.records.ledger.queries import parquet_of
from crossfoot.records.messages import problem
from crossfoot.tables.ledger_rows import Filter, rows_of
from crossfoot.tables.numbers import read_number

#: rows of the ledger that a population may have
MOST_ROWS = 300_000


class Source(StrEnum):
    """What a population is made of."""

    ENTRIES = "entries"
    ROWS = "rows"
    EVIDENCE = "evidence"
    FILES = "files"


SOURCE_NAMES: dict[Source, Text] = {
    Source.ENTRIES: Text("Approved figures", "已审批数据"),
    Source.ROWS: Text("Rows of the ledger", "台账数据行"),
    Source.EVIDENCE: Text("Evidence of the figures", "数据所附证据"),
    Source.FILES: Text("Figures of imported files", "导入文件中的数据"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a population is to hold.

    Attributes:
        source: one of `Source`.
        name: id of the metric; of rows, the activity.
        units: codes of the units.
        start, end: figures and rows that lie within these days.
    """

    source: Source
    name: str
    units: tuple[str, ...]
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Shown:
    """How a line of a sample is shown.

    Attributes:
        label: as people call it.
        subject: what evidence proves.
        address: of its page.
    """

    label: Text
    subject: str
    address: str


@dataclass(frozen=True)
class Population:
    """Items, and how to make them again.

    Attributes:
        basis: what `again` takes.
        items: in any order.
        unit: of the values; empty for texts.
        show: how some of the items are shown, by their reference.
    """

    basis: Mapping[str, Any]
    items: list[Item]
    unit: str
    show: Callable[[Iterable[str]], dict[str, Shown]] = field(compare=False)


def population(wanted: Wanted) -> Population:
    """The population as it is now.

    Raises:
        CrossfootError: it is too large, or its values cannot be added up.
    """
    basis: dict[str, Any] = {
        "source": wanted.source.value,
        "name": wanted.name,
        "units": sorted(wanted.units),
        "start": wanted.start.isoformat(),
        "end": wanted.end.isoformat(),
        "at": timezone.now().isoformat(),
    }
    match wanted.source:
        case Source.ROWS:
            basis["batches"] = _batches(wanted)
        case Source.FILES:
            from crossfoot.records.assurance.file_population import files_now

            basis["files"] = files_now(wanted)
        case _:
            basis["approval"] = Approval.objects.aggregate(last=Max("id"))["last"] or 0
            basis["use"] = Use.objects.aggregate(last=Max("id"))["last"] or 0
    return again(basis)


def again(basis: Mapping[str, Any]) -> Population:
    """The population of a basis, as it was when that was written.

    Raises:
        CrossfootError: a file of the ledger is gone, or the values cannot be added up.
    """
    return _SOURCES[Source(basis["source"])](basis)


def _entries(basis: Mapping[str, Any]) -> Population:
    found = _approvals(basis)
    items = [Item(f"approval:{each.pk}", _code(each), _value(each)) for each in found]
    return Population(basis, items, metric_unit(str(basis["name"])), _show_entries)


def _evidence(basis: Mapping[str, Any]) -> Population:
    """Each use of a document for an approved figure, with the value of the figure."""
    approvals = _approvals(basis)
    cells = {each.cell_id: each for each in approvals}
    entries = {
        f"entry:{pk}": cells[cell]
        for pk, cell, version in _versions(cells)
        if version <= cells[cell].entry.version
    }
    moment = datetime.fromisoformat(basis["at"])
    standing = Use.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=moment),
        pk__lte=basis["use"],
        subject__startswith="entry:",
    )
    items = [
        Item(f"use:{pk}", _code(entries[subject]), _value(entries[subject]))
        for pk, subject in standing.values_list("pk", "subject")
        if subject in entries
    ]
    return Population(basis, items, metric_unit(str(basis["name"])), _show_uses)


def _rows(basis: Mapping[str, Any]) -> Population:
    batches = {each.pk: each for each in Batch.objects.filter(pk__in=basis["batches"])}
    start, end = date.fromisoformat(basis["start"]), date.fromisoformat(basis["end"])
    wanted = Filter(sites=basis["units"], activity=basis["name"])
    read = []
    for number, batch in sorted(batches.items()):
        path = parquet_of(batch)
        if path is None:
            raise CrossfootError(
                problem(
                    Text("the rows of a batch are gone", "该批次的数据行已不存在"), where=str(batch)
                )
            )
        for _, row in rows_of([path], wanted):
            if start <= row.start and row.end <= end:
                read.append((f"row:{number}:{row.row}", row))
    unit = _unit_of([row.unit for _, row in read])
    items = []
    shown = {}
    for reference, row in read:
        value = read_number(row.quantity)
        items.append(Item(reference, row.site, convert(value, row.unit, unit)))
        words = f"{row.site} · {row.activity} · {row.start} – {row.end} · {row.source}"
        shown[reference] = Text(words, words)

    def show(references: Iterable[str]) -> dict[str, Shown]:
        found = {}
        for reference in references:
            _, batch, number = reference.split(":")
            address = f"/ledger/{batch}/rows?after={max(int(number) - 1, 0)}"
            found[reference] = Shown(shown[reference], f"batch:{batch}", address)
        return found

    return Population(basis, items, unit, show)


def _files(basis: Mapping[str, Any]) -> Population:
    from crossfoot.records.assurance.file_population import population_of_files

    return population_of_files(basis)


_SOURCES: dict[Source, Callable[[Mapping[str, Any]], Population]] = {
    Source.ENTRIES: _entries,
    Source.ROWS: _rows,
    Source.EVIDENCE: _evidence,
    Source.FILES: _files,
}


def _approvals(basis: Mapping[str, Any]) -> list[Approval]:
    """The approval of each figure that counted, one cut of each, so that nothing counts twice."""
    found = (
        Approval.objects.filter(
            pk__lte=basis["approval"],
            cell__metric=basis["name"],
            cell__request__unit__code__in=basis["units"],
            cell__start__gte=basis["start"],
            cell__end__lte=basis["end"],
        )
        .select_related("entry", "cell__request__unit")
        .order_by("id")
    )
    last = {each.cell_id: each for each in found}
    cuts: dict[tuple[str, date, date], set[tuple[str, ...]]] = {}
    for each in last.values():
        cuts.setdefault(_place(each.cell), set()).add(_cut(each.cell))
    return [each for each in last.values() if _cut(each.cell) == min(cuts[_place(each.cell)])]


def _place(cell: Cell) -> tuple[str, date, date]:
    return cell.request.unit.code, cell.start, cell.end


def _cut(cell: Cell) -> tuple[str, ...]:
    """By what a figure is broken down; the whole comes first."""
    return tuple(sorted(key for key, _ in cell.breakdown.items()))


def _value(approval: Approval) -> Decimal | None:
    entry = approval.entry
    if entry.kind == Kind.NONE:
        return Decimal(0)
    return entry.value if entry.kind == Kind.VALUE else None


def _code(approval: Approval) -> str:
    return approval.cell.request.unit.code


def _versions(cells: Iterable[int]) -> list[tuple[int, int, int]]:
    from crossfoot.records.collection.models import Entry

    found = Entry.objects.filter(cell_id__in=list(cells))
    return list(found.order_by().values_list("pk", "cell_id", "version"))


def _batches(wanted: Wanted) -> list[int]:
    """Batches that count and have such rows; refused where there are too many."""
    totals = BatchTotal.objects.filter(
        batch__state=State.STANDING.value,
        activity=wanted.name,
        site__in=wanted.units,
        month__gte=wanted.start.replace(day=1),
        month__lte=wanted.end,
    )
    rows = sum(totals.order_by().values_list("rows", flat=True))
    if rows > MOST_ROWS:
        raise CrossfootError(
            problem(
                Text(
                    "the population has {rows} rows, more than {most}",
                    "总体有 {rows} 行，超过 {most} 行",
                ),
                remedy=Text("choose fewer units or a shorter period", "请减少单位或缩短期间"),
                rows=rows,
                most=MOST_ROWS,
            )
        )
    return sorted(set(totals.order_by().values_list("batch_id", flat=True)))


def _unit_of(units: list[str]) -> str:
    """The unit of most rows, to which the others are converted.

    Raises:
        CrossfootError: one of them cannot be.
    """
    if not units:
        return ""
    counted = Counter(units)
    unit = min(counted, key=lambda each: (-counted[each], each))
    strange = sorted(each for each in counted if not same_dimension(each, unit))
    if strange:
        raise CrossfootError(
            problem(
                Text(
                    "rows in {strange} cannot be added to rows in {unit}",
                    "以 {strange} 计量的数据行无法与以 {unit} 计量的相加",
                ),
                remedy=Text("choose units whose rows have one unit", "请选择计量单位一致的单位"),
                strange=", ".join(strange),
                unit=unit,
            )
        )
    return unit


def _show_entries(references: Iterable[str]) -> dict[str, Shown]:
    numbers = [int(each.partition(":")[2]) for each in references]
    found = Approval.objects.filter(pk__in=numbers).select_related("entry", "cell__request__unit")
    names = unit_texts(each.cell.request.unit_id for each in found)
    return {
        f"approval:{each.pk}": Shown(
            _label(each.cell, names), each.entry.reference, f"/cells/{each.cell_id}"
        )
        for each in found
    }


def _show_uses(references: Iterable[str]) -> dict[str, Shown]:
    from crossfoot.records.collection.models import Entry

    numbers = [int(each.partition(":")[2]) for each in references]
    uses = list(Use.objects.filter(pk__in=numbers).select_related("revision__document"))
    entries = {
        each.reference: each
        for each in Entry.objects.filter(
            pk__in=[int(use.subject[6:]) for use in uses]
        ).select_related("cell__request__unit")
    }
    names = unit_texts(each.cell.request.unit_id for each in entries.values())
    found = {}
    for use in uses:
        title = use.revision.document.title
        of = _label(entries[use.subject].cell, names)
        label = Text(f"{title} · {of.en}", f"{title} · {of.zh}")
        address = f"/evidence/{use.revision.document_id}"
        found[f"use:{use.pk}"] = Shown(label, use.subject, address)
    return found


def _label(cell: Cell, names: Mapping[int, Text]) -> Text:
    from crossfoot.records.collection.labels import members

    code = cell.request.unit.code
    unit, title = names.get(cell.request.unit_id, Text(code, code)), metric_title(cell.metric)
    parts = {
        "en": (unit.en, title.en, members(cell.breakdown, "en"), cell.period.label("en")),
        "zh": (unit.zh, title.zh, members(cell.breakdown, "zh"), cell.period.label("zh")),
    }
    said = {key: " · ".join(part for part in each if part) for key, each in parts.items()}
    return Text(said["en"], said["zh"])
