"""Where the records lie: SQLite in the workspace, or the server that `DATABASE_URL` names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from crossfoot.errors import CrossfootError, Problem

FILE_NAME = "crossfoot.sqlite3"

#: seconds that a writer waits for the one before
PATIENCE = 20

_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"


def database(url: str, workspace: Path) -> dict[str, Any]:
    """Django's settings of the database.

    Args:
        url: `postgresql://user:password@host:port/name`, `sqlite:///path`, or empty for the
            workspace's own file.
        workspace: the folder of the workspace.

    Raises:
        CrossfootError: the address names another kind of database, or none.

    >>> database("", Path("group"))["NAME"]
    'group/crossfoot.sqlite3'
    >>> database("postgresql://li:p%40ss@db:5433/esg", Path("group"))["PASSWORD"]
    'p@ss'
    """
    if not url:
        return _sqlite(str(workspace / FILE_NAME))
    parts = urlsplit(url)
    name = unquote(parts.path[1:])
    if parts.scheme == "sqlite" and name:
        return _sqlite(name)
    if parts.scheme in ("postgresql", "postgres") and name:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise CrossfootError(
        Problem(
            f"DATABASE_URL names no database that is known: {parts.scheme or 'no'} scheme",
            why="records are kept in SQLite or PostgreSQL",
            remedy="write it as postgresql://user:password@host:port/name, or leave it away",
        )
    )


def _sqlite(path: str) -> dict[str, Any]:
    """Readers never wait for the writer (WAL), and writers queue up instead of failing half-way.

    What was answered with "saved" survives a power cut (synchronous), and a deleted key is
    overwritten, not only unlinked (secure_delete).
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": PATIENCE,
            "transaction_mode": "IMMEDIATE",
            "init_command": _PRAGMAS,
        },
    }
