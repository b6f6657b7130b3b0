"""Evidence that is dropped on a cell: kept, and attached to what stands in the cell."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.changes import Change
from crossfoot.records.collection.models import Cell, Request
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.queries import same_content
from crossfoot.records.evidence.receiving import Received
from crossfoot.records.messages import problem
from crossfoot.web.requests import person_of
from crossfoot.web.uploads import sent_file
from crossfoot.web.views.grid import answer_of, may_enter, readable
from crossfoot.web.views.grid_saving import Outcome


@require_POST
def attach(request: HttpRequest, request_id: int, cell_id: int) -> HttpResponse:
    """Keep a file and attach it; the answer says what stands in the cell now."""
    found = readable(request, request_id)
    person = person_of(request)
    cell = Cell.objects.select_related("current").filter(request=found, pk=cell_id, outside=False)
    if not cell.exists():
        raise Http404
    try:
        if not may_enter(person, found):
            return _refused(_closed(), 403)
        file = sent_file(request)
        with transaction.atomic():
            _keep(file, found, cell.get(), person)
    except NotAllowedError as error:
        return _refused(error, 403)
    except CrossfootError as error:
        return _refused(error, 400)
    return JsonResponse(answer_of(found, {cell_id}, Outcome(written={cell_id})))


def _keep(file: Received, found: Request, cell: Cell, person: Person) -> None:
    """A cell without an entry gets an empty one, as evidence belongs to a version."""
    entry = cell.current
    if entry is None:
        (cell,) = SetCells(found.pk, (Change(cell.pk, 0),)).do(person)
        entry = cell.current
    assert entry is not None  # noqa: S101  # it was just written
    document = same_content(file.sha256, [found.unit.code], person)
    if document is None:
        document = AddEvidence(file, found.unit.code).do(person)
    else:
        file.drop()
    Attach(entry.reference, document.pk).do(person)


def _closed() -> CrossfootError:
    return CrossfootError(
        problem(
            Text("evidence cannot be added here now", "目前不能在此添加证明材料"),
            why=Text(
                "the request was handed in, or you do not enter figures of this unit",
                "填报单已提交，或您不负责填报该单位的数据",
            ),
            remedy=Text("ask for its return", "请申请退回"),
        )
    )


def _refused(error: CrossfootError, status: int) -> JsonResponse:
    said = [{"what": p.what, "why": p.why, "remedy": p.remedy} for p in error.problems]
    return JsonResponse({"problems": said}, status=status)
