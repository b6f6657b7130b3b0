"""A Sankey diagram of one year: what goes in comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language
from crossfoot.reports.charts.chart import Chart, DataTable
from crossfoot.reports.charts.flow_parts import FlowParts, Link, Node
from crossfoot.reports.charts.look import SMALL, Look, Medium, text_width
from crossfoot.reports.charts.values import percent, total
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures, period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import format_number
from crossfoot.reports.units import printed_unit

if TYPE_CHECKING:
    from crossfoot.reports.plan import PlannedChart

#: pixels of a node's row, so that labels of thin nodes do not meet
ROW = 30
NODE_GAP = 14

#: what each further line of a label adds
LINE = 12

#: pixels for labels at the sides; a page may be as narrow as a phone
MARGIN = {"print": 232, "page": 132}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Chart):
    """Nodes in columns and links between them.

    Attributes:
        nodes: from left to right, each column from the top.
        links: the amounts that flow.
        places: decimals of the amounts in words and table.
        drawn_from: the printed values that the links were drawn from.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    places: int
    drawn_from: tuple[Cell, ...]

    def cells(self) -> Iterator[Cell]:
        """The printed values behind links and nodes."""
        yield from self.drawn_from

    def inflow(self, node: Node) -> Decimal:
        """What reaches a node from the left."""
        return total(link.value for link in self.links if link.target == node.id)

    def outflow(self, node: Node) -> Decimal:
        """What leaves it to the right."""
        return total(link.value for link in self.links if link.source == node.id)

    def through(self, node: Node) -> Decimal:
        """What a node is drawn with."""
        return max(self.inflow(node), self.outflow(node))

    @property
    def whole(self) -> Decimal:
        """All that enters on the left."""
        reached = {link.target for link in self.links}
        return total(self.outflow(node) for node in self.nodes if node.id not in reached)

    def body(self, language: Language) -> int:
        """Room for the longest column."""
        return self._height("print", language)

    def live_body(self, language: Language) -> int:
        """Higher than on paper where the margins of a page break more labels."""
        return self._height("page", language)

    def _height(self, medium: Medium, language: Language) -> int:
        columns = [node.column for node in self.nodes]
        row = ROW + LINE * self._breaks(medium, language)
        return 48 + row * max(columns.count(column) for column in columns)

    def unit_text(self, language: Language) -> str:
        """Labels are percent; tooltip and table have the amounts."""
        unit = printed_unit(self.unit, language, self.metric)
        return chart_word("share.of_unit", unit=unit)[language]

    def _amount(self, value: Decimal, language: Language) -> str:
        return format_number(value, self.places, language)

    def table(self, language: Language) -> DataTable:
        """A row for each link."""
        names = {node.id: node.name for node in self.nodes}
        heads = ("flow.from", "flow.to")
        unit = printed_unit(self.unit, language, self.metric)
        return DataTable(
            (*(chart_word(head)[language] for head in heads), unit),
            tuple(
                (
                    names[link.source][language],
                    names[link.target][language],
                    self._amount(link.value, language),
                )
                for link in self.links
            ),
        )

    def sentences(self, language: Language) -> list[str]:
        """One for each column: its nodes, the largest first."""
        found = []
        for column in sorted({node.column for node in self.nodes}):
            nodes = [node for node in self.nodes if node.column == column]
            nodes.sort(key=self.through, reverse=True)
            points = [
                chart_word(
                    "say.point",
                    at=node.name,
                    value=f"{self._amount(self.through(node), language)}"
                    f" ({percent(self.through(node) / self.whole, language)})",
                )[language]
                for node in nodes
            ]
            found.append(chart_word("say.plain", points=joined(points, language))[language])
        return found

    def option(self, look: Look) -> dict[str, Any]:
        """Columns of nodes; the links have the colour of where they come from."""
        last = max(node.column for node in self.nodes)
        names = {node.id: node.name[look.language] for node in self.nodes}
        return look.base() | {
            "legend": look.legend(()),
            "series": [
                {
                    "type": "sankey",
                    "left": self._margin(0, look),
                    "right": self._margin(last, look),
                    "top": 12,
                    "bottom": 12,
                    "nodeWidth": 12,
                    "nodeGap": NODE_GAP + LINE * self._breaks(look.medium, look.language),
                    "layoutIterations": 0 if last == 1 else 32,
                    "nodeAlign": "justify",
                    "draggable": False,
                    "emphasis": {"focus": "adjacency"},
                    "lineStyle": {"color": "source", "opacity": 0.32, "curveness": 0.5},
                    "data": [self._node(node, look, last) for node in self.nodes],
                    "links": [
                        {
                            "source": link.source,
                            "target": link.target,
                            "value": float(link.value),
                            "text": self._amount(link.value, look.language),
                            "title": f"{names[link.source]} → {names[link.target]}",
                        }
                        for link in self.links
                    ],
                }
            ],
        }

    def _margin(self, column: int, look: Look) -> int:
        """Pixels beside an outer column, for its labels; long ones break."""
        widths = [self._width(node, look.language) for node in self.nodes if node.column == column]
        return min(max(widths), MARGIN[look.medium])

    def _breaks(self, medium: Medium, language: Language) -> int:
        """How often the longest label beside the diagram breaks."""
        last = max(node.column for node in self.nodes)
        room = MARGIN[medium] - 30
        widths = [self._width(node, language) for node in self.nodes if node.column in (0, last)]
        # words rarely fill a line; a fifth of a line more is what that takes
        return max(0 if width <= room + 30 else round(width / room - 0.3) for width in widths)

    def _width(self, node: Node, language: Language) -> int:
        return text_width(f"{node.name[language]} 100.0%", SMALL) + 30

    def _node(self, node: Node, look: Look, last: int) -> dict[str, Any]:
        share = percent(self.through(node) / self.whole, look.language)
        name = node.name[look.language]
        gap = "\n" if look.medium == "page" and 0 < node.column < last else " "
        outside = {0: "left", last: "right"}.get(node.column)
        label = look.label(outside or "right", show=True)
        if outside:
            label |= {"width": self._margin(node.column, look) - 26, "overflow": "break"}
        return {
            "name": node.id,
            "depth": node.column,
            "title": name,
            "text": f"{self._amount(self.through(node), look.language)} ({share})",
            "itemStyle": {"color": look.series(node.colour), "borderWidth": 0},
            "label": label | {"formatter": f"{name}{gap}{share}"},
        }


def flow(plan: PlannedChart, figures: Figures) -> Iterator[Flow]:
    """The flows of the plan, where what goes in comes out."""
    made = FlowParts(plan, figures)
    if not made.make():
        return
    metric = figures.catalogue[made.unit_of]
    yield Flow(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metric.unit,
        period=period_label(figures.given.period),
        metric=metric.id,
        nodes=tuple(made.nodes.values()),
        links=tuple(made.links),
        places=max((cell.places for cell in made.cells), default=0),
        drawn_from=tuple(made.cells),
    )
