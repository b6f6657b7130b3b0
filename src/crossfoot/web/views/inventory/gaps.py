"""What is unresolved in an inventory, each line with the next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from crossfoot.factors.activities import parse_activity
from crossfoot.records.accounts.models import User
from crossfoot.records.ledger.models import Batch, State
from crossfoot.records.overview.inventory.gaps import (
    LeftOut,
    carried,
    instruments,
    left_out,
    missing_months,
)
from crossfoot.records.overview.inventory.left_out import Reason
from crossfoot.records.overview.inventory.lines import document_of
from crossfoot.records.roles import Duty
from crossfoot.web.views.inventory.inquiry import Inquiry, inquiring
from crossfoot.web.views.inventory.reasons import reason_words
from crossfoot.web.views.inventory.tables import Cell, Column, Table, answer, mass

_KINDS = {
    Reason.FACTOR: "inv_why_factor",
    Reason.UNIT: "inv_why_unit",
    Reason.SITE: "inv_why_site",
    Reason.INSTRUMENT: "inv_why_instrument",
}


@require_GET
def unresolved(request: HttpRequest) -> HttpResponse:
    """Rows in no total, missing months, instruments that do not count, factors carried forward."""
    with inquiring(request, "inventory_unresolved") as asked:
        tables = [] if asked.kept is None else _tables(asked)
        name = f"unresolved-{asked.base.unit}-{asked.part.year}"
        return answer(request, "inventory/tables.html", asked.shown(), tables, name)


def _tables(asked: Inquiry) -> list[Table]:
    made = [_left_out(asked)]
    if asked.tables is not None:
        made += [_months(asked), _carried(asked)]
    if asked.is_whole:
        made.append(_instruments(asked))
    return made


def _left_out(asked: Inquiry) -> Table:
    assert asked.kept is not None  # noqa: S101  the caller has seen to it
    words = asked.words
    found = left_out(asked.kept, asked.part.sites, asked.part.year, unknown=asked.is_whole)
    batches = _batches(asked, found)
    people = _people(batches.values())
    rows = []
    for each in found:
        file = document_of(asked.kept.said["files"], each.document)
        batch = batches.get(each.document)
        title = parse_activity(each.activity).title[asked.said] if each.activity else ""
        kind = words[_KINDS[Reason(each.kind)]]
        step, ask = _next(asked, each, batch), _owner(asked, each, file["name"], batch, people)
        rows.append(
            [
                Cell(asked.names.get(each.site, each.site)),
                Cell(title or each.activity, note=each.activity if title else ""),
                Cell(each.unit),
                Cell(kind, note=reason_words(each.reason, asked.said)),
                Cell(f"{each.count:,}", each.count),
                _row(each, file["name"], batch),
                step,
                ask,
            ]
        )
    columns = [
        Column(words["inv_site"]),
        Column(words["inv_activity"]),
        Column(words["inv_unit"]),
        Column(words["inv_reason"]),
        Column(words["inv_rows"], number=True),
        Column(words["inv_first_row"]),
        Column(words["inv_next"]),
        Column(words["inv_owner"]),
    ]
    return Table("rows", words["inv_rows_left_out"], columns, rows)


def _row(each: LeftOut, name: str, batch: Batch | None) -> Cell:
    text = f"{name} · {each.row}"
    if batch is None:
        return Cell(text)
    where = reverse("ledger_rows", args=[batch.pk])
    return Cell(text, address=f"{where}?{urlencode({'after': each.row - 1})}")


def _next(asked: Inquiry, each: LeftOut, batch: Batch | None) -> Cell:
    """What to do: for a factor upload one, for a row mend it, for a site add it."""
    words = asked.words
    if each.kind == Reason.FACTOR:
        where = reverse("inventory_factors")
        query = urlencode({**asked.query, "activity": each.activity, "of": each.unit})
        return Cell(words["inv_upload_factor"], address=f"{where}?{query}#upload")
    if each.kind == Reason.SITE:
        return Cell(words["inv_add_site"], address=reverse("organisation"))
    if each.kind == Reason.INSTRUMENT:
        return Cell(words["inv_see_instruments"], address="#instruments")
    where = reverse("ledger_batch", args=[batch.pk]) if batch else reverse("ledger")
    return Cell(words["inv_correct_row"], address=where)


def _owner(
    asked: Inquiry, each: LeftOut, name: str, batch: Batch | None, people: Mapping[str, User]
) -> Cell:
    """Who sent the file, to be asked by mail; addresses are for those who run campaigns."""
    user = people.get(batch.by) if batch else None
    if user is None:
        return Cell("")
    if not asked.person.may(Duty.RUN_CAMPAIGNS, asked.base.unit):
        return Cell(user.name)
    subject = f"{name} · {each.row}: {each.activity}"
    return Cell(
        f"{asked.words['inv_ask']} {user.name}",
        address=f"mailto:{quote(user.email)}?subject={quote(subject)}",
    )


def _batches(asked: Inquiry, found: Iterable[LeftOut]) -> dict[str, Batch]:
    """The standing batch that each activity file came with; one query."""
    assert asked.kept is not None  # noqa: S101  the caller has seen to it
    files = asked.kept.said["files"]
    wanted = {each.document: document_of(files, each.document) for each in found}
    if not wanted:
        return {}
    hashes = [file["sha256"] for file in wanted.values()]
    batches = {
        (each.sha256, each.sheet): each
        for each in Batch.objects.filter(sha256__in=hashes, state=State.STANDING)
    }
    return {
        document: batches[file["sha256"], file["sheet"]]
        for document, file in wanted.items()
        if (file["sha256"], file["sheet"]) in batches
    }


def _people(batches: Iterable[Batch]) -> dict[str, User]:
    ids = [int(each.by[5:]) for each in batches if each.by.startswith("user:")]
    return {user.reference: user for user in User.objects.filter(pk__in=ids)} if ids else {}


def _months(asked: Inquiry) -> Table:
    assert asked.tables is not None  # noqa: S101  the caller has seen to it
    words = asked.words
    rows = []
    for each in missing_months(asked.tables, asked.part):
        title = parse_activity(each.activity).title[asked.said] or each.activity
        whole = len(each.months) == 12
        months = (
            words["inv_no_month"]
            if whole
            else ", ".join(f"{asked.part.year}-{m:02d}" for m in each.months)
        )
        may_send = asked.person.may(Duty.ENTER, each.site)
        rows.append(
            [
                Cell(asked.names.get(each.site, each.site)),
                Cell(title, note=each.activity),
                Cell(months, note=words["inv_was_before"] if whole else ""),
                Cell(words["inv_send_rows"], address=reverse("ledger_send"))
                if may_send
                else Cell(words["meters"], address=reverse("meters")),
            ]
        )
    columns = [
        Column(words["inv_site"]),
        Column(words["inv_activity"]),
        Column(words["inv_missing"]),
        Column(words["inv_next"]),
    ]
    return Table(
        "months", words["inv_missing_months"], columns, rows, hint=words["inv_months_hint"]
    )


def _carried(asked: Inquiry) -> Table:
    assert asked.tables is not None  # noqa: S101  the caller has seen to it
    words = asked.words
    rows = []
    for number, activity, sum_ in carried(asked.tables, asked.part):
        factor = asked.tables.factors[number]
        where = f"{reverse('inventory_factors')}?{urlencode(asked.query)}#upload"
        valid = " – ".join(str(factor[name] or "…") for name in ("valid_from", "valid_to"))
        rows.append(
            [
                Cell(factor["id"], address=asked.link("inventory_factor", factor=factor["id"])),
                Cell(parse_activity(activity).title[asked.said] or activity),
                Cell(valid),
                mass(sum_, asked.said),
                Cell(words["inv_upload_factor"], address=where),
            ]
        )
    columns = [
        Column(words["inv_factor"]),
        Column(words["inv_activity"]),
        Column(words["inv_valid"]),
        Column("tCO₂e", number=True),
        Column(words["inv_next"]),
    ]
    return Table("carried", words["inv_carried_title"], columns, rows)


def _instruments(asked: Inquiry) -> Table:
    assert asked.kept is not None  # noqa: S101  the caller has seen to it
    words = asked.words
    rows = []
    for each in instruments(asked.kept, timezone.now().date()):
        said = "; ".join(
            f"{one['criterion']}: {reason_words(one['reason'], asked.said)}"
            for one in each["unmet"]
        )
        rows.append(
            [
                Cell(str(each["name"]), note=str(each["kind"])),
                Cell(
                    f"{each['start']} – {each['end']}",
                    badge="badge late" if each["expired"] else "",
                ),
                Cell(f"{each['volume']} {each['unit']}"),
                Cell(f"{each['claimed']} {each['unit']}"),
                Cell(f"{each['not_covered']} {each['unit']}"),
                Cell(said),
                Cell(words["evidence"], address=reverse("evidence")),
            ]
        )
    columns = [
        Column(words["inv_instrument"]),
        Column(words["inv_days"]),
        Column(words["inv_volume"], number=True),
        Column(words["inv_claimed"], number=True),
        Column(words["inv_not_covered"], number=True),
        Column(words["inv_unmet"]),
        Column(words["inv_next"]),
    ]
    return Table("instruments", words["inv_instruments"], columns, rows)
