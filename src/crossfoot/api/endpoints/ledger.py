"""The activity ledger: files of rows, from their arrival to their reversal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from crossfoot.api.bearer import ENTER, READ, person_of
from crossfoot.api.description import FILE
from crossfoot.api.endpoints.jobs import JobOf
from crossfoot.api.endpoints.ledger_forms import (
    BatchOf,
    Columns,
    FoundOf,
    HeadOf,
    NewBatch,
    RememberedOf,
    RowOf,
    TotalOf,
    Why,
    WordOf,
)
from crossfoot.api.files import received
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.api.units import units_of
from crossfoot.errors import CrossfootError
from crossfoot.records.ledger import queries
from crossfoot.records.ledger.actions.ask import AskForImport
from crossfoot.records.ledger.actions.check import CheckBatch
from crossfoot.records.ledger.actions.drop import DropBatch
from crossfoot.records.ledger.actions.receive import ReceiveBatch
from crossfoot.records.ledger.actions.reverse import ReverseBatch
from crossfoot.records.ledger.heads import look
from crossfoot.records.ledger.models import Batch, ColumnMapping, State
from crossfoot.records.ledger.staging import file_of
from crossfoot.records.ledger.values import values_of
from crossfoot.tables.ledger_rows import Filter, page
from crossfoot.workspaces.stored import evidence_path

router = Router()

_ONE = "/ledger/batches/{int:batch}"


@router.get("/ledger/batches", response=Page[BatchOf], summary="Batches", auth=READ)
def batches(
    request: HttpRequest, which: Which, state: State | None = None, text: str = ""
) -> Page[BatchOf]:
    """Those that the person sent, or that have rows of sites that the person may read."""
    found = queries.batches(person_of(request), units_of(person_of(request)), state or "", text)
    rows, more = piece_of(found, which)
    return Page[BatchOf](items=[BatchOf.of(row) for row in rows], next=more)


@router.post("/ledger/batches", response={201: BatchOf}, summary="Send a file", auth=ENTER)
def receive(
    request: HttpRequest, about: Form[NewBatch], file: File[UploadedFile]
) -> Status[BatchOf]:
    """As a form with parts. It waits until its columns are chosen; nothing counts yet."""
    with received(request, file) as taken:
        made = ReceiveBatch(taken, about.unit, about.estimated).do(person_of(request))
    return Status(201, BatchOf.of(made))


@router.get(_ONE, response=BatchOf, summary="A batch", auth=READ)
def batch(request: HttpRequest, batch: int) -> BatchOf:
    """One of them."""
    return BatchOf.of(_seen(request, batch))


@router.get(f"{_ONE}/head", response=HeadOf, summary="The first look at a file", auth=ENTER)
def head(request: HttpRequest, batch: int, sheet: str = "") -> HeadOf:
    """Before its columns are chosen."""
    return HeadOf.of(look(_seen(request, batch), person_of(request), sheet))


@router.post(f"{_ONE}/check", response={202: JobOf}, summary="Check the rows", auth=ENTER)
def check(request: HttpRequest, batch: int, columns: Columns) -> Status[JobOf]:
    """A job checks all rows; the mapping is remembered for files with the same headings."""
    _seen(request, batch)
    job = CheckBatch(batch, columns.mapping, columns.sheet).do(person_of(request))
    return Status(202, JobOf.of(job))


@router.post(f"{_ONE}/import", response={202: JobOf}, summary="Import the rows", auth=ENTER)
def take(request: HttpRequest, batch: int, why: Why) -> Status[JobOf]:
    """A job imports a checked batch; its rows count when the job is done."""
    _seen(request, batch)
    return Status(202, JobOf.of(AskForImport(batch, why.reason).do(person_of(request))))


@router.post(f"{_ONE}/reverse", response=BatchOf, summary="Reverse a batch", auth=ENTER)
def reverse(request: HttpRequest, batch: int, why: Why) -> BatchOf:
    """Its rows count no more; they stay to be seen."""
    _seen(request, batch)
    return BatchOf.of(ReverseBatch(batch, why.reason).do(person_of(request)))


@router.delete(_ONE, response={204: None}, summary="Drop a file", auth=ENTER)
def drop(request: HttpRequest, batch: int) -> Status[None]:
    """A file that does not count yet is removed."""
    _seen(request, batch)
    DropBatch(batch).do(person_of(request))
    return Status(204, None)


@router.get(f"{_ONE}/found", response=FoundOf, summary="Problems and warnings", auth=READ)
def found(request: HttpRequest, batch: int) -> FoundOf:
    """What the check has found, by row and column."""
    return FoundOf.of(_seen(request, batch))


@router.get(f"{_ONE}/words", response=list[WordOf], summary="Words of a file", auth=ENTER)
def words(request: HttpRequest, batch: int) -> list[WordOf]:
    """As the last check has found them; those that are not known come first."""
    return [WordOf.of(each) for each in values_of(_seen(request, batch), person_of(request))]


@router.get(f"{_ONE}/totals", response=Page[TotalOf], summary="Totals of a batch", auth=READ)
def totals(request: HttpRequest, batch: int, which: Which) -> Page[TotalOf]:
    """By site, activity, unit and month, of the sites that the person may read."""
    rows, more = piece_of(
        queries.totals_of(_seen(request, batch), units_of(person_of(request))), which
    )
    return Page[TotalOf](items=[TotalOf.of(row) for row in rows], next=more)


@router.get(f"{_ONE}/rows", response=Page[RowOf], summary="Rows of a batch", auth=READ)
def rows(
    request: HttpRequest,
    batch: int,
    which: Which,
    site: str = "",
    activity: str = "",
    month: date | None = None,
    text: str = "",
) -> Page[RowOf]:
    """In the order of the file, of the sites that the person may read.

    `month` is any day of the month in which rows start; `text` is part of the source or the note.
    """
    seen = _seen(request, batch)
    sites = units_of(person_of(request))
    parquet = queries.parquet_of(seen)
    if parquet is None:
        raise MissingError
    wanted = Filter(
        sites=[each for each in sites if site in ("", each)],
        activity=activity,
        month=month,
        text=text.replace("\0", ""),
    )
    shown = page(parquet, wanted, min(which.after or 0, _LAST), which.limit + 1)
    more = shown[which.limit - 1].row if len(shown) > which.limit else None
    return Page[RowOf](items=[RowOf.of(row) for row in shown[: which.limit]], next=more)


@router.get(f"{_ONE}/file", summary="The file of a batch", auth=READ, openapi_extra=FILE)
def original(request: HttpRequest, batch: int) -> HttpResponse:
    """As it was sent, for those who may read all its rows."""
    seen = _seen(request, batch)
    own = set(seen.totals.order_by().values_list("site", flat=True))
    if own - units_of(person_of(request)):
        raise MissingError
    kept = evidence_path(Path(settings.WORKSPACE), seen.sha256, Path(seen.name).suffix)
    if not kept.is_file():
        try:
            kept = file_of(seen)
        except CrossfootError as error:
            raise MissingError from error
    response = FileResponse(kept.open("rb"), as_attachment=True, filename=seen.name)
    response.headers["Content-Type"] = "application/octet-stream"
    return response  # type: ignore[return-value]


@router.get(
    "/ledger/mappings", response=Page[RememberedOf], summary="Remembered mappings", auth=ENTER
)
def mappings(request: HttpRequest, which: Which) -> Page[RememberedOf]:
    """Those that the person used last, one for each set of headings."""
    mine = ColumnMapping.objects.filter(by=person_of(request).reference)
    found, more = piece_of(mine, which)
    return Page[RememberedOf](items=[RememberedOf.of(row) for row in found], next=more)


#: the largest number of a row that can be asked for
_LAST = 1 << 62


def _seen(request: HttpRequest, number: int) -> Batch:
    """The batch; one of which nothing may be read is not there."""
    person = person_of(request)
    found = queries.batches(person, units_of(person)).filter(pk=number).first()
    if found is None:
        raise MissingError
    return found
