"""What tests of the pages of figures share: a workspace with numbers, people, browsers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from campaigns import WATER, crew
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.overview import fresh
from figures_kept import started

FIGURE = f"/figures/{WATER}/hefei/2023"


@pytest.fixture
def begun(monkeypatch) -> list[Path]:
    """The workspaces whose numbers were begun anew; no process is started."""
    found: list[Path] = []
    monkeypatch.setattr(fresh, "begin", found.append)
    return found


@pytest.fixture
def folder(tmp_path, settings, person, begun) -> Path:
    found = started(tmp_path)
    settings.WORKSPACE = found
    return found


@pytest.fixture
def people(person, folder) -> Any:
    return crew(person)


def browser(person: Person, language: str = "en") -> Client:
    client = Client()
    client.force_login(person.user, PATH)
    client.cookies["crossfoot_language"] = {"en": "en", "zh": "zh-hans"}[language]
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def doubt(folder: Path) -> None:
    """Men and women of one unit who are not its employees: 31 for 30."""
    (folder / "facts" / "doubtful.csv").write_text(
        "metric,entity,period,dimensions,value,unit\n"
        "workforce.headcount,penang,2023,gender=male,20,person\n"
        "workforce.headcount,penang,2023,gender=female,11,person\n"
    )


def plain(page: str) -> str:
    """The words of a page, as one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
