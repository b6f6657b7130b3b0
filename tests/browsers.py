"""Debian's chromium and axe-core, as every room's browser tests need them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def need_chromium() -> None:
    if not Path(CHROMIUM).is_file():
        pytest.skip("Debian's chromium is absent; tools/debian.sh test installs it")


def need_axe() -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is absent; tools/fetch_assets.py test fetches it")


@contextmanager
def chromium_browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()
