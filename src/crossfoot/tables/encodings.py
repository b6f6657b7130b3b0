"""The encoding of a text file, decided strictly: one encoding from the first byte to the last."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from crossfoot.documents.place import Place
from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.files import Progress, pieces

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: of the Chinese characters in a text, at least this share is in everyday use (GB 2312); bytes
#: of another encoding that happen to decode give rare characters
_EVERYDAY = 0.9
_REMEDY = "open it in a spreadsheet program and save it as CSV UTF-8, or as .xlsx"


@dataclass(frozen=True, slots=True)
class TextScan:
    """What one pass over a text file told.

    Attributes:
        sha256: hash of its bytes.
        encoding: name that Python knows.
        plain_lines: lines end alike, none is blank: a fast reader counts rows as people do.
    """

    sha256: str
    encoding: str
    plain_lines: bool


def scan_text(path: Path, progress: Progress | None = None) -> TextScan:
    """Hash a text file and find its encoding, in one pass where it is UTF-8.

    Raises:
        CrossfootError: NUL bytes, two encodings in one file, or an encoding that is not known.
    """
    with path.open("rb") as file:
        head = file.read(4)
    marked = _marked(head)
    decoder = codecs.getincrementaldecoder(marked or "utf-8")()
    digest, valid, before = hashlib.sha256(), True, b""
    plain = not head[:1].isspace()
    for piece in pieces(path, progress):
        digest.update(piece)
        valid = valid and _continues(decoder, piece)
        if marked != "utf-16":
            if b"\0" in piece:
                raise CrossfootError(_nul(path))
            plain = plain and _plain(before[-3:] + piece)
            before = piece
    valid = valid and _continues(decoder, b"", final=True)
    encoding = marked or "utf-8"
    if not valid:
        encoding = _other_encoding(path, marked)
    return TextScan(digest.hexdigest(), encoding, plain and marked != "utf-16")


def _continues(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    """Whether the bytes go on in the encoding."""
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _marked(head: bytes) -> str:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")


def _plain(piece: bytes) -> bool:
    if b"\n\n" in piece or b"\n\r" in piece:
        return False
    returns = piece.count(b"\r")
    if not returns:
        return True
    return returns == piece.count(b"\r\n") + piece.endswith(b"\r")


def _nul(path: Path) -> Problem:
    return Problem(
        "there are NUL bytes in the file",
        where=path.name,
        why="it is not plain text: UTF-16 without its mark, or a binary or damaged file",
        remedy=_REMEDY,
    )


def _other_encoding(path: Path, marked: str) -> str:
    """GB 18030, where all lines agree that it is.

    A file that was joined from two has lines of UTF-8 (beyond what GB 18030 could give by chance)
    beside lines that are not.
    """
    if marked:
        number = _first_line_not_in(path, marked)
        name = marked.removesuffix("-sig").upper()
        raise CrossfootError(
            Problem(
                f"the file says it is {name}, but this line is not",
                where=str(Place(path.name, line=number)),
                why="characters would be lost or changed",
                remedy=_REMEDY,
            )
        )
    utf8_line = other_line = 0
    characters: dict[str, int] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            try:
                if max(line.decode()) >= "\u0800":
                    utf8_line = utf8_line or number
                    continue
            except UnicodeDecodeError:
                other_line = other_line or number
            try:
                text = line.decode("gb18030")
            except UnicodeDecodeError:
                text = "\ufffd" * 1000
            for character in text:
                if character > "\x7f":
                    characters[character] = characters.get(character, 0) + 1
    if utf8_line:
        bad, good = max(utf8_line, other_line), min(utf8_line, other_line)
        raise CrossfootError(
            Problem(
                f"the file mixes two encodings: up to line {bad - 1} it is "
                f"{'UTF-8' if good == utf8_line else 'GB18030 or another'}, this line is "
                f"{'UTF-8' if bad == utf8_line else 'not'}",
                where=str(Place(path.name, line=bad)),
                why="the characters of one part would come out wrong",
                remedy="save both parts as UTF-8 before joining them",
            )
        )
    everyday = sum(count for c, count in characters.items() if _is_everyday(c))
    if everyday >= _EVERYDAY * sum(characters.values()):
        return "gb18030"
    raise CrossfootError(
        Problem(
            "the encoding is neither UTF-8 nor GB18030",
            where=str(Place(path.name, line=other_line)),
            why="names with other than English letters would come out wrong",
            remedy=_REMEDY,
        )
    )


def _is_everyday(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _first_line_not_in(path: Path, encoding: str) -> int | None:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return next((n for n, line in enumerate(file, start=1) if "\ufffd" in line), None)
