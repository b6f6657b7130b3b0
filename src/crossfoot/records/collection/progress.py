"""How far a campaign is: a board of units and topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crossfoot.facts.entities import Organisation
from crossfoot.languages import Language
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.collection.labels import topic_title
from crossfoot.records.collection.models import Request
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
    used = {topic for by_topic in found.values() for topic in by_topic}
    known = [topic.id for topic in catalogue().topics if topic.id in used]
    topics = [*known, *sorted(used - set(known))]
    tree = organisation.below(organisation.root.id) if organisation else ()
    place = {entity.id: index for index, entity in enumerate(tree)}
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
    rows.sort(key=lambda row: (place.get(row.code, len(place)), row.code))
    return Board([topic_title(topic)[language] for topic in topics], rows)
