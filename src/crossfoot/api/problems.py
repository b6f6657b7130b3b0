"""What went wrong, as programs read it (RFC 9457, application/problem+json)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.collection.changes import ConflictError
from crossfoot.records.messages import language
from crossfoot.records.register.queries import UnknownEntryError
from crossfoot.records.register.writing import StaleEntryError

MEDIA = "application/problem+json"

#: titles by status
TITLES: dict[int, Text] = {
    400: Text("The request cannot be used", "请求无法处理"),
    401: Text("The token is missing, or serves no more", "缺少令牌或令牌已失效"),
    403: Text("You may not do this", "无权执行此操作"),
    404: Text("There is no such thing", "对象不存在"),
    409: Text("Somebody else was quicker", "他人已先行修改"),
    412: Text(
        "Somebody else was quicker than what If-Match names", "If-Match 所指版本已被他人修改"
    ),
    422: Text("The request does not have the form that is described", "请求格式与说明不符"),
    500: Text("Something went wrong on our side; nothing was changed", "系统出错，未作任何更改"),
}


class MissingError(Exception):
    """There is no such thing, or the person may not know of it."""


def answer(status: int, problems: Iterable[Problem] = (), **more: Any) -> HttpResponse:
    """An answer that says what is wrong, where, why and what to do."""
    document = {
        "type": "about:blank",
        "title": TITLES[status][language()],
        "status": status,
        "problems": [
            {"what": each.what, "where": each.where, "why": each.why, "remedy": each.remedy}
            for each in problems
        ],
        **more,
    }
    text = json.dumps(document, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA)


def of_error(request: HttpRequest, error: CrossfootError) -> HttpResponse:
    """The answer to what an action refused."""
    if isinstance(error, NotAllowedError):
        return answer(403, error.problems)
    if isinstance(error, ConflictError):
        conflicts = [
            {
                "cell": each.change.cell,
                "version": each.current.version,
                "value": each.current.number or each.current.text,
                "kind": each.current.kind,
                "by": each.who,
            }
            for each in error.conflicts
        ]
        return answer(409, error.problems, conflicts=conflicts)
    if isinstance(error, UnknownEntryError):
        return answer(404, error.problems)
    if isinstance(error, StaleEntryError):
        return answer(412 if "If-Match" in request.headers else 409, error.problems)
    return answer(400, error.problems)
