"""Opening the records of a workspace from a command: settings are read, Django is started."""

from __future__ import annotations

import os
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language, Text


def open_records(folder: Path, language: Language = "en") -> None:
    """Start Django for the workspace in a folder; one process serves one workspace.

    Raises:
        CrossfootError: the folder is no workspace, or `DATABASE_URL` cannot be used.
    """
    from crossfoot.workspaces.workspace import Workspace

    Workspace(folder)  # says what is wrong where it is none
    choose_workspace(folder, language)
    from django.conf import settings

    if folder.resolve() != settings.WORKSPACE:
        message = "one process serves one workspace"
        raise RuntimeError(message)


def choose_workspace(folder: Path, language: Language) -> None:
    """Start Django with the settings of a workspace, which may be still to come.

    Raises:
        CrossfootError: `DATABASE_URL` cannot be used.
    """
    os.environ["CROSSFOOT_WORKSPACE"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "crossfoot.settings"
    import django
    from django.utils.translation import activate

    django.setup()
    activate("zh-hans" if language == "zh" else "en")


def make_database_file() -> None:
    """Make the file of an SQLite database readable by its owner alone, from the first byte."""
    from django.db import connection

    if connection.vendor == "sqlite":
        os.close(os.open(connection.settings_dict["NAME"], os.O_CREAT | os.O_RDWR, 0o600))


def check_migrated() -> None:
    """The tables must be those of this version.

    Raises:
        CrossfootError: migrations are missing.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from crossfoot.records.messages import problem

    there = connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()
    # a file is not made by looking for it
    executor = MigrationExecutor(connection) if there else None
    if executor is None or executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CrossfootError(
            problem(
                Text("the database is not that of this version", "数据库与此版本不符"),
                remedy=Text("run `crossfoot migrate`", "请运行 `crossfoot migrate`"),
            )
        )
