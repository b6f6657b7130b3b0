"""The container of old Office files, and of encrypted new ones: what is inside?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

#: the names of the parts stand in the directory; it is looked for this far into the file
_SEARCHED = 64 << 20


class Compound(StrEnum):
    """What a compound file holds."""

    ENCRYPTED = "encrypted"
    WORKBOOK = "workbook"
    OTHER = "other"


def held_by(path: Path) -> Compound:
    """What a compound file holds, by the names of its parts."""
    with path.open("rb") as file:
        content = file.read(_SEARCHED)

    def has(part: str) -> bool:
        return part.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        return Compound.ENCRYPTED
    return Compound.WORKBOOK if has("Workbook") or has("Book") else Compound.OTHER
