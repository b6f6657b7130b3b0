"""A chart as data: series of printed values over categories, in no particular look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from crossfoot.languages import Text
from crossfoot.reports.model import Cell


class Form(StrEnum):
    """How a chart is drawn."""

    STACKED = "stacked"  # parts of a whole on top of each other, by year
    BARS = "bars"  # side by side, by year
    LINES = "lines"  # by year
    SHARES = "shares"  # parts in percent of their whole, by year
    MEMBERS = "members"  # one year, a bar for each member
    ENTITIES = "entities"  # one year, a bar for each site
    MONTHS = "months"  # the reporting year, month by month


#: forms whose bars lie on their side, since their labels are long
LYING = (Form.SHARES, Form.MEMBERS, Form.ENTITIES)

#: forms whose series are parts of one whole
PILED = (Form.STACKED, Form.SHARES, Form.ENTITIES, Form.MONTHS)


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one name, one for each category; None where there is none."""

    name: Text
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, the same for page and print.

    Attributes:
        id: name in the page's address.
        form: how it is drawn.
        title: what it shows.
        unit: unit expression of its values.
        categories: labels along the axis.
        series: what is drawn.
        total: the printed total above each stack; None where no fact gives one.
        period: the time of all values, where the categories do not say it.
        metric: id of the first metric, where its unit is a count.
    """

    id: str
    form: Form
    title: Text
    unit: str
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    total: Series | None = None
    period: Text | None = None
    metric: str = ""

    def cells(self) -> Iterator[Cell]:
        """All values that are drawn."""
        for series in self.series:
            yield from (cell for cell in series.cells if cell is not None)
