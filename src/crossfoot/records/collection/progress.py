"""How far a campaign is: a board of units and topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from crossfoot.facts.entities import Organisation
from crossfoot.languages import Language
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.collection.labels import topic_title
from crossfoot.records.collection.models import Campaign, Request
from crossfoot.records.collection.visible import Visible, is_late
from crossfoot.records.collection.workflow import STATE_NAMES, State


@dataclass(frozen=True, slots=True)
class Tile:
    """One request on the board.

    Attributes:
        request: which.
        state: in words.
        percent: share of the figures that are answered, rounded down, so that 100 is all.
        late: due and not handed in.
    """

    request: Request
    state: str
    percent: int
    late: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit with its requests in the order of the topics; None where it has none."""

    code: str
    name: str
    tiles: Sequence[Tile | None]


@dataclass(frozen=True, slots=True)
class Board:
    """Units by topics."""

    topics: Sequence[str]
    rows: Sequence[BoardRow]


def tile(request: Request, today: date, language: Language) -> Tile:
    """A request as the board shows it."""
    percent = 100 * request.answered // request.asked if request.asked else 100
    late = request.is_open and request.due < today
    return Tile(request, STATE_NAMES[State(request.state)][language], percent, late)


def board(
    requests: Iterable[Request],
    names: Mapping[int, str],
    organisation: Organisation | None,
    today: date,
    language: Language,
) -> Board:
    """The board of a campaign's requests; units in the order of the tree, topics of a report."""
    found: dict[int, dict[str, Request]] = {}
    for request in requests:
        found.setdefault(request.unit_id, {})[request.topic] = request
    topics = _in_order(topic for by_topic in found.values() for topic in by_topic)
    places = _places(organisation)
    rows = [
        BoardRow(
            code=(code := next(iter(by_topic.values())).unit.code),
            name=names.get(unit, code),
            tiles=[
                tile(by_topic[topic], today, language) if topic in by_topic else None
                for topic in topics
            ],
        )
        for unit, by_topic in found.items()
    ]
    rows.sort(key=lambda row: _place(row.code, places))
    return Board([topic_title(topic)[language] for topic in topics], rows)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is as a whole, over the requests that a person may read.

    Attributes:
        states: how many requests are in each state.
        topics: ids of the topics that are asked about, in the order of a report.
        asked, answered: numbers of figures.
        late: how many requests are late.
    """

    states: Mapping[State, int]
    topics: Sequence[str]
    asked: int
    answered: int
    late: int


def progress_of(seen: Visible, campaign: Campaign) -> Progress:
    """The whole of a campaign; one query, however many units there are."""
    rows = list(
        seen.requests.filter(campaign=campaign)
        .order_by()
        .values("state", "topic")
        .annotate(
            count=Count("id"),
            figures=Sum("asked"),
            filled=Sum("answered"),
            late=Count("id", filter=is_late(seen.today)),
        )
    )
    states = {
        state: sum(row["count"] for row in rows if row["state"] == state.value) for state in State
    }
    return Progress(
        states=states,
        topics=_in_order({row["topic"] for row in rows}),
        asked=sum(row["figures"] for row in rows),
        answered=sum(row["filled"] for row in rows),
        late=sum(row["late"] for row in rows),
    )


def units_of(requests: QuerySet[Request], organisation: Organisation | None) -> list[int]:
    """Numbers of the units of requests, in the order of the tree; one query."""
    found = requests.order_by().values_list("unit_id", "unit__code").distinct()
    place = _places(organisation)
    return [unit for unit, _ in sorted(found, key=lambda one: _place(one[1], place))]


def _in_order(topics: Iterable[str]) -> list[str]:
    used = set(topics)
    known = [topic.id for topic in catalogue().topics if topic.id in used]
    return [*known, *sorted(used - set(known))]


def _places(organisation: Organisation | None) -> dict[str, int]:
    tree = organisation.below(organisation.root.id) if organisation else ()
    return {entity.id: index for index, entity in enumerate(tree)}


def _place(code: str, places: Mapping[str, int]) -> tuple[int, str]:
    return places.get(code, len(places)), code
