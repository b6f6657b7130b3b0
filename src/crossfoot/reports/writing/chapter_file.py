"""A chapter as a file: front matter, text, hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

#: a chapter of a book has some ten thousand characters; a larger file is something else
MOST_BYTES = 1_000_000

#: lines without a blank line between them; Markdown reads them as one piece
MOST_CHARACTERS = 100_000

PARTS = ("front", "body", "back")

#: keys of the front matter with the values they may have; empty for any
KEYS: Mapping[str, tuple[str, ...]] = {
    "id": (),
    "part": PARTS,
    "number": ("none",),
    "answers": (),
}

_FENCE = "---"

_ID = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """A chapter in one language, as its author wrote it.

    Attributes:
        name: its file name, the same in all languages.
        where: file as messages name it ("report/en/10-about.md").
        language: the language of the folder.
        id: name that references use; the file name without its digits unless stated.
        part: front, body or back.
        numbered: whether it has a chapter number.
        text: the Markdown below the front matter.
        first_line: line of the file that the text begins with.
        sha256: hash of the file's bytes.
        answers: disclosures that the text answers in words ("GRI 2-9"), for the content index.
        unknown: keys of the front matter that say nothing, with their lines.
        converted: nobody wrote it in this language: it is the Simplified Chinese chapter, whose
            words become Traditional when it is drawn.
    """

    name: str
    where: str
    language: Language
    id: str
    part: str
    numbered: bool
    text: str = field(repr=False)
    first_line: int = 1
    sha256: str = ""
    answers: tuple[str, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    converted: bool = False


def read_chapter(path: Path, language: Language, where: str) -> ChapterFile:
    """Read a chapter.

    Raises:
        CrossfootError: it is too large, not UTF-8, or its front matter is broken.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise CrossfootError(
            Problem(
                f"the chapter has {size / 1e6:.1f} MB, more than the {MOST_BYTES / 1e6:.0f} MB "
                "that are read",
                where=where,
                why="text of this size is no chapter; records belong into report/lists",
                remedy="split it into several chapters, or move its tables into lists",
            )
        )
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CrossfootError(
            Problem(
                f"the chapter is not UTF-8 (byte {error.start + 1})",
                where=where,
                remedy="save it as UTF-8",
            )
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check_pieces(text, where)
    stated, first_line, text = _front_matter(text, where)
    part = stated.get("part", ("body", 0))[0]
    return ChapterFile(
        name=path.name,
        where=where,
        language=language,
        id=stated.get("id", (_id_of(path), 0))[0],
        part=part,
        numbered=part == "body" and "number" not in stated,
        text=text,
        first_line=first_line,
        sha256=hashlib.sha256(content).hexdigest(),
        answers=_names(stated.get("answers", ("", 0))[0]),
        unknown=MappingProxyType({key: at for key, (_, at) in stated.items() if key not in KEYS}),
    )


def _names(stated: str) -> tuple[str, ...]:
    """The names of a list such as `[GRI 2-9, HKEX A1.1]`."""
    names = stated.strip("[]").replace("，", ",").split(",")
    return tuple(name.strip() for name in names if name.strip())


def _check_pieces(text: str, where: str) -> None:
    """Refuse a text without blank lines, whose reading would take minutes."""
    line = 1
    for piece in text.split("\n\n"):
        if len(piece) > MOST_CHARACTERS:
            raise CrossfootError(
                Problem(
                    f"{len(piece):,} characters stand here without a blank line",
                    where=f"{where}, line {line}",
                    why=f"more than {MOST_CHARACTERS:,} are no paragraph and no table to read",
                    remedy="separate paragraphs with blank lines; move long tables into lists",
                )
            )
        line += piece.count("\n") + 2


def _id_of(path: Path) -> str:
    name = path.stem.lstrip("0123456789").lstrip("-_ ") or path.stem
    return re.sub(r"[^\w.-]+", "-", name)


def _front_matter(text: str, where: str) -> tuple[dict[str, tuple[str, int]], int, str]:
    """The keys with value and line, the line where the text begins, and the text."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return {}, 1, text
    stated: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == _FENCE:
            return stated, number + 1, "\n".join(lines[number:])
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key, value = key.strip(), value.strip().strip("\"'")
        allowed = KEYS.get(key, ())
        is_id = key != "id" or _ID.fullmatch(value)
        if not colon or not value or not is_id or (allowed and value not in allowed):
            wanted = f"write one of: {', '.join(allowed)}" if allowed else "write `key: value`"
            wanted = wanted if is_id else "an id has letters, digits, hyphens, dots"
            raise CrossfootError(
                Problem(
                    f"{line.strip()!r} is no line of a front matter",
                    where=f"{where}, line {number}",
                    remedy=wanted,
                )
            )
        stated[key] = (value, number)
    raise CrossfootError(
        Problem(
            "the front matter does not end",
            where=f"{where}, line 1",
            remedy="close it with a line `---`",
        )
    )
