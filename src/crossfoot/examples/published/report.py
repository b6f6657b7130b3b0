"""Which published reports ship as examples, and what is known of each."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language, Text

#: names of the folders, in the order in which they are shown
SLUGS: tuple[str, ...] = ("alphaess-2022", "calb-2023", "kstar-2023")

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A published ESG report.

    Attributes:
        slug: name of its folder: "calb-2023".
        entity: id of the company in its facts.
        company: name of the company.
        title: title of the document.
        year: the year it reports on.
        first_year: the earliest single year with a figure in it.
        fiscal_year_start: month in which the company's year starts, 1 to 12.
        language: language of the edition that the figures were taken from.
        currency: currency of its amounts.
        standards: ids of the standards whose content index it prints.
        scope: entities that it covers.
        text_basis: what its line numbers count.
        text_lines: how many lines that text has.
        text_sha256: hash of that text, so that a reader can check to have the same.
        sites: names of the sites that figures of one site are of.
    """

    slug: str
    entity: str
    company: Text
    title: Text
    year: int
    first_year: int
    fiscal_year_start: int
    language: Language
    currency: str
    standards: tuple[str, ...]
    scope: Text
    text_basis: str
    text_lines: int
    text_sha256: str
    sites: Mapping[str, Text]

    @property
    def folder(self) -> Path:
        """Where its data lies."""
        return _HERE / self.slug

    @property
    def facts_file(self) -> Path:
        """Its figures, in the columns of a facts file."""
        return self.folder / "facts.csv"

    @property
    def index_file(self) -> Path:
        """Its content indices."""
        return self.folder / "index.csv"


def published_reports() -> tuple[PublishedReport, ...]:
    """The published reports that ship as examples."""
    return tuple(_read(slug) for slug in SLUGS)


def published_report(slug: str) -> PublishedReport:
    """One of them.

    Raises:
        CrossfootError: there is none of this name.
    """
    if slug not in SLUGS:
        alike = difflib.get_close_matches(slug, SLUGS, n=1, cutoff=0.4)
        remedy = f"did you mean {alike[0]}?" if alike else f"choose of {', '.join(SLUGS)}"
        raise CrossfootError(Problem(f"no published report is called {slug!r}", remedy=remedy))
    return _read(slug)


@cache
def _read(slug: str) -> PublishedReport:
    about = tomllib.loads((_HERE / slug / "report.toml").read_text(encoding="utf-8"))
    text: Mapping[str, Any] = about["text"]
    return PublishedReport(
        slug=slug,
        entity=about["entity"],
        company=Text(**about["company"]),
        title=Text(**about["title"]),
        year=about["year"],
        first_year=about["first_year"],
        fiscal_year_start=about["fiscal_year_start"],
        language=about["language"],
        currency=about["currency"],
        standards=tuple(about["standards"]),
        scope=Text(**about["scope"]),
        text_basis=text["basis"],
        text_lines=text["lines"],
        text_sha256=text["sha256"],
        sites={site: Text(**name) for site, name in about.get("sites", {}).items()},
    )
