from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from browsers import chromium_browser, need_chromium
from database_file import on_a_file
from evidences import PNG
from lives.place import Place, place_of


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory) -> None:
    on_a_file(tmp_path_factory)


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction for each test, as its mark would have: the server would see nothing of it."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Whatever language a page of the test before was asked for in."""
    with translation.override("en"):
        yield


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A file that proves something."""
    file = tmp_path / "1.png"
    file.write_bytes(PNG)
    return file


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Place]:
    """An organisation that is served, one for each file of tests.

    Tests that use it bear the mark `django_db`, so that there is a database; what one leaves
    behind the next one finds.
    """
    need_chromium()
    with pytest.MonkeyPatch.context() as patch, chromium_browser() as chromium:
        patch.setenv("CROSSFOOT_MASTER_KEY", base64.b64encode(bytes(range(32))).decode())
        with django_db_blocker.unblock(), place_of(chromium, tmp_path_factory.mktemp("w")) as found:
            yield found
