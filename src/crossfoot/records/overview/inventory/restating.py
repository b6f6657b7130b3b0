"""Why two kept runs differ: what a job finds, kept in the cache, and read by pages.

    .cache/restatements/<base>-<new>-<policy>.json

The finding has sums by site, scope, category, method and cause, and the largest changes; a page
takes of it what its reader may read. Runs never change, so that a finding holds as long as the
policy of the base year does.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from crossfoot.calculation.base_year import FILE_NAME, Policy, read_policy
from crossfoot.calculation.comparison import Comparison
from crossfoot.calculation.restatement import CAUSES, Change
from crossfoot.calculation.streams import is_in_total
from crossfoot.records.jobs.kinds import Progress
from crossfoot.runs.kept import Manifest, run_file

FOLDER = ".cache/restatements"

#: changes that are listed, the largest ones; all are in the sums
MOST_LINES = 1000

#: of what is written; another one is made anew
_EDITION = 1


@dataclass(frozen=True)
class Restated:
    """The difference of two runs, as far as some sites are concerned.

    Attributes:
        said: the whole finding.
        sites: whose part of it.
    """

    said: Mapping[str, Any]
    sites: Collection[str]

    @cached_property
    def _parts(self) -> list[tuple[str, str, str, str, str, int]]:
        """Site, scope, category, method, cause, milligrams of the sites."""
        return [tuple(each) for each in self.said["parts"] if each[0] in self.sites]

    def by_cause(self, total: str) -> dict[str, int]:
        """The difference of a total by every cause in their order."""
        sums = dict.fromkeys(CAUSES, 0)
        for _, scope, _, method, cause, mass in self._parts:
            if is_in_total(scope, method, total):
                sums[cause] += mass
        return sums

    def by_site(self, total: str) -> dict[str, dict[str, int]]:
        """The difference of a total by site and cause."""
        return self._by(0, total)

    def by_category(self, total: str) -> dict[tuple[str, str], dict[str, int]]:
        """The difference of a total by scope and category, and by cause."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for _, scope, category, method, cause, mass in self._parts:
            if is_in_total(scope, method, total):
                sums = found.setdefault((scope, category), dict.fromkeys(CAUSES, 0))
                sums[cause] += mass
        return found

    def _by(self, at: int, total: str) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for part in self._parts:
            _, scope, _, method, cause, mass = part
            if is_in_total(scope, method, total):
                sums = found.setdefault(str(part[at]), dict.fromkeys(CAUSES, 0))
                sums[cause] += mass
        return found

    def lines(self, total: str) -> list[Mapping[str, Any]]:
        """The largest changes of lines of a total."""
        return [
            each
            for each in self.said["lines"]
            if each["site"] in self.sites and is_in_total(each["scope"], each["method"], total)
        ]


def policy_of(folder: Path) -> Policy | None:
    """The policy of the base year; None where none is stated.

    Raises:
        CrossfootError: it cannot be read.
    """
    path = folder / FILE_NAME
    return read_policy(path) if path.is_file() else None


def found_before(
    folder: Path, base: Manifest, new: Manifest, sites: Collection[str]
) -> Restated | None:
    """What was found of two runs; None where nobody looked, or the policy is another one."""
    try:
        said = json.loads(_path(folder, base.id, new.id).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Restated(said, sites) if said.get("edition") == _EDITION else None


def find(folder: Path, base: Manifest, new: Manifest, progress: Progress) -> None:
    """Compare two runs line by line, and keep what is found.

    Raises:
        CrossfootError: the lines of a run are not those that were kept.
    """
    progress(0, 4)
    files = [run_file(folder, each) for each in (base, new)]
    progress(1, 4)
    compared = Comparison(files[0], files[1], policy_of(folder))
    try:
        progress(2, 4)
        sums: dict[tuple[str, str, str, str, str], int] = {}
        lines: list[Mapping[str, Any]] = []
        for change in compared.changes():
            for cause, mass in change.effects.items():
                line = change.line
                key = (line.site, line.scope, line.category, line.method, cause)
                sums[key] = sums.get(key, 0) + mass
            if len(lines) < MOST_LINES:
                lines.append(_line(change))
        progress(3, 4)
        said = {
            "edition": _EDITION,
            "count": compared.count,
            "parts": [[*key, mass] for key, mass in sorted(sums.items())],
            "lines": lines,
        }
    finally:
        compared.close()
    path = _path(folder, base.id, new.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(json.dumps(said, ensure_ascii=False, default=str), "utf-8")
    partial.replace(path)
    progress(4, 4)


def _line(change: Change) -> Mapping[str, Any]:
    line = change.line
    sides: Sequence[tuple[str, Any]] = (("base", change.base), ("new", change.new))
    return {
        **{name: getattr(line, name) for name in ("site", "activity", "scope", "category")},
        **{name: getattr(line, name) for name in ("method", "year", "unit")},
        "start": line.start.isoformat(),
        "end": line.end.isoformat(),
        **{
            name: None
            if side is None
            else {
                "file": side.file,
                "row": side.row,
                "quantity": str(side.quantity),
                "share": str(side.share),
                "factor": side.factor,
                "milligrams": side.milligrams,
            }
            for name, side in sides
        },
        "effects": dict(change.effects),
    }


def _path(folder: Path, base: str, new: str) -> Path:
    policy = folder / FILE_NAME
    content = policy.read_bytes() if policy.is_file() else b""
    return folder / FOLDER / f"{base}-{new}-{hashlib.sha256(content).hexdigest()[:12]}.json"
