"""Views that were saved: one's own, and those that others share."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.register.actions.save_view import DropView, SaveView
from crossfoot.records.register.models import SavedView
from crossfoot.web.listing import whole_number
from crossfoot.web.views.registers.seen import Seen, seen

#: words of an address that are no part of a view
_PASSING = frozenset({"page", "saved"})


def views_of(shown: Seen) -> list[dict[str, Any]]:
    """The views of a register that a person has or is shown."""
    user = shown.person.user
    found = SavedView.objects.filter(Q(owner=user) | Q(shared=True), register=shown.definition.id)
    address = reverse("register", args=[shown.definition.id])
    return [
        {
            "id": each.pk,
            "name": each.name,
            "address": f"{address}?{each.filter}",
            "own": each.owner_id == user.pk,
            "shared": each.shared,
        }
        for each in found
    ]


@require_POST
def views(request: HttpRequest, register: str) -> HttpResponse:
    """Keep what the list was asked, or forget a view."""
    from crossfoot.web.views.registers.lists import draw

    shown, post = seen(request, register), request.POST
    query = QueryDict(post.get("query", ""), mutable=True)
    for name in _PASSING:
        query.pop(name, None)
    try:
        if "forget" in post:
            DropView(whole_number(post["forget"]) or 0).do(shown.person)
        else:
            SaveView(
                register,
                post.get("name", ""),
                query.urlencode(),
                tuple(query.getlist("column")),
                query.get("order", ""),
                "shared" in post,
            ).do(shown.person)
    except NotAllowedError:
        raise
    except CrossfootError as error:
        return draw(request, shown, error)
    return HttpResponseRedirect(f"{reverse('register', args=[register])}?{query.urlencode()}")
