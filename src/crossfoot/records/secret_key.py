"""The key that signs sessions and forms: made once per workspace, never in a repository."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FILE_NAME = "secret.key"


def secret_key(workspace: Path) -> str:
    """The key of a workspace; one that lasts until the program ends where there is none yet."""
    path = workspace / FILE_NAME
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    return secrets.token_urlsafe(64)


def make_secret_key(workspace: Path) -> None:
    """Write the key, readable by its owner alone, unless there is one."""
    write_secret(workspace / FILE_NAME, secrets.token_urlsafe(64))


def write_secret(path: Path, text: str) -> None:
    """Write a file of mode 600; one that is there is left. Two writers end with one secret."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
