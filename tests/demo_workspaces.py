"""The four example workspaces, built once for all tests that only read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot.examples.build import EXAMPLES, build


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with group, alphaess-2022, calb-2023 and kstar-2023; do not change it."""
    folder = tmp_path_factory.mktemp("demo")
    for example in EXAMPLES:
        build(example, folder / example.slug)
    return folder
