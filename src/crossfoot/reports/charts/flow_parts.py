"""Finds the nodes and links of a Sankey diagram in the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.languages import Text
from crossfoot.reports.charts.look import GATHERING
from crossfoot.reports.charts.values import LEAST, ROUNDING, Part, number, parts, sites, total
from crossfoot.reports.charts.wording import chart_word
from crossfoot.reports.figures import Figures
from crossfoot.reports.model import Cell

if TYPE_CHECKING:
    from crossfoot.reports.plan import PlannedChart


@dataclass(frozen=True, slots=True)
class Node:
    """A bar of the diagram.

    Attributes:
        id: unique within the chart.
        name: what it is called.
        column: 0 for the leftmost.
        colour: number in the palette.
    """

    id: str
    name: Text
    column: int
    colour: int


@dataclass(frozen=True, slots=True)
class Link:
    """An amount that flows from one node to another."""

    source: str
    target: str
    value: Decimal


@dataclass
class FlowParts:
    """Nodes and links of a planned flow.

    Three kinds: parts to sites (`by = "entity"`), parts through their sum to other parts (`into`,
    with what is left), and parts through their wholes to one total.
    """

    plan: PlannedChart
    figures: Figures
    nodes: dict[str, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    unit_of: str = ""

    def make(self) -> bool:
        """Whether there is something to draw, and it adds up."""
        if self.plan.by_entity:
            made = self._to_sites()
        elif self.plan.into:
            made = self._through()
        else:
            made = self._to_total()
        units = {cell.fact.unit for cell in self.cells}
        if not made or len(units) != 1 or any(link.value < 0 for link in self.links):
            return False
        self.links = [link for link in self.links if link.value]
        used = {end for link in self.links for end in (link.source, link.target)}
        self.nodes = {id_: node for id_, node in self.nodes.items() if id_ in used}
        return len(self.links) >= LEAST

    def _parts(self, written: Iterable[str], entity: str = "") -> list[Part]:
        period = self.figures.given.period
        found = [p for each in written for p in parts(each, self.figures, period, entity)]
        if found and not self.unit_of:
            self.unit_of = found[0].whole
        return [part for part in found if part.number]

    def _node(self, id_: str, name: Text, column: int, colour: int) -> None:
        self.nodes.setdefault(id_, Node(id_, name, column, colour))

    def _link(self, source: str, target: str, value: Decimal) -> None:
        self.links.append(Link(source, target, value))

    def _to_sites(self) -> bool:
        """Carriers to sites; the carriers of the whole company give the order."""
        for colour, part in enumerate(sorted(self._parts(self.plan.parts), key=_size)):
            self._node(part.id, part.name, 0, colour)
        by_site = [
            (entity, name, self._parts(self.plan.parts, entity))
            for entity, name in sites(self.figures)
        ]
        by_site.sort(key=lambda row: -total(part.number for part in row[2]))
        for entity, name, found in by_site:
            self._node(entity, name, 1, GATHERING)
            for part in found:
                self._node(part.id, part.name, 0, len(self.nodes))
                self._link(part.id, entity, part.number)
                self.cells.append(part.cell)
        return sum(bool(found) for _, _, found in by_site) >= LEAST

    def _through(self) -> bool:
        """Sources to their sum, from there to sinks; what no sink takes is left."""
        sources, sinks = self._parts(self.plan.parts), self._parts(self.plan.into)
        if not sources or not sinks:
            return False
        self.cells += [part.cell for part in (*sources, *sinks)]
        middle, rest = "middle", "rest"
        left = total(part.number for part in sources) - total(part.number for part in sinks)
        for colour, part in enumerate(sorted(sources, key=_size)):
            self._node(part.id, part.name, 0, colour)
            self._link(part.id, middle, part.number)
        self._node(middle, self.plan.middle, 1, GATHERING)
        for colour, part in enumerate(sorted(sinks, key=_size), start=1):
            self._node(part.id, part.name, 2, colour)
            self._link(middle, part.id, part.number)
        self._node(rest, self.plan.rest, 2, len(sinks) + 1)
        self._link(middle, rest, left)
        return True

    def _to_total(self) -> bool:
        """Parts to the wholes that they are parts of, these to their sum."""
        period, wholes = self.figures.given.period, []
        for written in self.plan.parts:
            metric = self.figures.catalogue.get(written.partition(" ")[0])
            whole = number(self.figures, metric, period) if metric is not None else None
            if metric is None or whole is None or not whole.fact.number:
                continue
            wholes.append(metric.id)
            self.cells.append(whole)
            found = self._parts([written])
            missing = whole.fact.number - total(part.number for part in found)
            if missing < -ROUNDING * whole.fact.number:
                return False
            index = self.plan.parts.index(written)
            self._node(metric.id, self.plan.name(index, metric.title), 1, index)
            for part in sorted(found, key=_size):
                self._node(part.id, part.name, 0, index)
                self._link(part.id, metric.id, part.number)
                self.cells.append(part.cell)
            if missing > ROUNDING * whole.fact.number:
                unknown = f"{metric.id} rest"
                self._node(unknown, chart_word("rest.unsplit"), 0, index)
                self._link(unknown, metric.id, missing)
            reached = total(link.value for link in self.links if link.target == metric.id)
            self._link(metric.id, "total", reached)
        self._node("total", self.plan.middle, 2, GATHERING)
        split = any(cell.fact.dimensions for cell in self.cells)
        return len(wholes) >= LEAST and split


def _size(part: Part) -> Decimal:
    return -part.number
