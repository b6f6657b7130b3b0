"""Add a file of own factors: a further set, never another content of one that is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from crossfoot.errors import CrossfootError
from crossfoot.factors.factor import Factor
from crossfoot.factors.sets import DEFAULT_SETS, read_factor_file
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.receiving import Received
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty
from crossfoot.runs.library import factor_library
from crossfoot.tables.files import sha256_of
from crossfoot.workspaces.durable import keep_copy
from crossfoot.workspaces.setting_values import toml
from crossfoot.workspaces.settings import FILE_NAME, Settings, as_toml, read_settings

FOLDER = "factors"

#: the line of the settings that names the sets
_LINE = re.compile(r"^factors\s*=\s*\[[^\]]*\]", re.MULTILINE)
_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class AddFactors(Action[str]):
    """The file is kept in `factors/`, and the settings name it before all other sets.

    Attributes:
        file: as it was sent.
    """

    verb = "inventory.add_factors"
    stream = "overview"
    file: Received

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns of the whole, since a factor may count for every unit."""
        by.require(Duty.RUN_CAMPAIGNS)
        if not (Path(settings.WORKSPACE) / FILE_NAME).is_file():
            raise CrossfootError(problem(Text("there is no workspace", "没有工作区")))
        if not self.file.name.lower().endswith(".csv"):
            raise CrossfootError(
                problem(
                    Text("the file is no CSV", "文件不是 CSV"),
                    remedy=Text("save it as CSV, UTF-8", "请另存为 UTF-8 编码的 CSV"),
                )
            )
        if self._target.exists():
            raise CrossfootError(
                problem(
                    Text("there is a file of this name", "已有同名文件"),
                    remedy=Text(
                        "a factor is superseded, never changed: send a further file",
                        "因子只可取代、不得修改，请以新文件名上传",
                    ),
                )
            )
        self._refuse_known(self._factors())

    def change(self, by: Actor) -> Done[str]:
        """Keep the file, then name it."""
        factors = self._factors()
        keep_copy(self.file.path, self._target, sha256_of(self.file.path))
        path = Path(settings.WORKSPACE) / FILE_NAME
        known = read_settings(path)
        name = f"{FOLDER}/{self._target.name}"
        sets = (name, *(known.factors or DEFAULT_SETS))
        text = _with_sets(path.read_text(encoding="utf-8"), known, sets)
        partial = path.with_name(f".{FILE_NAME}.partial")
        partial.write_text(text, encoding="utf-8")
        read_settings(partial)
        partial.replace(path)
        content = {
            "file": name,
            "sha256": sha256_of(self._target),
            "factors": [each.id for each in factors],
        }
        return Done(name, f"factors:{self._target.name}", content)

    @property
    def _target(self) -> Path:
        name = _NAME.sub("-", Path(self.file.name).name).lstrip(".-") or "factors.csv"
        return Path(settings.WORKSPACE) / FOLDER / name

    def _factors(self) -> tuple[Factor, ...]:
        """What the file says; all its mistakes are told at once."""
        return read_factor_file(self.file.path).factors

    def _refuse_known(self, factors: tuple[Factor, ...]) -> None:
        """An id names one factor for good."""
        folder = Path(settings.WORKSPACE)
        library = factor_library(read_settings(folder / FILE_NAME).factors, folder)
        ids = {each.id for one in library.sets for each in one.factors}
        if repeated := sorted({each.id for each in factors} & ids):
            raise CrossfootError(
                problem(
                    Text("there is a factor {id} already", "已有因子 {id}"),
                    remedy=Text(
                        "give the new one an id of its own, and name the old one in supersedes",
                        "请为新因子另取编号，并在 supersedes 栏注明被取代的因子",
                    ),
                    id=repeated[0],
                )
            )


def _with_sets(text: str, known: Settings, sets: tuple[str, ...]) -> str:
    """The settings with other sets; remarks of people stay."""
    line = f"factors = {toml(sets)}"
    if _LINE.search(text):
        return _LINE.sub(lambda _: line, text, count=1)
    return as_toml(replace(known, factors=sets))
