"""All registers, checked together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.registers.checking import metrics_of_others
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.binding import Binder, Words
from crossfoot.registers.expressions.tree import Exists, Linked, Node, walk
from crossfoot.registers.loading import BUILT_IN, read_definition
from crossfoot.registers.metrics import RegisterMetric


class Library(Mapping[str, Definition]):
    """Definitions by id, and their metrics by name.

    Attributes:
        missing: metrics that formulas name and no register of the library has, with the place of
            the formula: their figures must be given from elsewhere.
        absent: registers that fields and guards name and that are not there.
    """

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._definitions = {each.id: each for each in definitions}
        self._metrics: dict[str, RegisterMetric] = {}
        problems: list[Problem] = []
        for definition in self._definitions.values():
            for name, metric in definition.metrics.items():
                known = self._metrics.setdefault(name, metric)
                if known is not metric:
                    what = f"two registers have a metric {name!r}"
                    why = f"The first one is in {known.place}"
                    problems.append(Problem(what, str(metric.place), why))
        problems += _broken_links(self._definitions)
        if problems:
            raise CrossfootError.of(problems)
        self.absent = tuple(
            sorted({name for each in self.values() for name in _named(each)} - set(self))
        )
        self.missing = {
            name: place
            for definition in self._definitions.values()
            for name, place in metrics_of_others(definition).items()
            if name not in self._metrics
        }

    @classmethod
    def load(cls, *folders: Path) -> Library:
        """Read the definitions of some folders; a later one replaces an earlier of its name.

        Raises:
            CrossfootError: with every mistake in every file.
        """
        paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}
        problems: list[Problem] = []
        found: list[Definition] = []
        for path in paths.values():
            try:
                found.append(read_definition(path))
            except CrossfootError as error:
                problems += error.problems
        if problems:
            raise CrossfootError.of(problems)
        return cls(found)

    def __getitem__(self, id_: str) -> Definition:
        """A definition.

        Raises:
            KeyError: there is none of that id.
        """
        return self._definitions[id_]

    def __iter__(self) -> Iterator[str]:
        """The ids, in the order of the files."""
        return iter(self._definitions)

    def __len__(self) -> int:
        """How many registers there are."""
        return len(self._definitions)

    @property
    def metrics(self) -> Mapping[str, RegisterMetric]:
        """Every metric by its name."""
        return self._metrics

    def metric(self, name: str) -> RegisterMetric:
        """A metric.

        Raises:
            CrossfootError: no register has it.
        """
        if name not in self._metrics:
            remedy = did_you_mean(name, self._metrics)
            raise CrossfootError(Problem(f"no register has a metric {name!r}", remedy=remedy))
        return self._metrics[name]


@cache
def library() -> Library:
    """The registers that come with Crossfoot."""
    return Library.load(BUILT_IN)


def _named(definition: Definition) -> set[str]:
    """Registers that fields and guards of a register name."""
    found = {
        each.register
        for field in definition.fields.values()
        for each in (field, *field.rows.values())
    }
    return (found | {link.register for link in _links(definition)}) - {"", "any"}


def _links(definition: Definition) -> Iterator[Linked]:
    guards = [each.when for each in definition.transitions]
    guards += [each.when for each in definition.clocks.values()]
    for guard in guards:
        if guard is not None:
            yield from (node for node in walk(guard) if isinstance(node, Linked))


def _broken_links(definitions: Mapping[str, Definition]) -> Iterator[Problem]:
    """Conditions on records of another register that do not fit it."""
    for definition in definitions.values():
        for link in _links(definition):
            if link.register in definitions:
                try:
                    bound_in(definitions, link.register, link.condition)
                except CrossfootError as error:
                    what = f"{definition.id!r}: {error.problems[0].what}"
                    yield Problem(what, str(definition.place), remedy=error.problems[0].remedy)


def words_of(definition: Definition) -> Words:
    """The words that expressions about a register's records may use."""
    return Words(
        definition.fields,
        tuple(definition.states),
        {name: param.value for name, param in definition.params.items()},
        definition.aliases,
        {name: frozenset(each.labels) for name, each in definition.derived.items()},
        tuple(definition.clocks),
    )


def bind_condition(definition: Definition, text: str, place: str = "") -> Node:
    """A filter on a register's records that somebody typed, such as `state = closed`.

    Raises:
        CrossfootError: it is none, or names what the register does not have.
    """
    return Binder(words_of(definition), text, place).condition()


def bound_in(
    known: Mapping[str, Definition], register: str, condition: Node
) -> tuple[Node, Definition]:
    """A condition of `linked(...)` bound to the register that it is about.

    Raises:
        CrossfootError: the register is not there, or the condition does not fit it.
    """
    if register not in known:
        raise CrossfootError(Problem(f"the register {register!r} is not there"))
    return _bound(known[register], condition), known[register]


@lru_cache(maxsize=256)
def _bound(definition: Definition, condition: Node) -> Node:
    binder = Binder(words_of(definition), f"linked({definition.id}, ...)")
    group = binder.group_of(condition)
    bound, _ = binder.bind(condition, group)
    return Exists(group, bound) if group else bound
