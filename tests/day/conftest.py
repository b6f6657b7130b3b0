from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsers import chromium_browser, need_chromium


@pytest.fixture(scope="module")  # its loop would stay in the thread of other tests
def chromium() -> Iterator[Any]:
    need_chromium()
    with chromium_browser() as found:
        yield found


@pytest.fixture
def pictures() -> Path | None:
    """Where to keep pictures of the pages: the folder that CROSSFOOT_PICTURES names."""
    folder = os.environ.get("CROSSFOOT_PICTURES")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
