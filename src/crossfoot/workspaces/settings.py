"""`crossfoot.toml`: who reports, for which years, with which factors."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Approach
from crossfoot.languages import Text
from crossfoot.quantities.gases import WARMING_POTENTIAL_SETS

FILE_NAME = "crossfoot.toml"

_KNOWN: dict[str, frozenset[str]] = {
    "company": frozenset({"id", "name", "region"}),
    "report": frozenset({"title", "year", "first_year", "standards", "claim", "source", "notes"}),
    "inventory": frozenset({"factors", "gwp", "approach", "as_of"}),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What an organisation decides about its report.

    Attributes:
        entity: id of the entity that reports, the root of the organisation.
        company: its name.
        region: where it is when no organisation file says so.
        title: title of the report.
        year: the reporting year.
        first_year: the first year shown beside it.
        standards: ids of the standards whose content index the report carries.
        claim: what the report claims about GRI ("with reference", "in accordance").
        source: title of the published document, for a workspace of published facts; else empty.
        notes: notes on method and boundary, printed with the report.
        factors: names of factor sets and paths of own factor files, earlier ones first; empty for
            the default sets.
        gwp: warming-potential sets, the first one is the report's.
        approach: consolidation approach.
        as_of: the day of the look-up: factors published later are not used; None for today.
    """

    entity: str = "group"
    company: Text = field(default_factory=lambda: Text("", ""))
    region: str = "CN"
    title: Text = field(default_factory=lambda: Text("ESG report", "环境、社会及管治报告"))
    year: int = 0
    first_year: int = 0
    standards: tuple[str, ...] = ("gri", "hkex")
    claim: str = "with reference"
    source: str = ""
    notes: tuple[Text, ...] = ()
    factors: tuple[str, ...] = ()
    gwp: tuple[str, ...] = ("AR6",)
    approach: Approach = Approach.OPERATIONAL_CONTROL
    as_of: date | None = None

    @property
    def years(self) -> tuple[int, ...]:
        """The years the report shows, oldest first."""
        return tuple(range(self.first_year or self.year, self.year + 1))


def read_settings(path: Path) -> Settings:
    """Read and check a `crossfoot.toml`.

    Raises:
        CrossfootError: the file is no TOML, or says something it cannot mean.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CrossfootError(
            Problem(f"it is not a TOML file: {error}", where=str(path), remedy="mend that line")
        ) from error
    problems = list(_unknown_keys(document, path))
    settings = Settings()
    if not problems:
        try:
            settings = _settings(document)
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(Problem(str(error), where=str(path)))
        else:
            problems.extend(_contradictions(settings, path))
    if problems:
        raise CrossfootError.of(problems)
    return settings


def _unknown_keys(document: Mapping[str, Any], path: Path) -> list[Problem]:
    problems = []
    for table, content in document.items():
        known = _KNOWN.get(table)
        if known is None or not isinstance(content, Mapping):
            remedy = f"the tables are {', '.join(sorted(_KNOWN))}"
            problems.append(Problem(f"[{table}] is not known", where=str(path), remedy=remedy))
            continue
        for key in sorted(set(content) - known):
            remedy = f"[{table}] has the keys {', '.join(sorted(known))}"
            problems.append(Problem(f"{table}.{key} is not known", where=str(path), remedy=remedy))
    return problems


def _settings(document: Mapping[str, Any]) -> Settings:
    company = document.get("company", {})
    report = document.get("report", {})
    inventory = document.get("inventory", {})
    default = Settings()
    entity = str(company.get("id", default.entity))
    as_of = inventory.get("as_of")
    if as_of is not None and not isinstance(as_of, date):
        as_of = date.fromisoformat(str(as_of))
    year = int(report.get("year", 0))
    return Settings(
        entity=entity,
        company=_text(company.get("name", entity)),
        region=str(company.get("region", default.region)),
        title=_text(report["title"]) if "title" in report else default.title,
        year=year,
        first_year=int(report.get("first_year", year)),
        standards=tuple(report.get("standards", default.standards)),
        claim=str(report.get("claim", default.claim)),
        source=str(report.get("source", "")),
        notes=tuple(_text(note) for note in report.get("notes", ())),
        factors=tuple(inventory.get("factors", ())),
        gwp=tuple(inventory.get("gwp", default.gwp)),
        approach=Approach(inventory.get("approach", default.approach)),
        as_of=as_of,
    )


def _text(words: str | Mapping[str, str]) -> Text:
    if isinstance(words, str):
        return Text(words, words)
    return Text(words.get("en", ""), words.get("zh", ""))


def _contradictions(settings: Settings, path: Path) -> list[Problem]:
    problems = []
    if not 1990 <= settings.year <= 2100:
        problems.append(
            Problem(
                f"report.year is {settings.year or 'missing'}",
                where=str(path),
                remedy="write the reporting year, such as year = 2023",
            )
        )
    if settings.first_year > settings.year:
        problems.append(Problem("report.first_year lies after report.year", where=str(path)))
    problems.extend(
        Problem(
            f"inventory.gwp names {name!r}",
            where=str(path),
            remedy=f"the sets are {', '.join(WARMING_POTENTIAL_SETS)}",
        )
        for name in settings.gwp
        if name not in WARMING_POTENTIAL_SETS
    )
    return problems


def write_settings(settings: Settings, path: Path) -> None:
    """Write a `crossfoot.toml` that `read_settings` reads back."""
    lines = [
        "# Who reports, for which years, with which factors. Checked by every command.",
        "",
        "[company]",
        f"id = {_quoted(settings.entity)}",
        f"name = {_inline(settings.company)}",
        f"region = {_quoted(settings.region)}",
        "",
        "[report]",
        f"title = {_inline(settings.title)}",
        f"year = {settings.year}",
        f"first_year = {settings.first_year or settings.year}",
        f"standards = [{', '.join(map(_quoted, settings.standards))}]",
        f"claim = {_quoted(settings.claim)}  # what the report says of GRI",
    ]
    if settings.source:
        lines.append(f"source = {_quoted(settings.source)}  # the published document")
    if settings.notes:
        lines += ["notes = [", *(f"  {_inline(note)}," for note in settings.notes), "]"]
    lines += [
        "",
        "[inventory]",
        "# names of factor sets and paths of own factor files, earlier first; [] for the default",
        f"factors = [{', '.join(map(_quoted, settings.factors))}]",
        f"gwp = [{', '.join(map(_quoted, settings.gwp))}]  # the first is the report's",
        f"approach = {_quoted(settings.approach)}",
    ]
    if settings.as_of:
        lines.append(f"as_of = {settings.as_of}  # factors published later are not used")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _inline(text: Text) -> str:
    return f"{{ en = {_quoted(text.en)}, zh = {_quoted(text.zh)} }}"
