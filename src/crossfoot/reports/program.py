"""What the program itself adds to everything that it writes: its code and its libraries."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]

#: libraries whose other edition may write something else from the same parts
_LIBRARIES = (
    "babel",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "mini-racer",
    "opencc",
    "pydyf",
    "tinycss2",
    "weasyprint",
    "xlsxwriter",
)


@cache
def program() -> str:
    """Hash of the code, data and templates of Crossfoot, and of the editions of its libraries.

    A number of a version would not do: it stays while the code is worked on.
    """
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # an optional one
        return ""
