"""`crossfoot.toml`: who reports, for which years, with which factors.

>>> print(as_toml(Settings(company=Text("My Group", "我的集团"), year=2023)).splitlines()[4])
name = { en = "My Group", zh = "我的集团" }
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Approach
from crossfoot.languages import Text
from crossfoot.workspaces import setting_values as values

FILE_NAME = "crossfoot.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an organisation decides about its report.

    Attributes:
        entity: id of the entity that reports, where no organisation file names one.
        company: its name.
        region: where it is when no organisation file says so.
        title: title of the report.
        year: the reporting year.
        first_year: the first year shown beside it; 0 for the reporting year alone.
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


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the file.

    Attributes:
        table: the table it stands in.
        name: its name there.
        field: the attribute of `Settings` that it sets.
        read: from what TOML says to the attribute; raises ValueError saying what is expected.
        remark: what stands beside it in a file that Crossfoot writes.
    """

    table: str
    name: str
    field: str
    read: Callable[[Any], Any]
    remark: str = ""

    def __str__(self) -> str:
        """The key as messages name it: `report.year`."""
        return f"{self.table}.{self.name}"


KEYS = (
    Key("company", "id", "entity", values.word),
    Key("company", "name", "company", values.words),
    Key("company", "region", "region", values.word),
    Key("report", "title", "title", values.words),
    Key("report", "year", "year", values.year),
    Key("report", "first_year", "first_year", values.year),
    Key("report", "standards", "standards", values.standards),
    Key("report", "claim", "claim", values.claim, "what the report says of GRI"),
    Key("report", "source", "source", values.word, "the published document"),
    Key("report", "notes", "notes", values.many(values.words)),
    Key(
        "inventory",
        "factors",
        "factors",
        values.many(values.word),
        "sets and own files, earlier first; [] for the default",
    ),
    Key("inventory", "gwp", "gwp", values.warming_potentials, "the first is the report's"),
    Key("inventory", "approach", "approach", values.approach),
    Key("inventory", "as_of", "as_of", values.day, "factors published later are not used"),
)


def read_settings(path: Path) -> Settings:
    """Read and check a `crossfoot.toml`.

    Raises:
        CrossfootError: the file is no TOML, or says something it cannot mean; each by its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CrossfootError(
            Problem(f"this is not a TOML file: {error}", where=str(path), remedy="mend that line")
        ) from error
    lines = _Lines(path, text)
    given: dict[str, Any] = {}
    problems = [*_unknown(document, lines), *_take(document, lines, given)]
    if not problems:
        problems = list(_contradictions(Settings(**given), lines))
    if problems:
        raise CrossfootError.of(problems)
    return Settings(**given)


@dataclass(frozen=True)
class _Lines:
    """Says on which line of the file a key stands."""

    path: Path
    text: str

    def place(self, table: str, name: str = "") -> str:
        """File and line; the file alone where the key is not in it."""
        inside = False
        for number, line in enumerate(self.text.splitlines(), start=1):
            if heading := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
                inside = heading[1] == table
                if inside and not name:
                    return f"{self.path}, line {number}"
            elif inside and name and re.match(rf'\s*"?{re.escape(name)}"?\s*=', line):
                return f"{self.path}, line {number}"
        return str(self.path)


def _take(document: Mapping[str, Any], lines: _Lines, given: dict[str, Any]) -> Iterator[Problem]:
    """Fill `given` with what the document says; yields what it cannot mean."""
    for key in KEYS:
        table = document.get(key.table)
        if isinstance(table, Mapping) and key.name in table:
            try:
                given[key.field] = key.read(table[key.name])
            except ValueError as error:
                said = f"{key} is {table[key.name]!r}"
                yield Problem(said, lines.place(key.table, key.name), remedy=f"write {error}")


def _unknown(document: Mapping[str, Any], lines: _Lines) -> Iterator[Problem]:
    tables = {key.table: [k.name for k in KEYS if k.table == key.table] for key in KEYS}
    for table, content in document.items():
        if table not in tables or not isinstance(content, Mapping):
            remedy = _meant(table, tables) or f"the tables are {', '.join(tables)}"
            yield Problem(f"[{table}] is not known", lines.place(table), remedy=remedy)
            continue
        for name in content:
            if name not in tables[table]:
                known = tables[table]
                remedy = _meant(name, known) or f"[{table}] has the keys {', '.join(known)}"
                where = lines.place(table, name)
                yield Problem(f"{table}.{name} is not known", where, remedy=remedy)


def _meant(name: str, known: Mapping[str, Any] | list[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]}?" if near else ""


def _contradictions(settings: Settings, lines: _Lines) -> Iterator[Problem]:
    if not settings.year:
        remedy = "write the reporting year below [report], such as year = 2023"
        yield Problem("report.year is missing", lines.place("report"), remedy=remedy)
    elif settings.first_year > settings.year:
        yield Problem(
            f"report.first_year, {settings.first_year}, lies after report.year, {settings.year}",
            lines.place("report", "first_year"),
            remedy="write the first year that the report shows, or leave the key out",
        )


def write_settings(settings: Settings, path: Path) -> None:
    """Write a `crossfoot.toml` that `read_settings` reads back."""
    path.write_text(as_toml(settings), encoding="utf-8")


def as_toml(settings: Settings) -> str:
    """The settings as a file; what is empty or not set is left out."""
    lines = ["# Who reports, for which years, with which factors. Checked by every command."]
    table = ""
    for key in KEYS:
        value = getattr(settings, key.field)
        if key.table != table:
            table = key.table
            lines += ["", f"[{table}]"]
        if value or key.field == "factors":
            remark = f"  # {key.remark}" if key.remark else ""
            lines.append(f"{key.name} = {values.toml(value)}{remark}")
    return "\n".join(lines) + "\n"
