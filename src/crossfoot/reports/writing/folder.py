"""The report folder of a workspace: chapters by language, lists, images.

report/report.toml            prevailing language, order of chapters
report/en/10-about.md         chapters, with the same file names in each language
report/lists/awards.csv       records that text refers to
report/images/…               pictures, anywhere below the folder
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import LANGUAGES, Language
from crossfoot.reports.lists.records import Lists
from crossfoot.reports.writing.chapter_file import ChapterFile, read_chapter

#: name of the folder in a workspace
NAME = "report"

SETTINGS = "report.toml"

#: chapters that come with Crossfoot
STARTING_POINT = Path(__file__).parents[1] / "starting_point"

IMAGES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"))

_KEYS: Mapping[str, type] = {"prevailing": str, "order": list, "theme": str, "glossary": str}


@dataclass(frozen=True)
class ReportFolder:
    """A folder of chapters and lists; the files are the truth.

    Attributes:
        path: the folder.
        name: what messages call it.
    """

    path: Path
    name: str = NAME

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """What report.toml states; nothing without the file.

        Raises:
            CrossfootError: the file cannot be read or states something unknown.
        """
        file = self.path / SETTINGS
        if not file.is_file():
            return {}
        where = f"{self.name}/{SETTINGS}"
        try:
            stated = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CrossfootError(Problem(f"the file is not TOML: {error}", where=where)) from error
        for key, value in stated.items():
            if not isinstance(value, _KEYS.get(key, ())):
                known = ", ".join(_KEYS)
                raise CrossfootError(
                    Problem(
                        f"{key!r} is not known, or of another kind",
                        where=where,
                        remedy=f"known are {known}; `order` is a list, the others are texts",
                    )
                )
        if stated.get("prevailing", LANGUAGES[0]) not in LANGUAGES:
            raise CrossfootError(
                Problem(
                    f"the prevailing language {stated['prevailing']!r} is not known",
                    where=where,
                    remedy=f"write one of: {', '.join(LANGUAGES)}",
                )
            )
        return stated

    @property
    def prevailing(self) -> Language | None:
        """The language that counts where the two say different things; None where unstated."""
        return self.settings.get("prevailing")

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages that have chapters."""
        return tuple(each for each in LANGUAGES if any((self.path / each).glob("*.md")))

    @cached_property
    def lists(self) -> Lists:
        """The records that text refers to."""
        return Lists(self.path / "lists", f"{self.name}/lists")

    def chapters(self, language: Language) -> tuple[ChapterFile, ...]:
        """The chapters of a language in printed order: as report.toml says, then by file name.

        Raises:
            CrossfootError: a file cannot be read; two chapters have one id.
        """
        return self._chapters[language]

    @cached_property
    def _chapters(self) -> dict[Language, tuple[ChapterFile, ...]]:
        return {language: self._read(language) for language in LANGUAGES}

    def _read(self, language: Language) -> tuple[ChapterFile, ...]:
        found: list[ChapterFile] = []
        problems: list[Problem] = []
        for path in sorted((self.path / language).glob("*.md")):
            where = f"{self.name}/{language}/{path.name}"
            try:
                found.append(read_chapter(path, language, where))
            except CrossfootError as error:
                problems.extend(error.problems)
        by_id: dict[str, ChapterFile] = {}
        for chapter in found:
            if (other := by_id.setdefault(chapter.id, chapter)) is not chapter:
                problems.append(
                    Problem(
                        f"the id {chapter.id!r} is that of {other.name} too",
                        where=chapter.where,
                        remedy="give one of them another id in its front matter",
                    )
                )
        if problems:
            raise CrossfootError(*problems)
        order = list(self.settings.get("order", ()))
        return tuple(sorted(found, key=lambda each: _place(each, order)))

    def image(self, source: str) -> Path | None:
        """The file of an image, None where it is not an image of this folder."""
        if not source or "\0" in source or ":" in source or source.startswith(("/", "\\")):
            return None
        root = self.path.resolve()
        try:
            path = (root / source).resolve()
            inside = path.is_relative_to(root) and path.is_file()
        except (OSError, ValueError):  # a name that no file can have
            return None
        return path if inside and path.suffix.lower() in IMAGES else None


def _place(chapter: ChapterFile, order: list[str]) -> tuple[int, str]:
    return (order.index(chapter.id) if chapter.id in order else len(order), chapter.name)


def report_folder(workspace: Path) -> ReportFolder | None:
    """The report folder of a workspace; the starting point where it brings none but narratives.

    None where there is nothing to write from: the report is then its short, built-in form.
    """
    folder = workspace / NAME
    if folder.is_dir():
        return ReportFolder(folder)
    return None
