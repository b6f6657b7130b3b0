"""Figures that came with imported files, as a population: a row of a file is an item.

The files that count are named by their hashes, and their copies stay in the workspace. So the same
rows are found again years later, whatever was imported since; a file that is gone or was altered
is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Imported
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Language, Text
from crossfoot.records.assurance.population import Population, Shown, Wanted
from crossfoot.records.assurance.sampling import Item
from crossfoot.records.collection.labels import members, metric_title, metric_unit
from crossfoot.records.joined import joined
from crossfoot.records.messages import problem
from crossfoot.tables.files import sha256_of
from crossfoot.workspaces.fact_rows import FactFile
from crossfoot.workspaces.figures import once
from crossfoot.workspaces.stored import laid_files
from crossfoot.workspaces.versions import next_versions
from crossfoot.workspaces.workspace import Workspace


def files_now(wanted: Wanted) -> list[list[str]]:
    """Name, hash and sheet of the files that count now, in the order of their imports."""
    folder = Path(settings.WORKSPACE)
    if not (folder / "crossfoot.toml").is_file():
        return []
    workspace = joined(Workspace(folder))
    return [
        [file.name, file.sha256, file.sheet]
        for path, file in workspace.fact_files()
        if not file.is_report
        and any(fact.metric == wanted.name for fact in workspace.read_facts(path, file).facts)
    ]


def population_of_files(basis: Mapping[str, Any]) -> Population:
    """The figures of these files: of each the version that counted, no day of a unit twice.

    Raises:
        CrossfootError: a file is gone or was altered.
    """
    name, units = str(basis["name"]), set(basis["units"])
    start, end = date.fromisoformat(basis["start"]), date.fromisoformat(basis["end"])
    numbers = {(sha256, sheet): at for at, (_, sha256, sheet) in enumerate(basis["files"])}
    facts = FactSet(next_versions((), _facts(basis["files"])))
    standing = [
        fact
        for key in facts.keys(name)
        if key.entity in units and start <= key.period.start and key.period.end <= end
        if (fact := facts.current(key)) is not None and fact.is_number
    ]
    rows = {_reference(fact, numbers): fact for fact in _one_cut(standing)}
    items = [Item(reference, fact.entity, fact.number) for reference, fact in rows.items()]

    def show(references: Iterable[str]) -> dict[str, Shown]:
        names = _names()
        return {each: _shown(rows[each], names) for each in references}

    return Population(basis, items, metric_unit(name), show)


def _facts(files: Iterable[Iterable[str]]) -> Iterator[Fact]:
    folder = Path(settings.WORKSPACE)
    workspace = joined(Workspace(folder))
    laid = {file.sha256: file.path for file in laid_files(folder, "facts")}
    for name, sha256, sheet in files:
        kept = sorted((folder / "evidence").glob(f"{sha256}.*"))
        path = next((each for each in kept if sha256_of(each) == sha256), laid.get(sha256))
        if path is None:
            raise CrossfootError(
                problem(
                    Text(
                        "a file of the population is gone or was altered",
                        "总体中的文件已缺失或被改动",
                    ),
                    where=name,
                    remedy=Text("restore it from a backup", "请从备份中恢复"),
                )
            )
        for fact in workspace.read_facts(path, FactFile(name, sha256, sheet)).facts:
            if fact.basis is Basis.ENTERED and isinstance(fact.provenance, Imported):
                yield fact


def _one_cut(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Of each unit the wholes, else one breakdown; of several lengths of time the shortest."""
    cuts: dict[str, dict[tuple[str, ...], list[Fact]]] = {}
    for fact in facts:
        by_cut = cuts.setdefault(fact.entity, {})
        by_cut.setdefault(tuple(fact.dimensions), []).append(fact)
    for by_cut in cuts.values():
        by_member: dict[str, list[Fact]] = {}
        for fact in by_cut[min(by_cut)]:
            by_member.setdefault(str(fact.dimensions), []).append(fact)
        for found in by_member.values():
            yield from once(found)


def _reference(fact: Fact, numbers: Mapping[tuple[str, str], int]) -> str:
    """`fact:1:17` is row 17 of the second file."""
    origin = fact.provenance
    assert isinstance(origin, Imported)  # noqa: S101  nothing else was read
    sheets = (origin.sheet, "")  # of a workbook with one sheet, nobody chose it
    at = next(numbers[origin.sha256, each] for each in sheets if (origin.sha256, each) in numbers)
    return f"fact:{at}:{origin.row}"


def _shown(fact: Fact, names: Mapping[str, Text]) -> Shown:
    origin, title = fact.provenance, metric_title(fact.metric)
    assert isinstance(origin, Imported)  # noqa: S101  nothing else was read
    unit = names.get(fact.entity, Text(fact.entity, fact.entity))
    row = Text(f"row {origin.row}", f"第{origin.row}行")

    def said(language: Language) -> str:
        parts = (
            *(unit[language], title[language], members(fact.dimensions, language)),
            *(fact.period.label(language), origin.file, origin.sheet, row[language]),
        )
        return " · ".join(part for part in parts if part)

    return Shown(Text(said("en"), said("zh")), f"file:{origin.sha256}", _address(fact))


def _address(fact: Fact) -> str:
    try:
        return reverse("figure", args=[fact.metric, fact.entity, str(fact.period)])
    except NoReverseMatch:
        return ""


def _names() -> dict[str, Text]:
    tree = joined(Workspace(Path(settings.WORKSPACE))).organisation
    return {entity.id: entity.name for entity in tree}
