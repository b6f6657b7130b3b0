"""What tests of evidence share: a workspace for the files, a tree of units, small files."""

from __future__ import annotations

from pathlib import Path

from crossfoot.facts.entities import Organisation
from crossfoot.records.evidence.receiving import Received, receive
from test_organisation import entity

TREE = Organisation(
    [
        entity("group", "", kind="group"),
        entity("cells", kind="company"),
        entity("hefei", "cells"),
        entity("penang"),
    ]
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "0000000500017a5eab3f0000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n"


def sent(content: bytes, name: str = "may.pdf") -> Received:
    return receive([content], name)


def stored(workspace: Path) -> list[str]:
    folder = workspace / "evidence" / "documents"
    return sorted(path.name for path in folder.glob("*"))
