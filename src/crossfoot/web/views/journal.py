"""Who did what, latest first: looked through, proved, taken out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.accounts.models import User
from crossfoot.records.counting import filled
from crossfoot.records.journal.hashes import canonical
from crossfoot.records.journal.models import Entry, Head, Tip
from crossfoot.records.journal.verify import Verification, verify
from crossfoot.records.journal_search import Reader, Sought, entries, in_pieces, is_sound, verbs
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.records.verbs import VERBS
from crossfoot.web.exports import csv_answer, excel_answer, json_lines_answer
from crossfoot.web.forms import day_of
from crossfoot.web.listing import units_of
from crossfoot.web.requests import person_of
from crossfoot.web.views.journal_subjects import subjects_of
from crossfoot.web.words import Words

PAGE = 50

#: entries that a page verifies while somebody waits; more are for the command line
MOST = 200_000

#: rows that an Excel sheet holds, its headings included
_SHEET = 1_048_576

#: fields of the form
ASKED = ("who", "verb", "subject", "unit", "first", "last", "request", "text")

#: actors and subjects without a name of their own, and their words
_NOBODY = {
    "visitor": "visitor",
    "command line": "command_line",
    "organisation": "organisation",
}

_COLUMNS = (
    "journal_id",
    "place",
    "when",
    "journal_reference",
    "who",
    "journal_action",
    "what",
    "subject",
    "why",
    "where",
    "journal_request",
    "values",
    "journal_previous",
    "journal_hash",
)


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """A page of entries before `?before=` that match, each with its values where one may know."""
    person, said = person_of(request), language()
    asked = _asked(request)
    try:
        found = entries(_sought(asked)).order_by("-id")
        problems: tuple[Any, ...] = ()
    except CrossfootError as error:
        found, problems = Entry.objects.none(), error.problems
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(id__lt=int(before))
    shown = list(found[: PAGE + 1])
    names = _names(shown, said)
    reader = Reader(person, shown[:PAGE])
    units = units_of(person, Duty.READ_JOURNAL)
    called = {each.code: each.name for each in units}
    subjects = subjects_of((each.subject for each in shown[:PAGE]), person, called)
    rows = [
        {
            "entry": entry,
            "verb": VERBS[entry.action][said] if entry.action in VERBS else entry.action,
            "who": names.get(entry.actor, entry.actor),
            "subject": names.get(entry.subject, entry.subject),
            "about": subjects.get(entry.subject),
            "values": _words(reader.values(entry)),
            "sound": is_sound(entry),
        }
        for entry in shown[:PAGE]
    ]
    kept = {name: value for name, value in asked.items() if value}
    earlier = urlencode({**kept, "before": shown[PAGE - 1].pk}) if len(shown) > PAGE else ""
    drawn = {
        "rows": rows,
        "earlier": earlier,
        "asked": asked,
        "is_asked": bool(kept),
        "query": urlencode(kept),
        "verbs": verbs(said),
        "units": units,
        "all_sound": all(row["sound"] for row in rows),
        "head": Head.objects.order_by("-day").first(),
        "problems": problems,
        **(_verified(said) if "verify" in request.GET else {}),
    }
    return render(request, "web/journal.html", drawn, status=400 if problems else 200)


@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What matches, oldest first, as CSV, Excel or JSON Lines, sent while it is read.

    A line of JSON has the content as it is kept, so that whoever has the lines can compute every
    hash anew; what is encrypted stays so.
    """
    if form not in ("csv", "xlsx", "jsonl"):
        raise Http404
    person, said = person_of(request), language()
    try:
        found = entries(_sought(_asked(request)))
    except CrossfootError as error:
        drawn = {"title": Words(said)["journal"], "problems": error.problems}
        return render(request, "web/error.html", drawn, status=400)
    if form == "jsonl":
        return json_lines_answer("journal.jsonl", _documents(found))  # type: ignore[return-value]
    words = Words(said)
    headings = [words[key] for key in _COLUMNS]
    rows = _rows(found, Reader(person), said)
    if form == "csv":
        return csv_answer("journal.csv", headings, rows)  # type: ignore[return-value]
    sheets = _sheets(words["journal"], headings, rows)
    return excel_answer("journal.xlsx", sheets)  # type: ignore[return-value]


