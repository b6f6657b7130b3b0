"""What the files in a folder of exports were made from; those made from the same are kept.

    out/.made.json      {"xlsx.en": {"from": HASH, "files": {"data-book.en.xlsx": SHA-256}}, …}

A file that somebody changed or deleted is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

NAME = ".made.json"


class Made:
    """The list of a folder.

    Args:
        out: the folder.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._listed = self._read()

    def keeps(self, output: str, made_from: str) -> bool:
        """Whether an output is there, whole, and was made from the same."""
        entry = self._listed.get(output)
        if not isinstance(entry, dict) or entry.get("from") != made_from:
            return False
        files = entry.get("files")
        if not files or not isinstance(files, dict):
            return False
        return all(self._hash(name) == hash_ for name, hash_ in files.items())

    def add(self, output: str, made_from: str, files: Iterable[Path]) -> None:
        """Note what an output was made from, and which files it has."""
        names = sorted(path.relative_to(self._out).as_posix() for path in files)
        hashes = {name: self._hash(name) for name in names}
        self._listed[output] = {"from": made_from, "files": hashes}
        text = json.dumps(self._listed, indent=1, sort_keys=True) + "\n"
        (self._out / NAME).write_text(text, encoding="utf-8")

    def _hash(self, name: str) -> str:
        with contextlib.suppress(OSError), (self._out / name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
        return ""

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads((self._out / NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
