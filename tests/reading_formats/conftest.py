"""A browser that prints pages as PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from browsers import need_chromium
from reading_formats.printing import print_page


@pytest.fixture(scope="session")
def print_pdf(tmp_path_factory):
    need_chromium()
    folder = tmp_path_factory.mktemp("pdf")

    def printed(name: str, content: str, head: bool = True, landscape: bool = False) -> Path:
        return print_page(content, folder / f"{name}.pdf", head, landscape)

    return printed
