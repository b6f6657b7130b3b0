"""The standards that ship with Crossfoot, and catalogues of one's own."""

from __future__ import annotations

import csv
import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.standards.disclosure import Disclosure, Nature, Obligation
from crossfoot.standards.standard import Dating, Edition, Standard

#: ids of the catalogues that ship, in the order in which they are listed
STANDARDS: tuple[str, ...] = ("gri", "hkex", "ifrs-s2", "tcfd", "sse", "szse", "sdg")

_DATA = Path(__file__).parent / "data"
_FIRST_DAY = "0001-01-01"  # an own catalogue that gives no dates always applies

_Row = Mapping[str, str]


def standard(name: str) -> Standard:
    """A standard that ships with Crossfoot.

    Args:
        name: its id, in any case, "_" for "-" allowed: "gri", "IFRS_S2".

    Raises:
        CrossfootError: there is none of this name.
    """
    wanted = name.strip().casefold().replace("_", "-").replace(" ", "-")
    if wanted not in STANDARDS:
        alike = difflib.get_close_matches(wanted, STANDARDS, n=1)
        remedy = f"did you mean {alike[0]}?" if alike else f"choose of {', '.join(STANDARDS)}"
        raise CrossfootError(Problem(f"the standard {name!r} is not known", remedy=remedy))
    return _load(wanted)


@cache
def _load(wanted: str) -> Standard:
    about = next(row for _, row in _rows(_DATA / "standards.csv") if row["standard"] == wanted)
    groups = {
        (row["group"], row["edition"]): row
        for _, row in _rows(_DATA / "groups.csv")
        if row["standard"] == wanted
    }
    return Standard(
        wanted,
        _title(about),
        about["publisher"],
        Dating(about["dated_by"]),
        tuple(about["prefixes"].split(";")),
        _editions(wanted),
        _disclosures(_DATA / f"{wanted}.csv", wanted, groups),
    )


def read_standard(path: Path) -> Standard:
    """A catalogue of one's own: a questionnaire of a customer, an internal guideline.

    Columns: `code`, `title_en` and/or `title_zh`; and, where wanted, `standard_en`,
    `standard_zh` (name of the catalogue, in its first row), `group`, `group_en`, `group_zh`,
    `nature`, `obligation`, `edition`, `valid_from`, `valid_to`, `replaced_by`, `aliases`,
    `metrics` (ids that answer it), `same_as` ("GRI 305-1"); several are separated by ";".
    Without them a disclosure asks for words and figures, is voluntary and always applies. The
    name of the file becomes the id. Reports are placed by their day of publication.

    Raises:
        CrossfootError: rows are not usable; all of them are named by line.
    """
    disclosures = _disclosures(path, path.stem, {})
    about = next((row for _, row in _rows(path)), {})
    names = [about.get(f"standard_{language}", "") for language in ("en", "zh")]
    title = Text(names[0] or names[1] or path.stem, names[1] or names[0] or path.stem)
    first = min(disclosure.valid_from for disclosure in disclosures)
    edition = Edition(disclosures[0].edition, title, first, None, path.name)
    return Standard(path.stem, title, "", Dating.PUBLICATION, (), (edition,), disclosures)


def _editions(name: str) -> tuple[Edition, ...]:
    return tuple(
        Edition(
            row["edition"],
            _title(row),
            date.fromisoformat(row["valid_from"]),
            _day(row["valid_to"]),
            row["source"],
        )
        for _, row in _rows(_DATA / "editions.csv")
        if row["standard"] == name
    )


def _disclosures(
    path: Path, name: str, groups: Mapping[tuple[str, str], _Row]
) -> tuple[Disclosure, ...]:
    problems: list[Problem] = []
    found: dict[str, list[Disclosure]] = defaultdict(list)
    for line, row in _rows(path):
        where = f"{path.name}, line {line}"
        mistakes = _mistakes(row, where)
        problems.extend(mistakes)
        if not mistakes:
            disclosure = _disclosure(row, name, groups)
            problems.extend(_clashes(disclosure, found[disclosure.code], where))
            found[disclosure.code].append(disclosure)
    if not found and not problems:
        problems.append(Problem("the catalogue has no disclosures", where=path.name))
    if problems:
        raise CrossfootError.of(problems)
    return tuple(disclosure for same_code in found.values() for disclosure in same_code)


def _disclosure(row: _Row, name: str, groups: Mapping[tuple[str, str], _Row]) -> Disclosure:
    group, edition = row.get("group", ""), row.get("edition", "")
    about = groups.get((group, edition))
    return Disclosure(
        code=row["code"],
        title=_title(row),
        standard=name,
        group=group,
        group_title=_title(about) if about else _group_title(row, group),
        nature=Nature(row.get("nature") or Nature.BOTH),
        obligation=Obligation(row.get("obligation") or Obligation.VOLUNTARY),
        valid_from=date.fromisoformat(row.get("valid_from") or _FIRST_DAY),
        valid_to=_day(row.get("valid_to", "")),
        edition=edition,
        source=about["source"] if about else name,
        replaced_by=_list(row.get("replaced_by", "")),
        aliases=_list(row.get("aliases", "")),
        metrics=_list(row.get("metrics", "")),
        same_as=_list(row.get("same_as", "")),
    )


def _group_title(row: _Row, group: str) -> Text:
    """The title of a group as an own catalogue states it."""
    en, zh = row.get("group_en", ""), row.get("group_zh", "")
    return Text(en or zh or group, zh or en or group)


def _mistakes(row: _Row, where: str) -> list[Problem]:
    """What is wrong with a row by itself."""
    problems = []
    if not row.get("code"):
        problems.append(Problem("the code is missing", where=where))
    if not (row.get("title_en") or row.get("title_zh")):
        problems.append(Problem("the title is missing", where=where, remedy="fill in title_en"))
    for column, allowed in (("nature", list(Nature)), ("obligation", list(Obligation))):
        value = row.get(column)
        if value and value not in allowed:
            remedy = f"write one of {', '.join(allowed)}"
            problems.append(Problem(f"{column} {value!r} is not known", where=where, remedy=remedy))
    for column in ("valid_from", "valid_to"):
        value = row.get(column, "")
        try:
            _day(value)
        except ValueError:
            remedy = "write it as 2026-01-31"
            problems.append(Problem(f"{column} {value!r} is no date", where=where, remedy=remedy))
    return problems


def _clashes(disclosure: Disclosure, earlier: list[Disclosure], where: str) -> Iterator[Problem]:
    """A code may come twice only for days that do not meet."""
    for other in earlier:
        if other.applies(disclosure.valid_from) or disclosure.applies(other.valid_from):
            yield Problem(
                f"the code {disclosure.code!r} stands twice for the same days",
                where=where,
                remedy="remove one of them or give both their dates",
            )


def _rows(path: Path) -> Iterator[tuple[int, _Row]]:
    """The rows of a CSV file with their line; cells trimmed, missing cells empty.

    Raises:
        CrossfootError: the file cannot be read as a catalogue.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                cells = {str(key): (row[key] or "").strip() for key in row if key is not None}
                yield reader.line_num, cells
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problem = Problem(
            f"the catalogue cannot be read: {error}", where=path.name, remedy="save it as UTF-8 CSV"
        )
        raise CrossfootError(problem) from error


def _title(row: _Row) -> Text:
    return Text(row.get("title_en", ""), row.get("title_zh", ""))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
