"""What was made once and can be used again: charts, chapters laid out in pages.

An entry is named by the hash of all that it was made from, so it is never out of date: whoever
asks with other parts asks for another name. A broken entry is none. The folder may be deleted at
any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

#: bytes that a store may hold; two languages of a report of ninety pages take about seven million
LARGEST = 96_000_000

#: what says to programs that make backups that a folder can be left out (bford.info/cachedir)
_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n"

_HASH = hashlib.sha256().digest_size


def key_of(*parts: str | bytes) -> str:
    """Hash of parts, none of which can run into the next.

    >>> key_of("ab", "c") == key_of("a", "bc")
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(b"%d " % len(content) + content)
    return digest.hexdigest()


class Store:
    """A folder of entries; the ones longest unused go when it grows too large.

    Args:
        folder: where they lie; made when something is kept.
        largest: bytes that all together may have.
    """

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        self.folder = folder
        self._largest = largest

    def get(self, key: str) -> bytes | None:
        """An entry; None where there is none, or not the one that was kept."""
        path = self._path(key)
        try:
            found = path.read_bytes()
            with contextlib.suppress(OSError):  # a folder that can only be read
                os.utime(path)
        except OSError:
            return None
        content = found[_HASH:]
        return content if hashlib.sha256(content).digest() == found[:_HASH] else None

    def put(self, key: str, content: bytes) -> None:
        """Keep an entry; a folder that cannot be written to keeps nothing."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            tag = self.folder / _TAG
            if not tag.exists():
                tag.write_text(_SIGNATURE, encoding="utf-8")
                (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")
            with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                file.write(hashlib.sha256(content).digest() + content)
            Path(file.name).replace(path)

    def prune(self) -> None:
        """Delete what was unused longest until the rest is small enough."""
        entries = sorted(self._entries(), reverse=True)
        held = 0
        for _, size, path in entries:
            held += size
            if held > self._largest:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _entries(self) -> Iterator[tuple[int, int, Path]]:
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(OSError):
                about = path.stat()
                yield about.st_mtime_ns, about.st_size, path

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key