def _asked(request: HttpRequest) -> dict[str, str]:
    """The form as it was sent; without what PostgreSQL does not take."""
    return {name: request.GET.get(name, "").replace("\0", "").strip() for name in ASKED}


def _sought(asked: dict[str, str]) -> Sought:
    days: dict[str, date | None] = {name: day_of(asked[name]) for name in ("first", "last")}
    words = {name: asked[name] for name in ASKED if name not in days}
    return Sought(**words, **days)  # type: ignore[arg-type]


def _names(shown: list[Entry], said: Language) -> dict[str, str]:
    """Names of the people that entries refer to, in one query, and of those without a name."""
    references = {each for entry in shown for each in (entry.actor, entry.subject)}
    ids = [int(each[5:]) for each in references if each.startswith("user:")]
    people = {user.reference: user.name for user in User.objects.filter(pk__in=ids)}
    return people | {name: Words(said)[key] for name, key in _NOBODY.items()}


def _words(values: dict[str, Any] | None) -> list[tuple[str, str]] | None:
    """Pairs, as a template would take a value called "items" for the method of a mapping."""
    if values is None:
        return None
    return [
        (name, value if isinstance(value, str) else canonical(value))
        for name, value in values.items()
    ]


def _rows(found: Any, reader: Reader, said: Language) -> Iterator[list[object]]:
    encrypted = Words(said)["encrypted"]
    for piece in in_pieces(found):
        names = _names(piece, said)
        reader = Reader(reader.by, piece)
        for entry in piece:
            values = reader.values(entry)
            yield [
                entry.pk,
                str(entry),
                entry.at.isoformat(timespec="microseconds"),
                entry.actor,
                names.get(entry.actor, entry.actor),
                entry.action,
                VERBS[entry.action][said] if entry.action in VERBS else entry.action,
                entry.subject,
                entry.reason,
                entry.origin,
                entry.request,
                encrypted if values is None else canonical(values) if values else "",
                entry.previous,
                entry.hash,
            ]


def _documents(found: Any) -> Iterator[dict[str, Any]]:
    for piece in in_pieces(found):
        for entry in piece:
            yield {
                "id": entry.pk,
                "stream": entry.stream,
                "number": entry.number,
                "at": entry.at.isoformat(timespec="microseconds"),
                "actor": entry.actor,
                "action": entry.action,
                "subject": entry.subject,
                "reason": entry.reason,
                "origin": entry.origin,
                "request": entry.request,
                "values": entry.values,
                "content": entry.content,
                "key": entry.key,
                "previous": entry.previous,
                "hash": entry.hash,
            }


def _sheets(
    title: str, headings: list[str], rows: Iterator[list[object]]
) -> Iterator[tuple[str, Iterator[list[object]]]]:
    """As many sheets as the rows need."""
    number, row = 1, next(rows, None)
    while row is not None or number == 1:

        def lines(first: list[object] | None = row) -> Iterator[list[object]]:
            yield list(headings)
            if first is not None:
                yield first
                yield from _some(rows, _SHEET - 2)

        yield (title if number == 1 else f"{title} {number}"), lines()
        number, row = number + 1, next(rows, None)


def _some(rows: Iterator[list[object]], most: int) -> Iterator[list[object]]:
    for _ in range(most):
        row = next(rows, None)
        if row is None:
            return
        yield row


def _verified(said: Language) -> dict[str, Any]:
    """Every hash computed anew, while the journal is short enough to wait for it."""
    if sum(Tip.objects.values_list("number", flat=True)) > MOST:
        return {"too_long": True}
    found: Verification = verify()
    return {
        "verified": filled(
            Words(said)["journal_verified"],
            entries=found.entries,
            streams=found.streams,
            heads=len(found.heads),
        )
        if not found.broken
        else "",
        "broken": [f"{each.where}: {each.what[said]}" for each in found.broken],
    }
