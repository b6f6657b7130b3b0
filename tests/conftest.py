"""Fixtures that every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from browsers import chromium_browser, need_chromium

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The published reports and reference data that may lie beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the folder 'shared' with published reports and reference data is absent")
    return SHARED


@pytest.fixture(scope="module")
def browser():
    """Debian's chromium, one for each file of tests."""
    need_chromium()
    with chromium_browser() as chromium:
        yield chromium
