"""Breakdowns of figures: their members, and which of them add up.

The members of a partition add up to the figure without that dimension; those of a tag may
overlap or be incomplete. The table, with its exceptions, is `dimensions.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crossfoot.definitions.nodes import Line
from crossfoot.definitions.section import Section, did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text

BUILT_IN = Path(__file__).parent / "dimensions.yaml"

_KEYS = ("title", "partition", "only_in", "one_split", "open", "members", "overlap", "comment")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break figures down.

    Attributes:
        id: stable name, such as `gender`.
        title: title in both languages.
        partition: whether its members add up to the figure without it.
        members: label in both languages by member.
        only_in: metrics in which the partition holds; everywhere where empty.
        overlap: members that overlap with others and stay out of a sum.
        one_split: there are several ways to cut, and a report uses one of them.
        open: a report may use members of its own.
        comment: what a reader must know.
    """

    id: str
    title: Text
    partition: bool = False
    members: Mapping[str, Text] = field(default_factory=dict, hash=False)
    only_in: tuple[str, ...] = ()
    overlap: frozenset[str] = frozenset()
    one_split: bool = False
    open: bool = False
    comment: str = ""
    place: Line = field(default=Line("", 0), compare=False)

    def label(self, member: str) -> Text:
        """What a report calls a member; made from its id where the table does not have it."""
        if member in self.members:
            return self.members[member]
        words = member.replace("_", " ")
        return Text(words[:1].upper() + words[1:], words)

    def is_partition_of(self, metric: str) -> bool:
        """Whether its members add up to the whole of a metric."""
        return self.partition and (not self.only_in or metric in self.only_in)


class DimensionTable(Mapping[str, Dimension]):
    """All dimensions, by id."""

    def __init__(self, dimensions: Iterable[Dimension]) -> None:
        self._dimensions = {dimension.id: dimension for dimension in dimensions}

    def __getitem__(self, id_: str) -> Dimension:
        """The dimension of that id."""
        return self._dimensions[id_]

    def __iter__(self) -> Iterator[str]:
        """The ids, in the order of the table."""
        return iter(self._dimensions)

    def __len__(self) -> int:
        """How many dimensions there are."""
        return len(self._dimensions)

    @classmethod
    def load(cls, path: Path) -> DimensionTable:
        """Read a table of dimensions.

        Raises:
            CrossfootError: with every mistake in the file, each by its line.
        """
        problems: list[Problem] = []
        whole = Section.of_file(path, problems, path.name)
        table = cls(_dimension(id_, section) for id_, section in whole.sections())
        if problems:
            raise CrossfootError.of(problems)
        return table


def _dimension(id_: str, section: Section) -> Dimension:
    section.only(_KEYS)
    members = {
        member: Text(labels.text("en", required=True), labels.text("zh", required=True))
        for member, labels in section.section("members").sections()
    }
    overlap = section.texts("overlap")
    for member in overlap:
        if member not in members:
            remedy = did_you_mean(member, members)
            section.problem(f"{member!r} is no member of {id_!r}", "overlap", remedy=remedy)
    found = Dimension(
        id=id_,
        title=section.both("title"),
        partition=section.flag("partition"),
        members=members,
        only_in=section.texts("only_in"),
        overlap=frozenset(overlap),
        one_split=section.flag("one_split"),
        open=section.flag("open"),
        comment=section.text("comment"),
        place=section.line(),
    )
    if not (found.members or found.open):
        section.problem(f"{id_!r} has no members", remedy="List them, or write 'open: yes'.")
    return found


@cache
def dimensions() -> DimensionTable:
    """The table that comes with Crossfoot."""
    return DimensionTable.load(BUILT_IN)


def dimension(id_: str) -> Dimension:
    """One dimension of that table.

    >>> dimension("gender").title["zh"]
    '性别'

    Raises:
        CrossfootError: there is none of that name.
    """
    table = dimensions()
    if id_ not in table:
        remedy = did_you_mean(id_, table)
        raise CrossfootError(Problem(f"the dimension {id_!r} is not known", remedy=remedy))
    return table[id_]


def is_partition(metric_id: str, dimension_id: str) -> bool:
    """Whether the members of a dimension add up to the whole of a metric.

    Dimensions that are not in the table are tags. Whether the values of the metric may be added
    at all is for `Metric.adds_up`.

    >>> is_partition("workforce.non_employees", "worker_type")
    True
    >>> is_partition("safety.fatalities", "worker_type")
    False
    """
    table = dimensions()
    return dimension_id in table and table[dimension_id].is_partition_of(metric_id)


def overlapping_members(dimension_id: str, metric_id: str = "") -> frozenset[str]:
    """Members that overlap with others and stay out of the sum over a partition.

    >>> sorted(overlapping_members("standard_status"))
    ['issued']

    Args:
        dimension_id: the dimension.
        metric_id: the metric; where it is no partition of the metric, all members may overlap.
    """
    table = dimensions()
    if dimension_id not in table:
        return frozenset()
    found = table[dimension_id]
    if metric_id and not found.is_partition_of(metric_id):
        return frozenset(found.members)
    return found.overlap


def member_label(dimension_id: str, member: str) -> Text:
    """What a report calls a member; made from its id where the table does not have it.

    >>> member_label("gender", "female")["zh"]
    '女性'
    >>> member_label("site", "plant_one").en
    'Plant one'
    """
    return dimensions().get(dimension_id, Dimension(dimension_id, Text("", ""))).label(member)
