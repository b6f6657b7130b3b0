"""Tokens of a person's programs, and the description of the API as a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.api.service import api
from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.actions.end_token import EndToken
from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.accounts.models import Token
from crossfoot.records.messages import language
from crossfoot.records.roles import DUTY_NAMES, Duty
from crossfoot.web.requests import person_of

_EXAMPLE = 'curl -H "Authorization: Bearer $TOKEN" {server}api/v1/me'


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The person's own; a new one is shown once."""
    if request.method == "GET":
        return _page(request)
    duties = frozenset(Duty(each) for each in request.POST.getlist("duty") if each in set(Duty))
    days = request.POST.get("days", "")
    action = MakeToken(request.POST.get("name", ""), duties, int(days) if days.isdecimal() else 0)
    try:
        made = action.do(person_of(request))
    except CrossfootError as error:
        return _page(request, error)
    return _page(request, made=made.text)


@require_POST
def end(request: HttpRequest, token: int) -> HttpResponse:
    """It serves no more."""
    try:
        EndToken(token).do(person_of(request))
    except CrossfootError as error:
        return _page(request, error)
    return HttpResponseRedirect(f"{reverse('tokens')}?saved=1")


@require_GET
def description(request: HttpRequest) -> HttpResponse:
    """What the API can do, read from its own description."""
    schema = api.get_openapi_schema()
    shown = {
        "info": schema["info"],
        "groups": list(_groups(schema)),
        "example": _EXAMPLE.format(server=request.build_absolute_uri("/")),
    }
    return render(request, "programs/docs.html", shown)


def _page(
    request: HttpRequest, error: CrossfootError | None = None, made: str = ""
) -> HttpResponse:
    person, said, now = person_of(request), language(), timezone.now()
    rows = [
        {
            "token": token,
            "duties": [DUTY_NAMES[Duty(duty)][said] for duty in token.duties],
            "serves": token.ended_at is None and token.expires_at > now,
        }
        for token in Token.objects.filter(user=person.user)
    ]
    shown = {
        "rows": rows,
        "duties": [
            (duty.value, DUTY_NAMES[duty][said]) for duty in Duty if person.may_somewhere(duty)
        ],
        "name": "" if made else request.POST.get("name", ""),
        "made": made,
        "problems": error.problems if error else (),
        "saved": error is None and not made and "saved" in request.GET,
    }
    return render(request, "programs/tokens.html", shown, status=400 if error else 200)


def _groups(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Endpoints under the part of the application that they belong to."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            line = {
                "method": method.upper(),
                "address": address,
                "summary": operation.get("summary", ""),
                "description": operation.get("description", ""),
                "scope": ", ".join(
                    scope for each in operation["security"] for scope in each["Bearer"]
                ),
                "parameters": operation.get("parameters", []),
                "body": _example(schema, operation.get("requestBody", {}).get("content", {})),
                "answers": [
                    {"status": status, "content": _example(schema, answer.get("content", {}))}
                    for status, answer in operation.get("responses", {}).items()
                    if status != "4XX"  # the same everywhere
                ],
            }
            groups.setdefault(operation.get("tags", [""])[0], []).append(line)
    return ({"name": name, "lines": lines} for name, lines in groups.items())


def _example(schema: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """The shape of a body: each field with its type, as JSON."""
    for media in content.values():
        return json.dumps(_shape(schema, media.get("schema", {})), ensure_ascii=False, indent=2)
    return ""


def _shape(schema: Mapping[str, Any], part: Mapping[str, Any], depth: int = 0) -> Any:
    if "$ref" in part:
        named = schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]]
        return _shape(schema, named, depth)
    if depth > 6:
        return "…"
    if "properties" in part:
        return {name: _shape(schema, each, depth + 1) for name, each in part["properties"].items()}
    if part.get("type") == "array":
        return [_shape(schema, part.get("items", {}), depth + 1)]
    if "enum" in part:
        return " | ".join(str(each) for each in part["enum"])
    if choices := part.get("anyOf") or part.get("allOf"):
        shapes = [_shape(schema, each, depth + 1) for each in choices]
        first = [shape for shape in shapes if not isinstance(shape, str)]
        return first[0] if first else " | ".join(str(shape) for shape in shapes)
    kind = str(part.get("format") or part.get("type") or "any")
    return f"{kind}" if "additionalProperties" not in part else {"…": kind}
