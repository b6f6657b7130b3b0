"""The registers in use: those that come with Crossfoot, the workspace's own, and edited ones."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem
from crossfoot.records.register.models import DefinitionVersion
from crossfoot.registers.definition import Definition
from crossfoot.registers.library import Library
from crossfoot.registers.loading import BUILT_IN, read_definition, read_definition_text

#: folder of a workspace with definitions of its own; one of the same name replaces a built-in one
FOLDER = "registers"

_NONE = Text("there is no register {register}", "没有台账 {register}")


@dataclass
class _Kept:
    """The last library, and what it was made of."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    state: object = None
    library: Library | None = None


_kept = _Kept()


def active() -> Library:
    """The registers in use now.

    Raises:
        CrossfootError: a definition of the workspace has mistakes.
    """
    files = _files()
    edited = _edited()
    state = (tuple((path, _stamp(path)) for path in files.values()), tuple(sorted(edited.items())))
    with _kept.lock:
        if _kept.library is None or _kept.state != state:
            _kept.library = _read(files, edited)
            _kept.state = state
        return _kept.library


def definition_of(register: str) -> Definition:
    """A register in use.

    Raises:
        CrossfootError: there is none of that id.
    """
    found = active().get(register)
    if found is None:
        raise CrossfootError(problem(_NONE, register=repr(register)))
    return found


def _files() -> dict[str, Path]:
    folders = (BUILT_IN, Path(settings.WORKSPACE) / FOLDER)
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def _edited() -> dict[str, int]:
    """The latest edited version of each register that is active, by its number in the database."""
    rows = DefinitionVersion.objects.filter(active_from__lte=timezone.now()).order_by("version")
    return dict(rows.values_list("register", "pk"))


def _read(files: dict[str, Path], edited: dict[str, int]) -> Library:
    texts = {row.register: row for row in DefinitionVersion.objects.filter(pk__in=edited.values())}
    found: list[Definition] = []
    for name in sorted({*files, *texts}):
        row = texts.get(name)
        known = _file(files[name]) if name in files else None
        if row is not None and (known is None or row.version > known.version):
            known = read_definition_text(row.text, f"{name} {row.version}", name)
        if known is not None:
            found.append(known)
    return Library(found)


_parsed: dict[tuple[Path, tuple[int, int]], Definition] = {}


def _file(path: Path) -> Definition:
    key = (path, _stamp(path))
    if key not in _parsed:
        _parsed[key] = read_definition(path)
    return _parsed[key]
