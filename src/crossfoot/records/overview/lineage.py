"""What a figure was made of, from the kept numbers: down to the entry of a person.

A person sees the nodes of units that they may read; of others only that there is something.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crossfoot.calculation.rules import rule_text
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Language, Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.records.overview.entries import Signed, signed_entries
from crossfoot.records.overview.store import Numbers, Stored
from crossfoot.records.overview.wording import (
    fact_words,
    figure_label,
    footnote_words,
    short_words,
    value_words,
    waiting_words,
)
from crossfoot.reports.lineage import formula_words
from crossfoot.reports.units import printed_unit
from crossfoot.workspaces.figures import NAME, rules

#: nodes of a tree on one page; what is below has pages of its own
MOST = 160

#: how many children of one node are listed
MOST_CHILDREN = 40


@dataclass
class Node:
    """One value, and what it was made of.

    Attributes:
        label: what it is.
        value, unit: as they are printed.
        short: the value where it has more digits than a line has room for; else empty.
        rule: how it follows from the children.
        source: where a leaf comes from.
        fact: the fact; None for a line of the inventory.
        signed: who entered, reviewed and approved it; None where nobody did.
        hidden: belongs to a unit that the person may not read.
        children: what it was made of.
        more: how many children are not listed.
    """

    label: str
    value: str = ""
    short: str = ""
    unit: str = ""
    rule: str = ""
    source: str = ""
    fact: Fact | None = None
    signed: Signed | None = None
    hidden: bool = False
    children: list[Node] = field(default_factory=list)
    more: int = 0

    @property
    def is_below(self) -> bool:
        """Whether there is more below, on the node's own page."""
        return self.more > 0 and not self.children


@dataclass(frozen=True)
class Lineage:
    """The tree of a figure, and what else is said about the same figure.

    Attributes:
        current: the fact that counts.
        root: its tree.
        others: the other facts, such as a published value.
    """

    current: Stored
    root: Node
    others: tuple[Node, ...]


@dataclass(frozen=True)
class Reader:
    """Who reads, and how.

    Attributes:
        units: codes of the units that the person may read.
        names: what units are called.
        language: of the page.
    """

    units: Collection[str]
    names: Mapping[str, str]
    language: Language


def lineage_of(
    numbers: Numbers,
    metric: str,
    entity: str,
    period: Period,
    breakdown: Dimensions,
    reader: Reader,
) -> Lineage | None:
    """The lineage of a figure; None where nothing is known of it."""
    found = numbers.of(entity, (metric,), (period,), str(breakdown))
    current = current_of(found, numbers.said("variant"))
    if current is None:
        return None
    growing = _Growing(numbers, reader)
    root = growing.tree(current)
    others = tuple(growing.leaf(each) for each in found if each.id != current.id)
    growing.sign([root, *others])
    return Lineage(current, root, others)


def current_of(found: Sequence[Stored], variant: str | None) -> Stored | None:
    """The fact that counts among those about one figure, as everywhere."""
    if not found:
        return None
    facts = [each.fact for each in found]
    metric = catalogue().get(facts[0].metric)
    formula = metric is not None and metric.formula is not None
    current = FactSet(facts).current(facts[0].key, formula=formula, variant=variant)
    return next((each for each in found if each.fact is current), None)


def entered_activity(numbers: Numbers, total: Stored) -> dict[FactKey, Stored]:
    """Entered figures that are rows of the inventory as well: of a unit, within a total's period.

    Those of which the ledger has bills instead are among them: they are what could be rows.
    """
    groups: dict[FactKey, list[Stored]] = {}
    for stored in numbers.of(total.fact.entity, tuple(rules()), (), ""):
        fact = stored.fact
        if fact.basis is Basis.ENTERED and total.fact.period.contains(fact.period):
            groups.setdefault(fact.key, []).append(stored)
    found = {key: current_of(some, numbers.said("variant")) for key, some in groups.items()}
    return {key: stored for key, stored in found.items() if stored is not None}


