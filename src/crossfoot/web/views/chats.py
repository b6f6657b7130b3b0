"""The chats of teams that are told."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.actions import Action
from crossfoot.records.messages import language
from crossfoot.records.notices.actions.add_chat import AddChat
from crossfoot.records.notices.actions.remove_chat import RemoveChat
from crossfoot.records.notices.actions.try_chat import TryChat
from crossfoot.records.notices.channels import FORMATS
from crossfoot.records.notices.models import Chat, Delivery
from crossfoot.web.forms import attempt


@require_http_methods(["GET", "POST"])
def chats(request: HttpRequest) -> HttpResponse:
    """Those there are, with their last message, and one more."""
    if request.method == "GET":
        return _page(request)
    given = request.POST
    reads: Language = "zh" if given.get("language") == "zh" else "en"
    action = AddChat(
        given.get("name", ""),
        given.get("format", ""),
        given.get("address", ""),
        given.get("secret", ""),
        reads,
    )
    return _done(request, action)


@require_POST
def try_out(request: HttpRequest, chat: int) -> HttpResponse:
    """A trial message."""
    return _done(request, TryChat(chat))


@require_POST
def remove(request: HttpRequest, chat: int) -> HttpResponse:
    """Tell it no more."""
    return _done(request, RemoveChat(chat))


def _done(request: HttpRequest, action: Action[Any]) -> HttpResponse:
    error = attempt(request, action)
    return _page(request, error) if error else HttpResponseRedirect(f"{reverse('chats')}?saved=1")


def _page(request: HttpRequest, error: CrossfootError | None = None) -> HttpResponse:
    said = language()
    latest = Prefetch("delivery_set", Delivery.objects.order_by("-id")[:1], to_attr="latest")
    rows = [
        {
            "chat": chat,
            "format": FORMATS[chat.format][0][said],
            "last": chat.latest[0] if chat.latest else None,
        }
        for chat in Chat.objects.prefetch_related(latest)
    ]
    shown = {
        "rows": rows,
        "formats": [(name, words[said]) for name, (words, _) in FORMATS.items()],
        "given": {key: request.POST.get(key, "") for key in ("name", "format", "language")},
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "notices/chats.html", shown, status=400 if error else 200)
