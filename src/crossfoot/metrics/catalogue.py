"""All metrics: by id, in the order of calculation, by requirement, by words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.metrics.checking import CHECKS, dependencies
from crossfoot.metrics.dimensions import DimensionTable, dimensions
from crossfoot.metrics.formula import Reference
from crossfoot.metrics.loading import Loaded, load_file
from crossfoot.metrics.metric import Metric, Topic
from crossfoot.metrics.requirements import by_code

BUILT_IN = Path(__file__).parent / "topics"


class Catalogue:
    """Metrics that hold together: every formula can be computed, every breakdown is known.

    >>> catalogue()["ghg.scope1"].unit
    't CO2e'
    """

    def __init__(self, metrics: Iterable[Metric], topics: Iterable[Topic] = ()) -> None:
        self._metrics = {metric.id: metric for metric in metrics}
        self._topics = {topic.id: topic for topic in topics}
        self._answering: dict[str, dict[str, tuple[Metric, ...]]] = {}
        order = TopologicalSorter(dependencies(self._metrics)).static_order()
        self._in_order = tuple(self._metrics[id_] for id_ in order)
        self._users: dict[str, list[Metric]] = {}
        for metric in self:
            for used in {reference.metric for reference in _references(metric)}:
                self._users.setdefault(used, []).append(metric)

    @classmethod
    def load(
        cls,
        places: Path | Iterable[Path] = BUILT_IN,
        *,
        table: DimensionTable | None = None,
    ) -> Catalogue:
        """Read topic files and check that they hold together.

        Args:
            places: files, or folders whose `*.yaml` files are read in the order of their names.
            table: the dimensions that the metrics may use; the built-in ones where absent.

        Raises:
            CrossfootError: with every mistake found, each by its file and line.
        """
        loaded = Loaded()
        files = list(_files([places] if isinstance(places, Path) else places))
        for file in files:
            load_file(file, _name(file), loaded)
        if not loaded.problems:
            known = dimensions() if table is None else table
            loaded.problems += [
                problem for check in CHECKS for problem in check(loaded.metrics, known)
            ]
        if not loaded.problems:
            loaded.problems += _unit_problems(loaded.metrics, files)
        if loaded.problems:
            raise CrossfootError.of(loaded.problems)
        topics = sorted(loaded.topics, key=lambda topic: (topic.order, topic.id))
        place = {topic.id: at for at, topic in enumerate(topics)}
        # a stable sort: within a topic, the order of the file
        return cls(sorted(loaded.metrics, key=lambda metric: place[metric.topic]), topics)

    def __getitem__(self, id_: str) -> Metric:
        """The metric of that id.

        Raises:
            KeyError: there is none.
        """
        return self._metrics[id_]

    def __contains__(self, id_: object) -> bool:
        """Whether there is a metric of that id."""
        return id_ in self._metrics

    def __iter__(self) -> Iterator[Metric]:
        """The metrics, topic by topic."""
        return iter(self._metrics.values())

    def __len__(self) -> int:
        """How many metrics there are."""
        return len(self._metrics)

    def get(self, id_: str) -> Metric | None:
        """The metric of that id, None where there is none."""
        return self._metrics.get(id_)

    def find(self, id_: str, where: str = "") -> Metric:
        """The metric of that id, for a word that a user wrote.

        Raises:
            CrossfootError: there is none; the message names those that may be meant.
        """
        if id_ in self._metrics:
            return self._metrics[id_]
        meant = ", ".join(self.suggest(id_))
        remedy = f"Did you mean {meant}?" if meant else "`crossfoot metric` lists them all."
        what = f"the metric {id_!r} is not in the catalogue"
        raise CrossfootError(Problem(what, where=where, remedy=remedy))

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics in the order of a report."""
        return tuple(self._topics.values())

    def topic(self, metric: Metric | str) -> Topic:
        """The topic of a metric, or of the metric of that id."""
        if isinstance(metric, str):
            metric = self._metrics[metric]
        return self._topics[metric.topic]

    def of_topic(self, topic: str) -> tuple[Metric, ...]:
        """The metrics of a topic."""
        return tuple(metric for metric in self if metric.topic == topic)

    def suggest(self, id_: str) -> tuple[str, ...]:
        """Up to three ids that a mistyped one may stand for, nearest first."""
        return tuple(difflib.get_close_matches(id_, self._metrics, n=3, cutoff=0.6))

    def in_order(self) -> tuple[Metric, ...]:
        """All metrics, each behind the metrics that its formula needs in the same period."""
        return self._in_order

    def using(self, id_: str) -> tuple[Metric, ...]:
        """The metrics whose formula names a metric, in any period."""
        return tuple(self._users.get(id_, ()))

    def answering(self, standard: str, code: str) -> tuple[Metric, ...]:
        """The metrics that answer a requirement.

        Args:
            standard: id of a standard (`gri`, `hkex`, `ifrs-s2`, `vsme`, `sse`, `szse`, `tcfd`,
                `sdg`, `sasb`).
            code: the disclosure, such as `305-1` or `A1.2`.
        """
        if standard not in self._answering:
            self._answering[standard] = by_code(self, standard)
        return self._answering[standard].get(code.removeprefix("vsme:"), ())

    def search(self, text: str) -> tuple[Metric, ...]:
        """The metrics whose id or titles hold every word, the nearest first.

        >>> [metric.id for metric in catalogue().search("用水 强度 营收")]
        ['water.intensity.revenue']
        """
        words = text.lower().split()
        if not words:
            return ()
        found = [metric for metric in self if all(word in _words_of(metric) for word in words)]
        return tuple(sorted(found, key=lambda metric: _distance(metric, words)))


@cache
def catalogue() -> Catalogue:
    """The catalogue that comes with Crossfoot."""
    return Catalogue.load()


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(place.glob("*.yaml"))
        else:
            yield place


def _name(file: Path) -> str:
    """How messages call a file: the path that a user gave, the bare name of a built-in one."""
    return file.name if file.parent == BUILT_IN else str(file)


def _unit_problems(metrics: list[Metric], files: list[Path]) -> list[Problem]:
    """Problems with units, of metrics that do not come with Crossfoot.

    The built-in files never change behind an installed Crossfoot and the tests check their
    units; pint would make every command wait half a second for the same answer.
    """
    own = {_name(file) for file in files if file.parent != BUILT_IN}
    if not own:
        return []
    from crossfoot.metrics.units import unit_problems

    known = {metric.id: metric for metric in metrics}
    return unit_problems(known, [metric for metric in metrics if metric.place.file in own])


def _references(metric: Metric) -> tuple[Reference, ...]:
    return metric.formula.references() if metric.formula else ()


def _words_of(metric: Metric) -> str:
    return f"{metric.id} {metric.title.en} {metric.title.zh}".lower()


def _distance(metric: Metric, words: list[str]) -> tuple[int, int]:
    """Metrics whose id begins with the words first, then those with the words in the id."""
    joined = ".".join(words)
    if metric.id.startswith(joined):
        return 0, len(metric.id)
    return (1, 0) if all(word in metric.id for word in words) else (2, 0)
