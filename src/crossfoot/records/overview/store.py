"""All facts of one run in a file: written once, replaced whole, read by page and API.

A file of SQLite, which one process writes beside the old one and renames. Whoever reads the old
one goes on reading it. It can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import (
    Computed,
    Entered,
    Imported,
    Inventoried,
    Printed,
    Provenance,
    Unstated,
)
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.overview.carried import Carried, carried

#: of what is written; kept numbers of another one are made anew
EDITION = 4
#: the first one whose tables can be read: drafts stay, so columns are only ever added
OLDEST = 1

FOLDER, NAME = ".cache/numbers", "numbers.sqlite3"

_TABLES = """
CREATE TABLE said (name TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE fact (
    id INTEGER PRIMARY KEY, own INTEGER NOT NULL, metric TEXT NOT NULL, entity TEXT NOT NULL,
    start TEXT NOT NULL, end TEXT NOT NULL, dimensions TEXT NOT NULL, basis TEXT NOT NULL,
    variant TEXT NOT NULL, version INTEGER NOT NULL, value TEXT, is_number INTEGER NOT NULL,
    unit TEXT NOT NULL, qualifier TEXT NOT NULL, estimated INTEGER NOT NULL,
    simulated INTEGER NOT NULL, decimals INTEGER, note TEXT NOT NULL, nil_reason TEXT NOT NULL,
    context TEXT NOT NULL, origin TEXT NOT NULL
);
CREATE TABLE carried (fact INTEGER PRIMARY KEY, estimated INTEGER NOT NULL, notes TEXT NOT NULL);
CREATE TABLE lines (fact INTEGER PRIMARY KEY, trees TEXT NOT NULL);
CREATE TABLE finding (
    id INTEGER PRIMARY KEY, severity TEXT NOT NULL, kind TEXT NOT NULL, metric TEXT NOT NULL,
    en TEXT NOT NULL, zh TEXT NOT NULL, arithmetic TEXT NOT NULL, facts TEXT NOT NULL,
    entity TEXT NOT NULL
);
"""
_INDICES = """
CREATE INDEX fact_of_entity ON fact (entity, metric, end);
CREATE INDEX finding_of_entity ON finding (entity, id);
"""
_COLUMNS = (
    "metric, entity, start, end, dimensions, basis, variant, version, value, is_number, unit, "
    "qualifier, estimated, simulated, decimals, note, nil_reason, context"
)
_FACTS = f"SELECT id, origin, {_COLUMNS} FROM fact "  # noqa: S608  # our own columns
_AND = (
    "AND own = 1 AND (:any_day OR start || '/' || end IN (SELECT value FROM json_each(:days))) "
    "AND (:dimensions IS NULL OR dimensions = :dimensions) ORDER BY id"
)
_OF_ENTITY = f"{_FACTS} WHERE entity = :entity {_AND}"
_OF_METRICS = (
    f"{_FACTS} WHERE entity = :entity "  # noqa: S608  # ours
    f"AND metric IN (SELECT value FROM json_each(:metrics)) {_AND}"
)
_LISTED = (
    f"{_FACTS} WHERE own = 1 AND entity IN (SELECT value FROM json_each(:entities)) "  # noqa: S608
    "AND (:metric = '' OR metric = :metric) AND (:basis = '' OR basis = :basis) "
    "AND (:year IS NULL OR (substr(start, 1, 4) = :year AND substr(end, 1, 4) = :year)) "
    "ORDER BY metric, entity, start, end, dimensions, id LIMIT :limit OFFSET :start"
)
_BY_NUMBER = f"{_FACTS} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608  # ours
_INSERT = f"INSERT INTO fact VALUES ({', '.join('?' * 21)})"  # noqa: S608  # marks alone
_PERIODS = """
SELECT DISTINCT start, end FROM fact WHERE own = 1 AND entity = ? AND is_number = 1
AND metric IN (SELECT value FROM json_each(?)) ORDER BY start, end
"""
_CARRIED = """
SELECT carried.estimated, carried.notes FROM fact JOIN carried ON carried.fact = fact.id
WHERE metric = ? AND entity = ? AND start = ? AND end = ? AND dimensions = ? AND basis = ?
AND variant = ? AND version = ? ORDER BY own DESC
"""
_ENTITIES = "SELECT entity FROM fact WHERE own = 1 GROUP BY entity ORDER BY MIN(id)"
_FINDINGS = """
SELECT severity, kind, metric, en, zh, arithmetic, facts FROM finding
WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ? OFFSET ?
"""
_COUNTED = """
SELECT severity, COUNT(*), SUM(:start IS NULL OR facts = '[]' OR EXISTS (
    SELECT 1 FROM json_each(finding.facts) AS about JOIN fact ON fact.id = about.value
    WHERE fact.start >= :start AND fact.end <= :end))
FROM finding WHERE entity IN (SELECT value FROM json_each(:entities)) GROUP BY severity
"""


_ABOUT = """
SELECT finding.severity, finding.en, finding.zh, finding.entity, fact.metric
FROM finding, json_each(finding.facts) AS about JOIN fact ON fact.id = about.value
WHERE finding.severity IN ('error', 'warning')
AND finding.entity IN (SELECT value FROM json_each(:readable))
AND fact.metric IN (SELECT value FROM json_each(:metrics))
AND fact.entity IN (SELECT value FROM json_each(:entities))
AND fact.start >= :start AND fact.end <= :end
AND (:dimensions IS NULL OR fact.dimensions = :dimensions)
GROUP BY finding.id, fact.metric ORDER BY finding.id
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A fact of the file.

    Attributes:
        id: its number in the file.
        fact: without provenance, but for what a report printed.
        origin: where it came from: `kind` (computed, inventoried, entered, imported, printed,
            unstated) and what that kind knows; `inputs` are numbers of facts of this file.
    """

    id: int
    fact: Fact
    origin: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the file; `facts` are numbers of facts."""

    severity: str
    kind: str
    metric: str
    message: Text
    arithmetic: str
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An error or warning that includes a figure; `entity` is the unit whose list has it."""

    severity: str
    message: Text
    entity: str


def path_of(folder: Path) -> Path:
    """Where the file of a workspace lies."""
    return folder / FOLDER / NAME


# -- writing ------------------------------------------------------------------------------------


@dataclass
class Writer:
    """Gives each fact a number, inputs included, and writes them."""

    database: sqlite3.Connection
    known: dict[int, int] = field(default_factory=dict)
    _kept: list[Fact] = field(default_factory=list)  # so that no identity comes twice

    def facts(self, facts: Iterable[Fact]) -> None:
        """All facts, with what they were made of."""
        waiting = list(facts)
        for fact in waiting:
            self._number(fact)
        own = len(self._kept)
        rows, at = [], 0
        while at < len(self._kept):  # grows: inputs that are no facts of their own come behind
            fact = self._kept[at]
            rows.append((at + 1, int(at < own), *_row(fact), self._origin(fact.provenance)))
            at += 1
        self.database.executemany(_INSERT, rows)
        self.database.executemany(
            "INSERT INTO carried VALUES (?, ?, ?)",
            (
                (at + 1, int(each.estimated), json.dumps(each.notes))
                for at, each in carried(self._kept).items()
            ),
        )

    def number(self, fact: Fact) -> int:
        """The number of a fact that was written."""
        return self.known[id(fact)]

    def _number(self, fact: Fact) -> int:
        number = self.known.get(id(fact))
        if number is None:
            self._kept.append(fact)
            number = self.known[id(fact)] = len(self._kept)
        return number

    def _origin(self, provenance: Provenance) -> str:
        said: dict[str, Any]
        match provenance:
            case Computed(rule=rule, inputs=inputs):
                said = {"kind": "computed", "rule": rule, "inputs": [*map(self._number, inputs)]}
            case Inventoried(rule=rule, where=where):
                said = {"kind": "inventoried", "rule": rule, "where": dict(where)}
            case Entered(entry=entry, request=request):
                said = {"kind": "entered", "entry": entry, "request": request}
            case Imported() | Printed():
                said = {"kind": type(provenance).__name__.lower()}
                said |= {name: getattr(provenance, name) for name in provenance.__slots__}
            case _:
                said = {"kind": "unstated"}
        return json.dumps(said, ensure_ascii=False)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new file; it takes the place of the old one when all is written, and only then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    try:
        database = sqlite3.connect(partial)
        try:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(_TABLES)
            yield Writer(database)
            database.execute("INSERT INTO said VALUES ('edition', ?)", (str(EDITION),))
            database.executescript(_INDICES)
            database.commit()
        finally:
            database.close()
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def say(database: sqlite3.Connection, **said: Any) -> None:
    """Write down what is known of the whole."""
    rows = [(name, json.dumps(content, ensure_ascii=False)) for name, content in said.items()]
    database.executemany("INSERT INTO said VALUES (?, ?)", rows)


def _row(fact: Fact) -> tuple[Any, ...]:
    value = f"{fact.value:f}" if isinstance(fact.value, Decimal) else fact.value
    return (
        fact.metric,
        fact.entity,
        fact.period.start.isoformat(),
        fact.period.end.isoformat(),
        str(fact.dimensions),
        str(fact.basis),
        fact.variant,
        fact.version,
        value,
        int(fact.is_number),
        fact.unit,
        str(fact.qualifier),
        int(fact.estimated),
        int(fact.simulated),
        fact.decimals,
        str(fact.note),
        str(fact.nil_reason),
        fact.context,
    )


# -- reading ------------------------------------------------------------------------------------


class Numbers:
    """The facts of a file, while it is open; see `open_numbers`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        rows = database.execute("SELECT name, content FROM said")
        self._said = dict(rows)

    def said(self, name: str) -> Any:
        """What was written of the whole: such as "as_of", "state", "year"."""
        return json.loads(self._said[name])

    def of(
        self,
        entity: str,
        metrics: Sequence[str] = (),
        periods: Sequence[Period] = (),
        dimensions: str | None = None,
    ) -> list[Stored]:
        """Facts of an entity, in the order of the run; those that inputs alone are left out.

        Args:
            entity: code of the unit.
            metrics: only these; all where empty.
            periods: only these; all where empty.
            dimensions: only this breakdown, as `Dimensions` writes it; all where None.
        """
        days = [f"{each.start}/{each.end}" for each in periods]
        values = {
            "entity": entity,
            "metrics": json.dumps(list(metrics)),
            "days": json.dumps(days),
            "any_day": not days,
            "dimensions": dimensions,
        }
        rows = self._database.execute(_OF_METRICS if metrics else _OF_ENTITY, values)
        return [_stored(row) for row in rows]

    def by_numbers(self, ids: Iterable[int]) -> dict[int, Stored]:
        """Facts by their number in the file."""
        wanted = json.dumps(list(dict.fromkeys(ids)))
        stored = (_stored(row) for row in self._database.execute(_BY_NUMBER, (wanted,)))
        return {each.id: each for each in stored}

    def listed(
        self,
        entities: Iterable[str],
        metric: str = "",
        year: int | None = None,
        basis: str = "",
        *,
        start: int = 0,
        limit: int = 100,
    ) -> list[Stored]:
        """Facts of some entities by metric, entity, period and breakdown: a piece of a long list.

        Args:
            entities: codes of units.
            metric: only this one; all where empty.
            year: only periods inside this calendar year; all where None.
            basis: only this one; all where empty.
            start: how many are passed over.
            limit: how many at most.
        """
        values = {
            "entities": json.dumps(sorted(entities)),
            "metric": metric,
            "year": None if year is None else f"{year:04d}",
            "basis": basis,
            "start": start,
            "limit": limit,
        }
        return [_stored(row) for row in self._database.execute(_LISTED, values)]

    def carried(self, fact: Fact) -> Carried:
        """What a fact of this file takes over from what it was made of."""
        found = self._database.execute(_CARRIED, _row(fact)[:8]).fetchone()
        if found is None:
            return Carried()
        return Carried(
            bool(found[0]), tuple((metric, note) for metric, note in json.loads(found[1]))
        )

    def periods(self, entity: str, metrics: Sequence[str]) -> list[Period]:
        """The periods in which an entity has a number of any of some metrics, in order."""
        rows = self._database.execute(_PERIODS, (entity, json.dumps(list(metrics))))
        return [_period(start, end) for start, end in rows]

    def entities(self) -> list[str]:
        """The units that have a fact, in the order of the run."""
        return [entity for (entity,) in self._database.execute(_ENTITIES)]

    def lines(self, number: int) -> list[dict[str, Any]] | None:
        """The inventory lines behind a total, as trees; None where none were listed."""
        row = self._database.execute("SELECT trees FROM lines WHERE fact = ?", (number,)).fetchone()
        return None if row is None else list(json.loads(row[0]))

    def findings(self, entities: Iterable[str], limit: int, start: int = 0) -> list[Found]:
        """What does not foot about some entities, errors first."""
        values = (json.dumps(sorted(entities)), limit, start)
        return [_found(row) for row in self._database.execute(_FINDINGS, values)]

    def count_findings(
        self, entities: Iterable[str], period: Period | None = None
    ) -> dict[str, tuple[int, int]]:
        """How many findings about some entities there are, by severity: of a period, and others.

        Args:
            entities: codes of units.
            period: one fact of a finding lies inside it, or it is about no fact; any where None.
        """
        values = {
            "entities": json.dumps(sorted(entities)),
            "start": period.start.isoformat() if period else None,
            "end": period.end.isoformat() if period else None,
        }
        rows = self._database.execute(_COUNTED, values)
        return {severity: (inside, whole - inside) for severity, whole, inside in rows}

    def about(
        self,
        metrics: Sequence[str],
        entities: Iterable[str],
        period: Period,
        readable: Iterable[str],
        dimensions: str | None = None,
    ) -> dict[str, list[Mark]]:
        """Errors and warnings about figures of some units, by metric; errors first.

        Args:
            metrics: ids of the figures.
            entities: the units whose facts a finding includes.
            period: a fact of a finding lies inside it.
            readable: only findings of these units, as they may tell their numbers.
            dimensions: only facts of this breakdown; of any where None.
        """
        values = {
            "metrics": json.dumps(list(metrics)),
            "entities": json.dumps(sorted(entities)),
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "readable": json.dumps(sorted(readable)),
            "dimensions": dimensions,
        }
        found: dict[str, list[Mark]] = {}
        for severity, en, zh, entity, metric in self._database.execute(_ABOUT, values):
            found.setdefault(metric, []).append(Mark(severity, Text(en, zh), entity))
        return found


@contextlib.contextmanager
def open_numbers(path: Path, oldest: int = EDITION) -> Iterator[Numbers | None]:
    """The file of a workspace, to be read; None where there is none that can be.

    Args:
        path: where it lies.
        oldest: the first edition that will do.
    """
    database = None
    try:
        if path.is_file():
            database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            said = database.execute("SELECT content FROM said WHERE name = 'edition'").fetchone()
            edition = int(said[0]) if said else 0
            yield Numbers(database) if oldest <= edition <= EDITION else None
        else:
            yield None
    finally:
        if database is not None:
            database.close()


def _stored(row: Sequence[Any]) -> Stored:
    number, origin, metric, entity, start, end, dimensions, basis, variant, version = row[:10]
    value, is_number, unit, qualifier, estimated, simulated = row[10:16]
    decimals, note, nil_reason, context = row[16:]
    known = json.loads(origin)
    fact = Fact(
        metric=metric,
        entity=entity,
        period=_period(start, end),
        value=Decimal(value) if is_number else value,
        unit=unit,
        dimensions=_dimensions(dimensions),
        basis=Basis(basis),
        variant=variant,
        version=version,
        qualifier=Qualifier(qualifier),
        estimated=bool(estimated),
        simulated=bool(simulated),
        decimals=decimals,
        note=note,
        nil_reason=nil_reason,
        context=context,
        provenance=_printed(known) if known["kind"] == "printed" else Unstated(),
    )
    return Stored(number, fact, known)


def _printed(origin: Mapping[str, Any]) -> Printed:
    """What a report printed says how many digits count."""
    return Printed(**{name: value for name, value in origin.items() if name != "kind"})


def _found(row: Sequence[Any]) -> Found:
    severity, kind, metric, en, zh, arithmetic, facts = row
    return Found(severity, kind, metric, Text(en, zh), arithmetic, tuple(json.loads(facts)))


@lru_cache(maxsize=4096)
def _period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


_dimensions = lru_cache(maxsize=4096)(Dimensions.parse)
