"""A person's duties as a calendar that other programs read: iCalendar (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from crossfoot.languages import Language, Text
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.labels import topic_title, unit_texts
from crossfoot.records.collection.models import Feed
from crossfoot.records.collection.visible import Visible
from crossfoot.records.collection.workflow import STATE_NAMES, State

#: how long ago a duty may lie that is still told
BACK = timedelta(days=100)

_SUMMARY = Text("{unit} · {topic}: {state}", "{unit} · {topic}：{state}")
_NAME = Text("Crossfoot duties", "Crossfoot 任务日历")

#: octets of a line before it is folded (RFC 5545, section 3.1)
_LINE = 75


def digest_of(token: str) -> str:
    """What is kept of the secret in an address."""
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of(token: str) -> User | None:
    """Whose calendar an address is; None where it is nobody's, or theirs who left."""
    feed = Feed.objects.select_related("user").filter(digest=digest_of(token)).first()
    return feed.user if feed is not None and feed.user.is_active else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is due on a day.

    Attributes:
        id: unique in the calendar: "request-5".
        day: until when.
        summary, description: in words.
        path: of its page.
    """

    id: str
    day: date
    summary: str
    description: str
    path: str


def since(today: date) -> date:
    """The earliest due day that a calendar tells."""
    return today - BACK


def requests_due(seen: Visible, said: Language) -> list[Event]:
    """The requests in which a person has a part, as far as the person may read them today."""
    user = seen.person.user
    mine = seen.requests.filter(due__gte=since(seen.today), campaign__closed_at=None)
    requests = [
        request
        for request in mine.order_by("due", "id")
        if user.pk in (request.owner_id, request.reviewer_id, request.approver_id)
    ]
    names = unit_texts(request.unit_id for request in requests)
    return [
        Event(
            f"request-{request.pk}",
            request.due,
            _SUMMARY[said].format(
                unit=names.get(request.unit_id, Text(request.unit.code, request.unit.code))[said],
                topic=topic_title(request.topic)[said],
                state=STATE_NAMES[State(request.state)][said],
            ),
            request.campaign.title[said],
            f"/requests/{request.pk}",
        )
        for request in requests
    ]


def as_ical(events: Iterable[Event], address: str, said: Language, now: datetime) -> str:
    """Whole-day events on their due days, oldest first.

    Args:
        events: what is due.
        address: where the pages are, without a stroke at the end.
        said: language of the reader.
        now: when it was written.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Crossfoot//Duties//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(_NAME[said])}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for event in sorted(events, key=lambda each: each.day):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.id}@crossfoot",
            f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{_day(event.day)}",
            f"DTEND;VALUE=DATE:{_day(event.day + timedelta(days=1))}",
            f"SUMMARY:{_text(event.summary)}",
            f"DESCRIPTION:{_text(event.description)}",
            f"URL:{address}{event.path}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(text: str) -> str:
    """A text in which nothing is taken for syntax (RFC 5545, section 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of them cut inside a character."""
    piece, room = "", _LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            yield piece
            piece, room = " ", _LINE - 1
        piece, room = piece + character, room - size
    yield piece
