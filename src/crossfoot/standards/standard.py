"""One standard: its editions, what it asks for on a day, and a code looked up in it."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.standards.codes import comparable, split_edition
from crossfoot.standards.disclosure import Disclosure


class Dating(StrEnum):
    """Which day of a report decides what applies to it."""

    PUBLICATION = "publication"
    PERIOD_START = "period_start"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a standard as a whole; both days are inside.

    Attributes:
        id: year that names it: "2021".
        title: its name.
        valid_from: first day on which it applies.
        valid_to: last day; None while no end is known.
        source: the text.
    """

    id: str
    title: Text
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class Standard:
    """A reporting standard as a catalogue of dated disclosures.

    Attributes:
        id: short name, as the command line uses it: "gri", "hkex", "ifrs-s2".
        title: its name.
        publisher: who sets it.
        dated_by: which day of a report decides what applies.
        prefixes: words that may stand before a code.
        editions: the editions of the standard as a whole, oldest first.
        all: every disclosure of every edition, in the order of the standard.
    """

    id: str
    title: Text
    publisher: str
    dated_by: Dating
    prefixes: tuple[str, ...]
    editions: tuple[Edition, ...]
    all: tuple[Disclosure, ...]

    def date_of(self, period: Period, published: date | None = None) -> date:
        """The day that decides what a report of a period has to disclose.

        Args:
            period: the reporting period.
            published: when the report comes out; the day after the period where not known yet.

        >>> from crossfoot.standards.catalogue import standard
        >>> standard("gri").date_of(Period.year(2023)), standard("hkex").date_of(Period.year(2025))
        (datetime.date(2024, 1, 1), datetime.date(2025, 1, 1))
        """
        if self.dated_by is Dating.PERIOD_START:
            return period.start
        return published or period.end + timedelta(days=1)

    def day_for(self, period: Period, edition: str = "") -> date:
        """The day whose disclosures an index of a report lists.

        As a rule that of `date_of`. A standard that had no edition then is applied early, as of
        the first day of its first edition; a named edition as of the nearest of its days.

        >>> from crossfoot.standards.catalogue import standard
        >>> standard("ifrs-s2").day_for(Period.year(2023))
        datetime.date(2024, 1, 1)

        Raises:
            CrossfootError: there is no edition of this name.
        """
        on = self.date_of(period)
        if not edition:
            return max(on, min(each.valid_from for each in self.editions))
        known = {each.id: each for each in self.editions}
        if edition not in known:
            raise CrossfootError(
                Problem(
                    f"{self.title.en} has no edition {edition!r}",
                    remedy=f"choose of {', '.join(known)}",
                )
            )
        on = max(on, known[edition].valid_from)
        return min(on, known[edition].valid_to or on)

    def edition(self, on: date) -> Edition:
        """The edition in effect on a day; the oldest known for days before it.

        >>> from crossfoot.standards.catalogue import standard
        >>> standard("hkex").edition(date(2024, 1, 1)).id
        '2020'
        """
        begun = [edition for edition in self.editions if edition.valid_from <= on]
        return begun[-1] if begun else self.editions[0]

    def disclosures(self, on: date) -> tuple[Disclosure, ...]:
        """What the standard asks for on a day, in the order of the standard."""
        return tuple(disclosure for disclosure in self.all if disclosure.applies(on))

    def find(self, code: str, on: date | None = None) -> Disclosure | None:
        """The disclosure that a code means, or None.

        Without a day the code alone decides, so that a report may adopt a disclosure before it
        applies. With a day, a bare number means the edition in effect: 303-3 in a report of
        2020 is recycled water, and water withdrawal from 2021 on.
        """
        known = self._by_code.get(comparable(code, self.prefixes), ())
        if on is None:
            return known[0] if known else None
        return next((disclosure for disclosure in known if disclosure.applies(on)), None)

    def disclosure(self, code: str, on: date | None = None) -> Disclosure:
        """The disclosure that a code means; see `find`.

        >>> from crossfoot.standards.catalogue import standard
        >>> standard("gri").disclosure("GRI 302-1").title.en
        'Energy consumption within the organization'

        Raises:
            CrossfootError: the standard has no such code, or it does not apply on the day.
        """
        if found := self.find(code, on):
            return found
        if on is not None and (outside := self.find(code)):
            raise CrossfootError(self._not_in_effect(outside, on))
        raise CrossfootError(self._unknown(code))

    def suggest(self, code: str) -> tuple[str, ...]:
        """Known codes that look like an unknown one, the most alike first."""
        wanted = comparable(code, self.prefixes)
        alike = difflib.get_close_matches(wanted, list(self._by_code), n=3, cutoff=0.6)
        return tuple(dict.fromkeys(self._by_code[key][0].code for key in alike))

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[Disclosure, ...]]:
        """Each comparable form of a code, with what it may mean, the likeliest first."""
        exact: dict[str, list[Disclosure]] = defaultdict(list)
        further: dict[str, list[Disclosure]] = defaultdict(list)
        for disclosure in self.all:
            number, _ = split_edition(disclosure.code)
            own = comparable(disclosure.code)
            exact[own].append(disclosure)
            for alias in (number, f"{number} ({disclosure.edition})", *disclosure.aliases):
                if comparable(alias) != own:
                    further[comparable(alias)].append(disclosure)
        keys = exact.keys() | further.keys()
        return {key: (*exact.get(key, ()), *further.get(key, ())) for key in sorted(keys)}

    def _not_in_effect(self, disclosure: Disclosure, on: date) -> Problem:
        label = f"{self.title.en} {disclosure.code}"
        if on < disclosure.valid_from:
            instead = [
                older.code
                for older in self.all
                if disclosure.code in older.replaced_by and older.applies(on)
            ]
            what = f"{label} applies from {disclosure.valid_from}, not yet on {on}"
        else:
            instead = list(disclosure.replaced_by)
            what = f"{label} applied until {disclosure.valid_to}, not on {on} any more"
        return Problem(what, remedy=f"use {', '.join(instead)} instead" if instead else "")

    def _unknown(self, code: str) -> Problem:
        alike = self.suggest(code)
        remedy = f"did you mean {', '.join(alike)}?" if alike else f"list them: index {self.id}"
        return Problem(f"{self.title.en} has no disclosure {code!r}", remedy=remedy)
