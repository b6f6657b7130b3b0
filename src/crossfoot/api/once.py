"""Once: a request that comes again with its key is answered as before, and does nothing twice.

A program that got no answer cannot know whether its request arrived. It sends `Idempotency-Key`
with each request that changes something, and the same key when it asks again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from crossfoot.api.bearer import asker
from crossfoot.api.problems import answer
from crossfoot.errors import Problem
from crossfoot.languages import Text
from crossfoot.records.accounts.models import Answered, Token
from crossfoot.records.messages import language, problem

HEADER = "Idempotency-Key"

#: how long an answer is kept
KEPT = timedelta(days=1)

_LONGEST = 200
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_OTHER = Text("this key came with another request before", "此幂等键曾用于另一个不同的请求")


Get = Callable[[HttpRequest], HttpResponse]


def once(get_response: Get) -> Get:
    """Middleware that answers a repeated request from what was kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.headers.get(HEADER, "")
        person = asker(request) if key and request.path.startswith("/api/") else None
        if person is None or request.method not in _CHANGING:
            return get_response(request)
        if len(key) > _LONGEST:
            return answer(400, [_too_long()])
        return _answered(request, person.token, key, get_response)

    return middleware


def _answered(
    request: HttpRequest,
    token: Token,
    key: str,
    get_response: Get,
) -> HttpResponse:
    """The kept answer, or a new one that is kept in the same transaction as what it did."""
    digest = _digest(request)
    with transaction.atomic():
        before = _kept(token, key)
        if before is None:
            try:
                with transaction.atomic():
                    kept = Answered.objects.create(
                        token=token, key=key, digest=digest, status=0, at=timezone.now()
                    )
            except IntegrityError:  # the same request is being answered elsewhere, just now
                before = _kept(token, key)
        if before is not None:
            return _again(before, digest)
        response = get_response(request)
        if response.status_code >= 400:
            transaction.set_rollback(True)  # nothing was done, so the key is free again
            return response
        kept.status, kept.body = response.status_code, response.content.decode()
        kept.save(update_fields=["status", "body"])
        Answered.objects.filter(token=token, at__lt=timezone.now() - KEPT).delete()
    return response


def _kept(token: Token, key: str) -> Answered | None:
    return Answered.objects.filter(token=token, key=key).first()


def _again(before: Answered, digest: str) -> HttpResponse:
    if before.digest != digest:
        return answer(422, [Problem(_OTHER[language()], where=HEADER)])
    response = HttpResponse(
        before.body, status=before.status, content_type="application/json; charset=utf-8"
    )
    response.headers["Idempotent-Replay"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    """What makes a request the same: method, address, content; of files their hashes."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        for name, files in request.FILES.lists():
            sent += [(name, _hash(file)) for file in files]
        found.update(repr(sorted(sent)).encode())
    else:
        found.update(request.body)
    return found.hexdigest()


def _hash(file: Any) -> str:
    """What was counted when the file arrived."""
    received = getattr(file, "received", None)
    return received.sha256 if received else str(file.size)


def _too_long() -> Problem:
    return problem(
        Text("the key is longer than {longest} characters", "幂等键超过 {longest} 个字符"),
        where=HEADER,
        longest=_LONGEST,
    )
