"""A file as bytes: its size and its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.limits import Limits

CHUNK = 4 << 20

#: called with what is done and what there is to do; raising from it cancels
Progress = Callable[[int, int], None]


def pieces(path: Path, progress: Progress | None = None) -> Iterator[bytes]:
    """The bytes of a file, piece by piece.

    Raises:
        CrossfootError: the file grows while it is read.
    """
    size, done = path.stat().st_size, 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            done += len(piece)
            if done > size:
                raise CrossfootError(changed(path))
            yield piece
            if progress:
                progress(done, size)


def changed(path: Path) -> Problem:
    """The problem of a file that somebody writes to."""
    return Problem(
        "the file changed while it was read",
        where=path.name,
        remedy="import it again when nobody writes to it",
    )


def sha256_of(path: Path, progress: Progress | None = None) -> str:
    """The SHA-256 of a file, read in pieces.

    Args:
        path: the file.
        progress: told how many bytes of how many are done.
    """
    digest = hashlib.sha256()
    for piece in pieces(path, progress):
        digest.update(piece)
    return digest.hexdigest()


def check_size(path: Path, limits: Limits) -> int:
    """The size of a file in bytes.

    Raises:
        CrossfootError: it is absent, no file, not readable, empty or too large.
    """
    where = path.name or str(path)
    if not path.exists():
        raise CrossfootError(
            Problem("there is no such file", where=str(path), remedy="check the path")
        )
    if not path.is_file():
        raise CrossfootError(Problem("this is no file", where=str(path), remedy="name one file"))
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise CrossfootError(
            Problem(f"the file cannot be opened: {error.strerror}", where=where)
        ) from error
    if size == 0:
        raise CrossfootError(
            Problem("the file is empty", where=where, remedy="export or save it again")
        )
    if size > limits.file_bytes:
        raise CrossfootError(
            Problem(
                f"the file has {size / 1e6:,.1f} MB; {limits.file_bytes / 1e6:,.1f} MB are allowed",
                where=where,
                remedy="split it, or import it on the command line as CSV or Parquet",
            )
        )
    return size
