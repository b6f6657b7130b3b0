"""The registers in use: those that come with Crossfoot, the workspace's own, and edited ones.

A request reads them once (`holding`), however often its parts ask: what is edited meanwhile, here
or by another process, is there at the next request. Outside of requests every call looks whether a
file or the database has something new, and reads that alone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connection
from django.db.models.signals import post_delete, post_save
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
_SUFFIX = ".yaml"


@dataclass
class _Kept:
    """The last library, and what it was made of."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    state: object = None
    library: Library | None = None


class _Held(threading.local):
    """The library of the request, or other work, that a thread is at.

    Attributes:
        depth: how many parts of the work hold it; none hold it outside.
        place: the workspace and database that it is of.
        library: None until it is asked for.
        is_edited: a definition was written meanwhile: it is asked for anew every time.
    """

    depth = 0
    place: object = None
    library: Library | None = None
    is_edited = False

    def begin(self) -> None:
        """A part of the work begins."""
        self.depth += 1

    def end(self) -> None:
        """A part of the work is over."""
        self.depth = max(self.depth - 1, 0)
        if not self.depth:
            self.library, self.is_edited = None, False


_kept = _Kept()
_held = _Held()


def active() -> Library:
    """The registers in use now.

    Raises:
        CrossfootError: a definition of the workspace has mistakes.
    """
    if not _held.depth or _held.is_edited:
        return _current()
    place = _place()
    if _held.library is None or _held.place != place:
        _held.library, _held.place = _current(), place
    return _held.library


@contextmanager
def holding() -> Iterator[None]:
    """The registers in use stay as they are for this thread, and are looked at once."""
    _held.begin()
    try:
        yield
    finally:
        _held.end()


def _current() -> Library:
    files = _files()
    edited = _edited()
    state = (_place(), tuple(sorted(files.items())), tuple(sorted(edited.items())))
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


#: when a file was last changed, and its size
_Stamp = tuple[int, int]


def _place() -> tuple[str, str]:
    return str(settings.WORKSPACE), str(connection.settings_dict["NAME"])


def _files() -> dict[str, tuple[Path, _Stamp]]:
    """The files of definitions by their names, those of the workspace first."""
    found: dict[str, tuple[Path, _Stamp]] = {}
    for folder in (BUILT_IN, Path(settings.WORKSPACE) / FOLDER):
        if not folder.is_dir():
            continue
        with os.scandir(folder) as entries:
            for each in entries:
                if each.name.endswith(_SUFFIX):
                    stat = each.stat()
                    stamp = (stat.st_mtime_ns, stat.st_size)
                    found[each.name.removesuffix(_SUFFIX)] = (Path(each.path), stamp)
    return found


def _edited() -> dict[str, tuple[int, datetime | None]]:
    """The latest edited version of each register that is active: its number, and since when."""
    rows = DefinitionVersion.objects.filter(active_from__lte=timezone.now()).order_by("version")
    return {name: (pk, since) for name, pk, since in rows.values_list("register", "pk", "at")}


def _read(
    files: dict[str, tuple[Path, _Stamp]], edited: dict[str, tuple[int, datetime | None]]
) -> Library:
    keys = [pk for pk, _ in edited.values()]
    texts = {row.register: row for row in DefinitionVersion.objects.filter(pk__in=keys)}
    found: list[Definition] = []
    for name in sorted({*files, *texts}):
        row = texts.get(name)
        known = _file(*files[name]) if name in files else None
        if row is not None and (known is None or row.version > known.version):
            known = read_definition_text(row.text, f"{name} {row.version}", name)
        if known is not None:
            found.append(known)
    return Library(found)


_parsed: dict[tuple[Path, _Stamp], Definition] = {}


def _file(path: Path, stamp: _Stamp) -> Definition:
    key = (path, stamp)
    if key not in _parsed:
        _parsed[key] = read_definition(path)
    return _parsed[key]


# -- requests --------------------------------------------------------------------------------------


def _request_begins(**_: Any) -> None:
    _held.depth = 0
    _held.end()
    _held.begin()


def _request_ends(**_: Any) -> None:
    _held.end()


def _definition_written(**_: Any) -> None:
    _held.is_edited = bool(_held.depth)


request_started.connect(_request_begins, dispatch_uid="registers in use")
request_finished.connect(_request_ends, dispatch_uid="registers in use")
post_save.connect(_definition_written, DefinitionVersion, dispatch_uid="definition written")
post_delete.connect(_definition_written, DefinitionVersion, dispatch_uid="definition written")
