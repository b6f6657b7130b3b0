"""What a page of the inventory is asked: whose, of when, how counted, and which part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from crossfoot.calculation.scope2 import LOCATION, MARKET
from crossfoot.calculation.views import subcategories
from crossfoot.languages import Language
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.records.overview.inventory.asked import Selection
from crossfoot.records.overview.inventory.gaps import rows_left_out
from crossfoot.records.overview.inventory.kept import Kept, Tables, open_kept
from crossfoot.records.overview.starting import begin, can_build
from crossfoot.records.roles import Duty
from crossfoot.web.views.dashboard.asked import Asked, asking
from crossfoot.web.words import Words

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

#: words of the approaches and methods
APPROACHES = {
    "operational_control": "inv_operational_control",
    "financial_control": "inv_financial_control",
    "equity_share": "inv_equity_share",
}
METHODS = {LOCATION: "inv_location", MARKET: "inv_market"}

#: pages beside each other: name of the page, key of its word
NAVIGATION = (
    ("inventory", "inv_year"),
    ("inventory_scope3", "inv_scope3"),
    ("inventory_iso", "inv_iso"),
    ("inventory_sources", "inv_sources"),
    ("inventory_uncertainty", "inv_uncertainty"),
    ("inventory_factors", "inv_factors"),
    ("inventory_balances", "inv_balances"),
    ("inventory_unresolved", "inv_unresolved"),
    ("inventory_compare", "inv_compare"),
    ("inventory_restate", "inv_restate"),
)


@dataclass(frozen=True)
class Inquiry:
    """What is asked, with the tables open.

    Attributes:
        base: person, unit and freshness, as the dashboard asks them.
        kept: the kept inventory; None where there is none yet.
        tables: those of the approach; None where there is no inventory, or no rows.
        approach: consolidation approach.
        part: the part of the inventory.
        years: years with rows.
        page: name of the page.
    """

    base: Asked
    kept: Kept | None
    tables: Tables | None
    approach: str
    part: Selection
    years: tuple[int, ...]
    page: str

    @property
    def person(self) -> Person:
        """Who asks."""
        return self.base.person

    @cached_property
    def said(self) -> Language:
        """Language of the reader."""
        return language()

    @cached_property
    def words(self) -> Words:
        """Words of the page."""
        return Words(self.said)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What units are called: those of the calculation, then those of today."""
        at = 0 if self.said == "en" else 1
        known = self.kept.said["names"] if self.kept else {}
        return {**{id_: both[at] for id_, both in known.items()}, **self.base.names}

    @property
    def gwp(self) -> str:
        """Name of the set of warming potentials."""
        return self.kept.gwp_sets[self.part.gwp] if self.kept else ""

    def title(self, level: str, value: str) -> str:
        """What a scope, category, site, month or method is called."""
        if level == "scope":
            return self.words[f"inv_scope_{value}"]
        if level == "site":
            return self.names.get(value, value)
        if level == "category":
            found = subcategories().get((self.part.scope, value))
            return _capital(found.title[self.said]) if found else value
        return self.words[METHODS[value]] if level == "method" else value

    def category(self, scope: str, category: str) -> str:
        """What a category of a scope is called; those of scope 3 with their number."""
        found = subcategories().get((scope, category))
        title = _capital(found.title[self.said]) if found else category
        return f"{category}. {title}" if scope == "3" else title

    @property
    def query(self) -> dict[str, str]:
        """Unit, year, set and approach, as addresses have them."""
        return {
            "unit": self.base.unit,
            "year": str(self.part.year),
            "gwp": self.gwp,
            "approach": self.approach,
        }

    def link(self, page: str = "inventory_explore", **asked: str) -> str:
        """A page with the same unit, year, set and approach."""
        given = {name: value for name, value in asked.items() if value}
        return f"{reverse(page)}?{urlencode({**self.query, **given})}"

    def explore(self, part: Selection) -> str:
        """The page of a part."""
        names = ("method", "scope", "category", "site", "month")
        return self.link(**{name: getattr(part, name) for name in names})

    def shown(self) -> dict[str, Any]:
        """What the frame of all these pages needs."""
        kept = self.kept
        return {
            **self.base.shown(),
            "has_numbers": kept is not None,
            "year": self.part.year,
            "years": list(reversed(self.years)),
            "gwp": self.gwp,
            "gwp_sets": kept.gwp_sets if kept else (),
            "approach": self.approach,
            "approaches": [
                (each, self.words[APPROACHES[each]]) for each in (kept.approaches if kept else ())
            ],
            "here": self.page,
            "navigation": [*self._tabs()],
            "no_rows": kept is not None and self.tables is None,
            "left_out": self.left_out,
            "left_out_address": self.link("inventory_unresolved"),
        }

    def _tabs(self) -> Iterator[tuple[str, str, str]]:
        for name, key in NAVIGATION:
            yield name, self.link(name), self.words[key]
        first = reverse("inventory_statements", args=["base-year"])
        yield (
            "inventory_statements",
            f"{first}?{urlencode(self.query)}",
            self.words["inv_statements"],
        )

    @property
    def left_out(self) -> int:
        """How many rows of these sites are in no total."""
        if self.kept is None:
            return 0
        part = self.part
        return len(rows_left_out(self.kept, part.sites, part.year, unknown=self.is_whole))

    @cached_property
    def is_whole(self) -> bool:
        """Whether all of the organisation is shown, to somebody who may read all of it."""
        root = self.kept.said["root"] if self.kept else ""
        return self.base.unit == root and self.person.may(Duty.READ)


