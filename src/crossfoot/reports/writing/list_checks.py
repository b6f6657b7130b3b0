"""Whether the lists of a report can be read, and have their words in both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crossfoot.errors import CrossfootError, Problem
from crossfoot.footing.finding import Kind
from crossfoot.languages import LANGUAGES, Text
from crossfoot.reports.lists.records import RecordList
from crossfoot.reports.lists.schema import Type
from crossfoot.reports.words import word
from crossfoot.reports.writing.findings import WritingFinding, WritingKind, writing_finding
from crossfoot.reports.writing.folder import ReportFolder
from crossfoot.reports.writing.problem import joined, near, suggestion

#: the list that explains warnings
EXPLANATIONS = "explanations"

#: kinds of findings that can be explained, those of figures and of text
KINDS = (*map(str, Kind), *map(str, WritingKind))

#: rows of a list that are named one by one
MOST_ROWS = 10


def list_findings(folder: ReportFolder, chapters: Collection[str]) -> tuple[WritingFinding, ...]:
    """What is wrong with the lists of a folder.

    Args:
        folder: the report folder.
        chapters: ids of the chapters that lists may name.
    """
    return tuple(_findings(folder, chapters))


def _findings(folder: ReportFolder, chapters: Collection[str]) -> Iterator[WritingFinding]:
    lists = folder.lists
    for name in lists.strange():
        stem = name.removesuffix(".csv")
        message = joined(
            word("writing.unknown_list", list=stem), suggestion(near(stem, lists.schemas))
        )
        yield writing_finding(WritingKind.UNKNOWN_LIST, message, f"{lists.name}/{name}")
    for id_ in lists.present:
        where = f"{lists.name}/{id_}.csv"
        try:
            found = lists.get(id_)
        except CrossfootError as error:
            for problem in error.problems:
                yield _broken(id_, problem, where)
            continue
        for problem in found.warnings:
            message = word("writing.list_warning", list=id_, problem=problem.what)
            yield writing_finding(WritingKind.LIST_WARNING, message, where)
        yield from _rows(found, where, chapters)
        if id_ == EXPLANATIONS:
            yield from _explanations(found, where)


def _explanations(found: RecordList, where: str) -> Iterator[WritingFinding]:
    """Explanations of a kind of finding that does not exist."""
    for row in found.rows:
        kind = str(row["kind"])
        if kind not in KINDS:
            message = joined(word("writing.unknown_kind", kind=kind), suggestion(near(kind, KINDS)))
            yield writing_finding(WritingKind.UNKNOWN_KIND, message, where, row.row)


def _broken(id_: str, problem: Problem, where: str) -> WritingFinding:
    message = word("writing.broken_list", list=id_, problem=str(problem))
    return writing_finding(WritingKind.BROKEN_LIST, message, where)


def _rows(found: RecordList, where: str, chapters: Collection[str]) -> Iterator[WritingFinding]:
    for column in found.schema.columns:
        if column.refers == "chapter":
            for row in found.rows:
                id_ = str(row[column.name] or "")
                if id_ and id_ not in chapters:
                    message = joined(
                        word("writing.unknown_chapter", chapter=id_),
                        suggestion(near(id_, chapters)),
                    )
                    yield writing_finding(WritingKind.UNKNOWN_CHAPTER, message, where, row.row)
        if column.type is not Type.BILINGUAL:
            continue
        lacking = [
            (row.row, language)
            for row in found.rows
            for language in LANGUAGES
            if isinstance(words := row[column.name], Text)
            and (words.en or words.zh)
            and not (words.en if language == "en" else words.zh)
        ]
        for line, language in lacking[:MOST_ROWS]:
            message = word("writing.words_missing", column=f"{column.name}_{language}")
            yield writing_finding(WritingKind.WORDS_MISSING, message, where, line)
