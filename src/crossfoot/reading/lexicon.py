"""The lexicon: labels of metrics and members of dimensions, written in concepts.

Read from `synonyms/labels.yaml` and `synonyms/members.yaml`; checked against the catalogue and
the list of concepts when loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from crossfoot.definitions.nodes import Entries, Items, Node, Scalar
from crossfoot.definitions.reader import read_file
from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import dimensions
from crossfoot.metrics.metric import Metric
from crossfoot.reading.concepts import known_concepts

_FOLDER = Path(__file__).parent / "synonyms"
LABELS = _FOLDER / "labels.yaml"
MEMBERS = _FOLDER / "members.yaml"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a label of a metric is made of.

    Attributes:
        metric: the metric.
        required: concepts that have to be in the label or its groups.
        near: concepts that have to be there, or in caption or section.
        optional: concepts that may be there.
        forbidden: concepts that must not be in the label or its groups.
        fixed: members that the label stands for.
        order: place in the file; of two equal readings the earlier is the usual one.
        text: as written.
    """

    metric: Metric
    required: frozenset[str]
    near: frozenset[str]
    optional: frozenset[str]
    forbidden: frozenset[str]
    fixed: tuple[tuple[str, str], ...]
    order: int
    text: str


@dataclass(frozen=True, slots=True)
class Member:
    """How a member of a dimension is named: all concepts have to be there."""

    dimension: str
    member: str
    concepts: frozenset[str]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything that labels are recognised by."""

    patterns: tuple[Pattern, ...]
    members: Mapping[str, tuple[Member, ...]]

    @cached_property
    def _by_concept(self) -> Mapping[str, tuple[Pattern, ...]]:
        """The patterns by one of their required concepts, the one that fewest others require."""
        counts = Counter(word for pattern in self.patterns for word in pattern.required)
        found: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            words = pattern.required or pattern.near
            rarest = min(sorted(words), key=lambda word: counts[word])
            found.setdefault(rarest, []).append(pattern)
        return {word: tuple(patterns) for word, patterns in found.items()}

    def within(self, concepts: frozenset[str]) -> list[Pattern]:
        """The patterns that may be found among concepts, in the order of the file."""
        found = [p for word in concepts for p in self._by_concept.get(word, ())]
        return sorted(found, key=lambda pattern: pattern.order)

    @cached_property
    def naming(self) -> frozenset[str]:
        """Concepts that take part in naming a member of a dimension."""
        all_ = (member for members in self.members.values() for member in members)
        return frozenset(concept for member in all_ for concept in member.concepts)


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships.

    Raises:
        CrossfootError: a metric, dimension, member or concept in it is not known.
    """
    problems: list[Problem] = []
    concepts = known_concepts()
    patterns = tuple(_patterns(read_file(LABELS, LABELS.name), concepts, problems))
    members = _members(read_file(MEMBERS, MEMBERS.name), concepts, problems)
    if problems:
        raise CrossfootError.of(problems)
    return Lexicon(patterns, members)


def _texts(node: Node) -> list[str]:
    """The labels of an entry; a scalar is one label."""
    if isinstance(node, Items):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    return [node.text] if isinstance(node, Scalar) else []


def _patterns(node: Node, concepts: frozenset[str], problems: list[Problem]) -> list[Pattern]:
    found: list[Pattern] = []
    if not isinstance(node, Entries):
        problems.append(Problem("labels are entries", where=LABELS.name))
        return found
    for id_, value in node.nodes.items():
        where = f"{LABELS.name}, line {node.lines[id_]}"
        metric = catalogue().get(id_)
        if metric is None:
            remedy = did_you_mean(id_, [m.id for m in catalogue()])
            problems.append(Problem(f"the metric {id_!r} is not known", where, remedy=remedy))
            continue
        for text in _texts(value):
            parts = text.split()
            fixed = tuple((k, m) for k, e, m in (p.partition("=") for p in parts) if e)
            words = [part for part in parts if "=" not in part]
            pattern = Pattern(
                metric,
                frozenset(word for word in words if word[0] not in "?!@"),
                frozenset(word[1:] for word in words if word[0] == "@"),
                frozenset(word[1:] for word in words if word[0] == "?"),
                frozenset(word[1:] for word in words if word[0] == "!"),
                fixed,
                len(found),
                text,
            )
            used = pattern.required | pattern.near | pattern.optional | pattern.forbidden
            problems += _unknown(used, concepts, where)
            problems += [
                Problem(f"{id_} has no breakdown {key!r}", where)
                for key, _ in fixed
                if not metric.allows(key)
            ]
            found.append(pattern)
    return found


def _unknown(used: frozenset[str], concepts: frozenset[str], where: str) -> list[Problem]:
    return [
        Problem(f"the concept {word!r} is not known", where, remedy=did_you_mean(word, concepts))
        for word in sorted(used - concepts)
    ]


def _members(
    node: Node, concepts: frozenset[str], problems: list[Problem]
) -> dict[str, tuple[Member, ...]]:
    found: dict[str, tuple[Member, ...]] = {}
    if not isinstance(node, Entries):
        problems.append(Problem("members are entries", where=MEMBERS.name))
        return found
    table = dimensions()
    for id_, value in node.nodes.items():
        where = f"{MEMBERS.name}, line {node.lines[id_]}"
        if id_ not in table or not isinstance(value, Entries):
            problems.append(Problem(f"the dimension {id_!r} is not known", where))
            continue
        members = []
        for member, spelled in value.nodes.items():
            if member not in table[id_].members and not table[id_].open:
                remedy = did_you_mean(member, table[id_].members)
                problems.append(Problem(f"{id_} has no member {member!r}", where, remedy=remedy))
            for text in _texts(spelled):
                words = frozenset(text.split())
                problems += _unknown(words, concepts, where)
                members.append(Member(id_, member, words))
        found[id_] = tuple(sorted(members, key=lambda m: -len(m.concepts)))
    return found
