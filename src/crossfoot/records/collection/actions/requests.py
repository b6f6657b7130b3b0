"""What actions on requests share: finding them, and refusing what is not there."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.collection.models import Campaign, Cell, Request
from crossfoot.records.messages import language, problem


def campaign_of(id_: int) -> Campaign:
    """The campaign with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = Campaign.objects.filter(pk=id_).first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such campaign", "没有该填报任务")))
    return found


def open_campaign_of(id_: int) -> Campaign:
    """The campaign with this id, while it is not closed.

    Raises:
        CrossfootError: there is none, or it is closed.
    """
    found = campaign_of(id_)
    check_not_closed([found])
    return found


def check_not_closed(campaigns: Iterable[Campaign]) -> None:
    """Nothing of a closed campaign changes.

    Raises:
        CrossfootError: one of them is closed.
    """
    closed = next((each for each in campaigns if each.is_closed), None)
    if closed is not None:
        raise CrossfootError(
            problem(
                Text("the campaign “{name}” is closed", "填报任务“{name}”已关闭"),
                remedy=Text(
                    "whoever runs campaigns can open it again, with a reason",
                    "管理填报任务的人员可说明原因后重新开放",
                ),
                name=closed.title[language()],
            )
        )


def requests_of(ids: Iterable[int]) -> list[Request]:
    """The requests with these ids, in order, to be changed: held until the transaction ends.

    Raises:
        CrossfootError: one of them is not there, none was named, or its campaign is closed.
    """
    wanted = set(ids)
    found = list(
        Request.objects.select_for_update(of=("self",))
        .select_related("unit", "campaign", "owner", "reviewer", "approver")
        .filter(pk__in=wanted)
    )
    if not wanted or len(found) != len(wanted):
        raise CrossfootError(
            problem(
                Text("there is no such request", "没有该填报单"),
                remedy=Text("choose at least one", "请至少选择一项"),
            )
        )
    check_not_closed({request.campaign_id: request.campaign for request in found}.values())
    return found


def request_of(id_: int) -> Request:
    """The request with this id; raises as `requests_of` does."""
    return requests_of([id_])[0]


def recount(requests: Iterable[Request]) -> None:
    """Count anew what is asked for and what is answered."""
    from django.db.models import Count, Q

    from crossfoot.records.collection.models import Kind

    requests = list(requests)
    answered = Q(current__isnull=False) & ~Q(current__kind=Kind.EMPTY)
    counted = {
        row["request"]: row
        for row in Cell.objects.filter(request__in=requests, outside=False)
        .order_by()
        .values("request")
        .annotate(asked=Count("id"), answered=Count("id", filter=answered))
    }
    for request in requests:
        row = counted.get(request.pk, {"asked": 0, "answered": 0})
        request.asked, request.answered = row["asked"], row["answered"]
    Request.objects.bulk_update(requests, ["asked", "answered"], batch_size=500)
