"""Sites on a graticule: numbered discs sized by a figure, without borders."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Language, Text
from crossfoot.reports.charts.chart import Chart, DataTable, Entries, Entry
from crossfoot.reports.charts.look import Look, readable_on
from crossfoot.reports.charts.numbered import list_beside, list_height, moved_apart
from crossfoot.reports.charts.values import LEAST, members, number, printed, sites
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures, period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.units import printed_unit

if TYPE_CHECKING:
    from crossfoot.reports.plan import PlannedChart

#: pixels of the plot in a picture
SIDE = 330

#: radius of the smallest and the largest disc
SMALLEST, LARGEST = 10.0, 24.0

#: more sites than this get smaller discs
MANY = 8

#: degrees around the outermost sites, and the least that a map shows
MARGIN, LEAST_SPAN = 0.12, 8.0


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its name, and where its seat is in degrees east and north."""

    name: Text
    east: float
    north: float


@cache
def regions() -> Mapping[str, Region]:
    """The regions by code (regions.toml)."""
    text = Path(__file__).with_name("regions.toml").read_text(encoding="utf-8")
    return {
        code: Region(Text(entry["en"], entry["zh"]), *map(float, entry["at"]))
        for code, entry in tomllib.loads(text)["regions"].items()
    }


@dataclass(frozen=True, slots=True)
class Place:
    """A site, the region whose seat stands for it, and its figure."""

    name: Text
    region: Region
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Places(Chart):
    """Sites, the largest first."""

    places: tuple[Place, ...]

    def cells(self) -> Iterator[Cell]:
        """The figures of the sites."""
        yield from (place.cell for place in self.places)

    def body(self, language: Language) -> int:
        """The plot, or the list where that is longer."""
        return max(SIDE + 40, list_height(self.listed(language)) + 16)

    def live_body(self, language: Language) -> int:
        """The plot alone."""
        return SIDE + 50

    def _text(self, place: Place, language: Language) -> str:
        name, region = place.name[language], place.region.name[language]
        shown = name if region in name else chart_word("say.in", name=name, region=region)[language]
        return chart_word("say.point", at=shown, value=printed(place.cell, language))[language]

    def listed(self, language: Language) -> tuple[Entries, ...]:
        """All sites with their figures."""
        entries = tuple(
            Entry(i, f"{place.name[language]} {printed(place.cell, language)}", 0)
            for i, place in enumerate(self.places, start=1)
        )
        return (Entries("", entries),)

    def table(self, language: Language) -> DataTable:
        """A row for each site."""
        unit = printed_unit(self.unit, language, self.metric)
        return DataTable(
            ("", chart_word("places.region")[language], unit),
            tuple(
                (
                    f"{i} {place.name[language]}",
                    place.region.name[language],
                    printed(place.cell, language),
                )
                for i, place in enumerate(self.places, start=1)
            ),
        )

    def sentences(self, language: Language) -> list[str]:
        """All sites."""
        points = joined([self._text(place, language) for place in self.places], language)
        return [chart_word("say.plain", points=points)[language]]

    def _view(self) -> tuple[float, float, float, float]:
        """West, east, south and north edge; a degree is as long across as up, in the middle."""
        easts = [place.region.east for place in self.places]
        norths = [place.region.north for place in self.places]
        middle_east, middle_north = (min(easts) + max(easts)) / 2, (min(norths) + max(norths)) / 2
        squeeze = math.cos(math.radians(middle_north))
        across, up = (max(easts) - min(easts)) * squeeze, max(norths) - min(norths)
        half = max(across, up, LEAST_SPAN) * (1 + 2 * MARGIN) / 2
        return (
            middle_east - half / squeeze,
            middle_east + half / squeeze,
            middle_north - half,
            middle_north + half,
        )

    def option(self, look: Look) -> dict[str, Any]:
        """Discs on degrees of longitude and latitude; on paper with the list beside them."""
        west, east, south, north = self._view()
        grid: dict[str, Any] = {"left": 40, "top": 10, "outerBoundsMode": "none"}
        on_paper = {"width": SIDE, "height": SIDE}
        grid |= on_paper if look.medium == "print" else {"right": 12, "bottom": 26}
        option = look.base() | {
            "legend": look.legend(()),
            "grid": grid | {"show": True, "borderColor": look.palette["rule"]},
            "xAxis": _degrees(look, west, east),
            "yAxis": _degrees(look, south, north),
            "series": [{"type": "scatter", "data": self._data(look)}],
        }
        if look.medium == "print":
            option["graphic"] = list_beside(self.listed(look.language), look)
        return option

    def _data(self, look: Look) -> list[dict[str, Any]]:
        west, east, south, north = self._view()
        across, up = SIDE / (east - west), SIDE / (north - south)
        most = max(float(abs(place.cell.fact.number)) for place in self.places) or 1.0
        # many sites get smaller discs, so that they need not move far
        largest = LARGEST * min(1.0, math.sqrt(MANY / len(self.places)))
        radii = [
            max(SMALLEST, largest * math.sqrt(abs(float(place.cell.fact.number)) / most))
            for place in self.places
        ]
        centres = [
            ((place.region.east - west) * across, (place.region.north - south) * up)
            for place in self.places
        ]
        placed = moved_apart(centres, radii, SIDE, SIDE)
        colour = look.series(0)
        return [
            {
                "value": [round(west + x / across, 3), round(south + y / up, 3)],
                "name": place.name[look.language],
                "text": printed(place.cell, look.language),
                "symbolSize": round(radius * 2, 1),
                "itemStyle": {"color": colour, "opacity": 1, "borderColor": look.palette["page"]},
                "label": {
                    "show": True,
                    "formatter": str(i),
                    "color": readable_on(colour),
                    "fontSize": 11,
                },
            }
            for i, (place, radius, (x, y)) in enumerate(
                zip(self.places, radii, placed, strict=True), start=1
            )
        ]


