"""A chart as data: what it shows and says, in no file format."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crossfoot.languages import Language, Text
from crossfoot.reports.charts.look import BODY, Look
from crossfoot.reports.model import Cell
from crossfoot.reports.units import printed_unit


class Form(StrEnum):
    """How a chart is drawn."""

    STACKED = "stacked"  # parts of a whole on top of each other, by year
    BARS = "bars"  # side by side, by year
    LINES = "lines"  # by year
    SHARES = "shares"  # parts in percent of their whole, by year
    MEMBERS = "members"  # one year, a bar for each member
    ENTITIES = "entities"  # one year, a bar for each site
    MONTHS = "months"  # the reporting year, month by month
    INTENSITY = "intensity"  # amounts as bars, their ratio to something as a line, by year
    WATERFALL = "waterfall"  # from last year's total to this year's, part by part
    FLOW = "flow"  # a Sankey diagram of one year
    DONUT = "donut"  # parts of a whole, one year
    PROFILE = "profile"  # several breakdowns of one whole below each other, one year
    PYRAMID = "pyramid"  # two members on either side of groups, one year
    PLACES = "places"  # sites on a graticule, one year
    MATRIX = "matrix"  # topics by impact and financial materiality
    PATHWAY = "pathway"  # a target, the way to it, and the years so far


#: forms whose labels need room
WIDE = (Form.FLOW,)


@dataclass(frozen=True, slots=True)
class DataTable:
    """The values of a chart as a table of texts: one row for each thing that is drawn."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend: a name and the number of its colour in the palette, from 0."""

    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list beside a chart that names its marks by numbers."""

    number: int
    text: str
    colour: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Lines of the list beside a chart, under a heading (empty for none)."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(ABC):
    """A chart, the same for page and print.

    Attributes:
        id: name in the page's address.
        form: how it is drawn.
        title: what it shows.
        unit: unit expression of its values.
        period: the time of all values, where no axis says it.
        metric: id of the first metric; its unit may be a count of something.
        note: what a reader must know to read it right.
    """

    id: str
    form: Form
    title: Text
    unit: str
    period: Text | None = None
    metric: str = ""
    note: Text | None = None

    @property
    def wide(self) -> bool:
        """Whether it wants a page's whole width rather than half of it."""
        return self.form in WIDE

    @abstractmethod
    def cells(self) -> Iterator[Cell]:
        """All printed values that are drawn."""

    @abstractmethod
    def option(self, look: Look) -> dict[str, Any]:
        """The option that ECharts draws: plain data without functions."""

    @abstractmethod
    def table(self, language: Language) -> DataTable:
        """Every value as a table."""

    @abstractmethod
    def sentences(self, language: Language) -> list[str]:
        """What a seeing reader takes from the chart."""

    def legend(self, language: Language) -> tuple[Key, ...]:
        """Names of colours; empty where there is but one."""
        return ()

    def listed(self, language: Language) -> tuple[Entries, ...]:
        """The list beside the chart; empty where marks bear their names."""
        return ()

    def body(self, language: Language) -> int:
        """Pixels of height, without the legend."""
        return BODY

    def live_body(self, language: Language) -> int:
        """Pixels of height in a page, which draws legend and list itself."""
        return self.body(language)

    def unit_text(self, language: Language) -> str:
        """The unit as it is printed beside the title."""
        return printed_unit(self.unit, language, self.metric)
