from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation

from crossfoot.records.accounts.actions.accept_invitation import AcceptInvitation
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person, Visitor
from crossfoot.records.actions import CommandLine
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role
from database_file import on_a_file
from people import PASSWORD

MASTER_KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory) -> None:
    """A database file, as in use: threads and processes share it, and queue up for it."""
    on_a_file(tmp_path_factory)


@pytest.fixture(autouse=True)
def _settled(monkeypatch, settings) -> None:
    """A master key of its own, and a hash that is quick."""
    monkeypatch.setenv("CROSSFOOT_MASTER_KEY", MASTER_KEY)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Whatever language a page of the test before was asked for in."""
    with translation.override("en"):
        yield


@pytest.fixture
def root() -> CommandLine:
    return CommandLine()


@pytest.fixture
def person(db) -> Callable[..., Person]:
    """Makes a person with a role on a unit; on the whole organisation where none is named."""

    def make(role: Role | None = None, unit: str = "", email: str = "") -> Person:
        number = User.objects.count() + 1
        token = (
            Invite(email or f"p{number}@example.org", f"Person {number}").do(CommandLine()).token
        )
        user = AcceptInvitation(token, PASSWORD).do(Visitor("test"))
        if role is not None:
            GrantRole(user.pk, role, Span(date(2020, 1, 1)), unit).do(CommandLine())
        return Person(user, "test")

    return make


@pytest.fixture
def shared_database(transactional_db) -> dict[str, str]:
    """Environment of another process that works on the database of the test."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{settings['NAME']}"
    else:
        url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings)
    return {
        **os.environ,
        "DATABASE_URL": url,
        "CROSSFOOT_MASTER_KEY": MASTER_KEY,
        "DJANGO_SETTINGS_MODULE": "crossfoot.settings",
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder that is a workspace, for commands."""
    from crossfoot.languages import Text
    from crossfoot.workspaces.settings import Settings
    from crossfoot.workspaces.workspace import Workspace

    Workspace.start(tmp_path / "group", Settings(company=Text("G", "集"), year=2023))
    return tmp_path / "group"
