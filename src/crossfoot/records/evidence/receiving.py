"""A file that arrives: written piece by piece beside the workspace's files, hashed and counted.

It has a hidden name until an action takes it; what nobody takes is swept.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from django.conf import settings

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem

#: folder of the workspace for what has arrived and does not count yet; backups leave it out
FOLDER = ".incoming"

_MEBIBYTE = 1 << 20
_CHUNK = 1 << 20


class _Hash(Protocol):
    def update(self, piece: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived whole and does not count yet.

    Attributes:
        path: where it lies, under a hidden name.
        name: as the sender calls it.
        sha256: hash of its bytes.
        size: in bytes.
    """

    path: Path = field(repr=False)
    name: str
    sha256: str
    size: int

    def drop(self) -> None:
        """Forget it, unless it was taken."""
        self.path.unlink(missing_ok=True)


class TooLargeError(CrossfootError):
    """The file is larger than is allowed."""


class Receiver:
    """Takes the pieces of one file.

    Args:
        name: as the sender calls it.
        limit: bytes allowed.
    """

    def __init__(self, name: str, limit: int) -> None:
        self.name = plain_name(name)
        self._limit = limit
        self.size = 0
        self._hash: _Hash = hashlib.sha256()
        folder = incoming()
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{uuid.uuid4().hex}.partial"
        self._handle = self.path.open("wb")

    def take(self, piece: bytes) -> None:
        """The next piece.

        Raises:
            TooLargeError: there are more bytes than are allowed; nothing is kept.
        """
        self.size += len(piece)
        if self.size > self._limit:
            self.give_up()
            raise TooLargeError(*too_large(self.name, self._limit).problems)
        self._hash.update(piece)
        self._handle.write(piece)

    def finish(self) -> Received:
        """All pieces are there; they are on the disk."""
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.close()
        return Received(self.path, self.name, self._hash.hexdigest(), self.size)

    def give_up(self) -> None:
        """Nothing is kept."""
        self._handle.close()
        self.path.unlink(missing_ok=True)


def incoming() -> Path:
    """The folder for what has arrived."""
    return Path(settings.WORKSPACE) / FOLDER


def received(path: Path, name: str = "", limit: int | None = None) -> Received:
    """A copy of a file that lies somewhere, as if it had been sent.

    Raises:
        CrossfootError: it is larger than is allowed.
    """
    with path.open("rb") as file:
        return receive(iter(lambda: file.read(_CHUNK), b""), name or path.name, limit)


def receive(pieces: Iterable[bytes], name: str, limit: int | None = None) -> Received:
    """A file from its pieces.

    Args:
        pieces: its bytes.
        name: as the sender calls it.
        limit: bytes allowed; those of evidence unless given.

    Raises:
        CrossfootError: it is larger than is allowed; nothing is kept.
    """
    taker = Receiver(name, evidence_limit() if limit is None else limit)
    try:
        for piece in pieces:
            taker.take(piece)
    except BaseException:
        taker.give_up()
        raise
    return taker.finish()


def evidence_limit() -> int:
    """Bytes that a file of evidence may have."""
    return int(settings.EVIDENCE_MEGABYTES) * _MEBIBYTE


def too_large(name: str, limit: int) -> CrossfootError:
    """What is said of a file that is larger than is allowed."""
    return CrossfootError(
        problem(
            Text(
                "the file is larger than {limit} MB, which are allowed",
                "文件超过允许的 {limit} MB",
            ),
            where=name,
            why=Text("nothing of it was kept", "未保存任何内容"),
            remedy=Text(
                "split it, or reduce the resolution of its pictures",
                "请拆分文件，或降低其中图片的分辨率",
            ),
            limit=limit // _MEBIBYTE,
        )
    )


def plain_name(name: str) -> str:
    r"""The last part of a name, without characters that nobody sees.

    >>> plain_name("C:\\bills\\may\n.pdf")
    'may.pdf'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(letter for letter in last if letter.isprintable()).strip()
    return visible[-255:] or "file"