class _Growing:
    """A tree that grows level by level, one query for each."""

    def __init__(self, numbers: Numbers, reader: Reader) -> None:
        self.numbers = numbers
        self.reader = reader
        self.left = MOST
        self._entries: dict[str, list[Node]] = {}

    def tree(self, stored: Stored) -> Node:
        root = self.leaf(stored)
        level = [(root, stored)]
        while level and self.left > 0:
            level = self._next(level)
        return root

    def _next(self, level: list[tuple[Node, Stored]]) -> list[tuple[Node, Stored]]:
        wanted: dict[int, None] = {}
        for node, stored in level:
            if not node.hidden:
                inputs = list(dict.fromkeys(stored.origin.get("inputs", ())))
                wanted |= dict.fromkeys(inputs[:MOST_CHILDREN])
        found = self.numbers.by_numbers(wanted)
        below = []
        for node, stored in level:
            if node.hidden:
                continue
            inputs = list(dict.fromkeys(stored.origin.get("inputs", ())))
            listed = inputs[: min(MOST_CHILDREN, max(self.left, 0))]
            node.more = len(inputs) - len(listed)
            for number in listed:
                child = self.leaf(found[number])
                node.children.append(child)
                below.append((child, found[number]))
            self.left -= len(listed)
            if stored.origin["kind"] == "inventoried":
                self._lines(node, stored)
        return below

    def _lines(self, node: Node, stored: Stored) -> None:
        trees = self.numbers.lines(stored.id) or []
        listed = trees[: max(self.left, 0)]
        node.children += [self._line(tree) for tree in listed]
        node.more = len(trees) - len(listed)
        self.left -= len(listed)
        if any(NAME in part["source"][0] for tree in trees for part in tree["children"]):
            rows = entered_activity(self.numbers, stored).values()
            node.children += [self.leaf(each) for each in rows]

    def _line(self, tree: Mapping[str, Any]) -> Node:
        language = self.reader.language
        at = 0 if language == "en" else 1
        value = None if tree["value"] is None else _decimal(tree["value"])
        stated = not tree["rule"][0]
        return Node(
            label=tree["label"][at],
            value=value_words(value, tree["unit"], language, stated=stated),
            short=short_words(value, language) if stated else "",
            unit=printed_unit(tree["unit"], language) if tree["unit"] else "",
            rule=tree["rule"][at],
            source=tree["source"][at],
            children=[self._line(child) for child in tree["children"]],
        )

    def leaf(self, stored: Stored) -> Node:
        """A node without what is below it."""
        fact, language = stored.fact, self.reader.language
        label = figure_label(fact, self.reader.names, language)
        if fact.entity not in self.reader.units:
            return Node(label, fact=fact, hidden=True)
        node = Node(
            label=label,
            value=fact_words(fact, language),
            unit=printed_unit(fact.unit, language, fact.metric) if fact.unit else "",
            rule=self._rule(stored),
            source=_source(stored.origin)[language],
            fact=fact,
        )
        if fact.value is None:
            node.source = waiting_words(fact.nil_reason, self.reader.names)[language]
        elif not fact.qualifier.is_exact and fact.note:
            said = footnote_words(fact.note, self.reader.names)[language]
            node.source = " · ".join(part for part in (node.source, said) if part)
        if stored.origin["kind"] == "entered":
            self._entries.setdefault(stored.origin["entry"], []).append(node)
        return node

    def _rule(self, stored: Stored) -> str:
        rule = stored.origin.get("rule", "")
        metric = catalogue().get(stored.fact.metric)
        if metric is not None and metric.formula is not None and metric.formula.text == rule:
            return formula_words(metric.formula, catalogue(), self.reader.language)
        return rule_text(rule)[self.reader.language] if rule else ""

    def sign(self, roots: Sequence[Node]) -> None:
        """Say who entered, reviewed and approved, for all nodes at once."""
        signed = signed_entries(self._entries, self.reader.units)
        for entry, nodes in self._entries.items():
            for node in nodes:
                node.signed = signed.get(entry)


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def _decimal(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except ArithmeticError:
        return text


def _source(origin: Mapping[str, Any]) -> Text:
    say: Callable[[Mapping[str, Any]], Text] | None = _SOURCES.get(origin["kind"])
    return say(origin) if say else Text("", "")


def _imported(origin: Mapping[str, Any]) -> Text:
    en, zh = [origin["file"]], [origin["file"]]
    if origin["sheet"]:
        en.append(f"sheet {origin['sheet']}")
        zh.append(f"工作表{origin['sheet']}")
    en.append(f"row {origin['row']}")
    zh.append(f"第{origin['row']}行")
    for further in (origin["source"], f"SHA-256 {origin['sha256'][:12]}"):
        if further:
            en.append(further)
            zh.append(further)
    return Text(", ".join(en), "，".join(zh))


def _printed(origin: Mapping[str, Any]) -> Text:
    en, zh = [origin["document"]], [origin["document"]]
    if origin["page"] is not None:
        en.append(f"page {origin['page']}")
        zh.append(f"第{origin['page']}页")
    if origin["line"] is not None:
        en.append(f"line {origin['line']}")
        zh.append(f"第{origin['line']}行")
    if origin["as_printed"]:
        en.append(f"“{origin['as_printed']}”")
        zh.append(f"“{origin['as_printed']}”")
    return Text(", ".join(en), "，".join(zh))


def _unstated(_: Mapping[str, Any]) -> Text:
    return Text("source not stated", "未注明来源")


_SOURCES: dict[str, Callable[[Mapping[str, Any]], Text]] = {
    "imported": _imported,
    "printed": _printed,
    "unstated": _unstated,
}