def _degrees(look: Look, low: float, high: float) -> dict[str, Any]:
    axis = look.value_axis()
    span = high - low
    step = next(step for step in (1, 2, 5, 10, 20, 30, 60, 90) if span / step <= 6)
    axis |= {"min": low, "max": high, "interval": step}
    # lines at whole steps; the ends of the axis, which are no whole degrees, stay unnamed
    first = math.ceil(low / step) * step
    ticks = [float(first + step * i) for i in range(int((high - first) / step) + 1)]
    axis["axisLabel"] |= {
        "formatter": "{value}°",
        "showMinLabel": False,
        "showMaxLabel": False,
        "customValues": ticks,
    }
    axis["axisTick"] = {"show": False, "customValues": ticks}
    axis["splitLine"] |= {"showMinLine": False, "showMaxLine": False}
    axis["axisLine"] = {"show": False}
    return axis


def places(plan: PlannedChart, figures: Figures) -> Iterator[Places]:
    """Sites by their region; with a dimension, members of a breakdown that are region codes."""
    metric, period = plan.known(figures.catalogue)[0], figures.given.period
    found: list[Place] = []
    if plan.dimension:
        for member in members(plan.dimension, metric, figures, (period,)):
            cell = number(figures, metric, period, Dimensions({plan.dimension: member}))
            if member in regions() and cell is not None:
                found.append(Place(regions()[member].name, regions()[member], cell))
    else:
        for entity, name in sites(figures):
            cell = number(figures, metric, period, entity=entity)
            code = _region_of(entity, figures)
            if cell is not None and code in regions():
                found.append(Place(name, regions()[code], cell))
    found = [place for place in found if place.cell.fact.number > 0]
    if len(found) < LEAST:
        return
    yield Places(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metric.unit,
        period=period_label(period),
        metric=metric.id,
        note=chart_word("places.note"),
        places=tuple(sorted(found, key=lambda place: -place.cell.fact.number)),
    )


def _region_of(entity: str, figures: Figures) -> str:
    """Region of an entity; inherited from its parents where it has none."""
    organisation = figures.given.organisation
    while organisation is not None and entity in organisation:
        if organisation[entity].region:
            return organisation[entity].region
        entity = organisation[entity].parent
    return ""