@contextmanager
def inquiring(request: HttpRequest, page: str) -> Iterator[Inquiry]:
    """What is asked, with everything open.

    Raises:
        NotAllowedError: the unit is not the person's to read.
        Http404: there is no such unit, site, year, set or approach.
    """
    with asking(request) as base, ExitStack() as open_ones:
        kept = open_kept(base.folder) if base.numbers is not None else None
        if kept is None and base.fresh.is_current and can_build(base.folder):
            begin(base.folder)  # its files are gone, or of an earlier edition
            fresh = replace(base.fresh, is_current=False, is_building=True)
            base = replace(base, fresh=fresh)
        approach, tables = "", None
        years: tuple[int, ...] = ()
        if kept is not None and not kept.is_empty and base.unit:
            approach = _chosen(request, "approach", kept.approaches)
            tables = open_ones.enter_context(kept.opened(approach))
            years = tuple(tables.years)
        part = Selection(_sites(base, kept), _year(request, kept, years))
        if kept is not None:
            part = replace(part, gwp=kept.gwp_sets.index(_chosen(request, "gwp", kept.gwp_sets)))
        part = _part(request, part)
        yield Inquiry(base, kept, tables, approach, part, years, page)


def _sites(base: Asked, kept: Kept | None) -> frozenset[str]:
    """The unit and those below it that the person may read; closed ones for who reads all."""
    if kept is None or not base.unit:
        return frozenset()
    below = kept.below(base.unit)
    return below if base.person.may(Duty.READ) else below & frozenset(base.names)


def _chosen(request: HttpRequest, name: str, known: tuple[str, ...] | Any) -> str:
    wanted = request.GET.get(name, "")
    if not wanted:
        return str(known[0])
    if wanted not in known:
        raise Http404
    return wanted


def _year(request: HttpRequest, kept: Kept | None, years: tuple[int, ...]) -> int:
    wanted = request.GET.get("year", "")
    if wanted:
        if not (wanted.isdecimal() and 1900 <= int(wanted[:5]) <= 2999):
            raise Http404
        return int(wanted)
    usual = int(kept.said["year"]) if kept else 0
    return usual if usual in years or not years else years[-1]


def _part(request: HttpRequest, part: Selection) -> Selection:
    get = request.GET.get
    site, month = get("site", ""), get("month", "")
    if site and part.sites and site not in part.sites:
        raise Http404
    if month and not _MONTH.fullmatch(month):
        raise Http404
    if month and part.year and not month.startswith(f"{part.year}-"):
        raise Http404
    method = get("method", "") or LOCATION
    if method not in METHODS:
        raise Http404
    scope, category = get("scope", ""), get("category", "")
    known = subcategories()
    if scope and scope not in {each for each, _ in known}:
        raise Http404
    if category and (scope, category) not in known:
        raise Http404
    return replace(part, method=method, scope=scope, category=category, site=site, month=month)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
