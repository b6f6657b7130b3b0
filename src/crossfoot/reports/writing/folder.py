"""The report folder of a workspace: chapters by language, lists, images.

report/report.toml            prevailing language, order of chapters
report/en/10-about.md         chapters, with the same file names in each language
report/zh-Hant/10-about.md    Traditional Chinese; converted from report/zh where there is none
report/lists/awards.csv       records that text refers to
report/images/…               pictures, anywhere below the folder
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import EDITIONS, LANGUAGES, TRADITIONAL, Language
from crossfoot.reports.lists.records import Lists
from crossfoot.reports.writing.chapter_file import ChapterFile, read_chapter

#: name of the folder in a workspace
NAME = "report"

SETTINGS = "report.toml"

#: chapters that come with Crossfoot
STARTING_POINT = Path(__file__).parents[1] / "starting_point"

#: files of the starting point that an author edits
_COPIED = frozenset((".md", ".toml", ".csv", ".svg", ".png", ".jpg"))

IMAGES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"))

_KEYS: Mapping[str, type] = {"prevailing": str, "order": list, "theme": str, "glossary": str}


@dataclass(frozen=True)
class ReportFolder:
    """A folder of chapters and lists; the files are the truth.

    Attributes:
        path: the folder.
        name: what messages call it.
        texts: the folder that has the chapters, where they are not in this one.
    """

    path: Path
    name: str = NAME
    texts: Path | None = None

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
        if stated.get("prevailing", LANGUAGES[0]) not in EDITIONS:
            raise CrossfootError(
                Problem(
                    f"the prevailing language {stated['prevailing']!r} is not known",
                    where=where,
                    remedy=f"write one of: {', '.join(EDITIONS)}",
                )
            )
        return stated

    @property
    def prevailing(self) -> Language | None:
        """The language that counts where the two say different things; None where unstated."""
        return self.settings.get("prevailing")

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages that have chapters of their own."""
        return tuple(each for each in EDITIONS if any((self._texts / each).glob("*.md")))

    @property
    def _texts(self) -> Path:
        return self.texts or self.path

    @property
    def _texts_name(self) -> str:
        return self.texts.name if self.texts else self.name

    @cached_property
    def lists(self) -> Lists:
        """The records that text refers to."""
        from crossfoot.metrics.catalogue import catalogue

        metrics = frozenset(metric.id for metric in catalogue())
        return Lists(self.path / "lists", f"{self.name}/lists", metrics)

    def chapters(self, language: Language) -> tuple[ChapterFile, ...]:
        """The chapters of a language in printed order: as report.toml says, then by file name.

        Traditional Chinese takes those that it lacks from Simplified Chinese.

        Raises:
            CrossfootError: a file cannot be read; two chapters have one id.
        """
        return self._chapters[language]

    @cached_property
    def _chapters(self) -> dict[Language, tuple[ChapterFile, ...]]:
        return {language: self._read(language) for language in EDITIONS}

    def _read(self, language: Language) -> tuple[ChapterFile, ...]:
        found: list[ChapterFile] = []
        problems: list[Problem] = []
        for path in sorted((self._texts / language).glob("*.md")):
            where = f"{self._texts_name}/{language}/{path.name}"
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
        if language == TRADITIONAL:
            found += [
                replace(chapter, language=language, converted=True)
                for chapter in self._read("zh")
                if chapter.id not in by_id
            ]
        order = list(self.settings.get("order", ()))
        return tuple(sorted(found, key=lambda each: _place(each, order)))

    def image(self, source: str) -> Path | None:
        """The file of an image, None where it is not an image of this folder."""
        if not source or "\0" in source or ":" in source or source.startswith(("/", "\\")):
            return None
        return next(
            (found for root in (self.path, self._texts) if (found := _inside(root, source))), None
        )

    def image_name(self, path: Path) -> str:
        """The name that pages use for an image of this folder."""
        roots = (self.path.resolve(), self._texts.resolve())
        root = next(each for each in roots if path.is_relative_to(each))
        return path.relative_to(root).as_posix()


def _inside(root: Path, source: str) -> Path | None:
    """An image below a folder; a link that leads out of it is none."""
    root = root.resolve()
    try:
        path = (root / source).resolve()
        known = path.is_relative_to(root) and path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return None
    return path if known and path.suffix.lower() in IMAGES else None


def _place(chapter: ChapterFile, order: list[str]) -> tuple[int, str]:
    return (order.index(chapter.id) if chapter.id in order else len(order), chapter.name)


def report_folder(workspace: Path) -> ReportFolder | None:
    """What the report of a workspace is written from.

    Its `report/` folder; a folder that has lists but no chapters takes the chapters that come
    with Crossfoot. None for a workspace without the folder: its report has figures alone.
    """
    folder = workspace / NAME
    if not folder.is_dir():
        return None
    own = ReportFolder(folder)
    return own if own.languages else ReportFolder(folder, texts=STARTING_POINT)


def start_folder(workspace: Path) -> tuple[Path, ...]:
    """Copy the chapters that come with Crossfoot into `report/`, to be edited there.

    Files that are there already stay as they are.

    Returns:
        The files that were written.
    """
    written = []
    for source in sorted(STARTING_POINT.rglob("*")):
        target = workspace / NAME / source.relative_to(STARTING_POINT)
        if source.is_file() and source.suffix in _COPIED and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            written.append(target)
    return tuple(written)
