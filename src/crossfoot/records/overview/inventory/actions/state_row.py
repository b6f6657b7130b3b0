"""State a row of what stands beside the figures: an event, a category, a span, a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings

from crossfoot.calculation import scope3
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.receiving import Received
from crossfoot.records.messages import problem
from crossfoot.records.overview.inventory.figures import categories_with_rows
from crossfoot.records.overview.inventory.stated import versions
from crossfoot.records.overview.inventory.stated.fields import Form
from crossfoot.records.overview.inventory.stated.kinds import KINDS, Kind
from crossfoot.records.overview.inventory.stated.tables import Row, Stated, cleaned, write
from crossfoot.workspaces.settings import FILE_NAME

#: the row that is not there yet, and that of the values beside the rows
NEW, HEAD = 0, -1

#: signs of a hash in a cell: enough to find a document, few enough to read
HASH = 16


@dataclass(frozen=True)
class StateRow(Action[str]):
    """The whole file is checked as a file is; then it counts in the place of the one before.

    Attributes:
        kind: a key of `KINDS`.
        version: hash of the file that the person saw; empty where there was none.
        number: row, from 1; `NEW` for a further one, `HEAD` for the values beside the rows.
        cells: of the row, by field; None takes the row away.
        place: number that the row shall have, where the order counts; 0 leaves it, or puts it last.
        file: the document of a statement; it becomes evidence.
    """

    verb = "inventory.state_row"
    stream = "overview"
    kind: str
    version: str
    number: int
    cells: Mapping[str, str] | None
    place: int = 0
    file: Received | None = field(default=None, repr=False)

    def check(self, by: Actor) -> None:
        """Whoever may change such a file of the whole, as long as nobody else did meanwhile."""
        kind = kind_of(self.kind)
        by.require(kind.duty)
        current = seen(kind, self.version)
        if self.number > len(current.rows) or self.number < HEAD:
            raise CrossfootError(problem(Text("there is no such row", "没有该行")))
        if self.cells is None and self.number < 1:
            raise CrossfootError(problem(Text("there is no row to take away", "没有可删除的行")))
        # a document is taken when the change is made; until then its field may be empty
        content = write(kind, self._changed(kind, current, ""))
        if not self._changed(kind, current, "").is_empty:
            versions.check(_folder(), kind, content)
        self._refuse_contradiction(kind)
        if self.file is not None:
            self._evidence(kind).check(by)

    def change(self, by: Actor) -> Done[str]:
        """Keep the file of before, then write."""
        kind = kind_of(self.kind)
        current = seen(kind, self.version)
        document = ""
        if self.file is not None:
            self._evidence(kind).change(by)
            document = f"{self.file.name} · {self.file.sha256[:HASH]}"
        stated = self._changed(kind, current, document)
        content = None if stated.is_empty else write(kind, stated)
        after = versions.put(_folder(), kind, content, "")
        said = {
            "file": kind.file,
            "before": self.version,
            "after": after,
            "number": self.number,
            "row": dict(self._cells(kind, document) or {}),
            "was": dict(self._was(current)),
        }
        return Done(after, versions.subject(kind), said)

    def _refuse_contradiction(self, kind: Kind) -> None:
        """A category of scope 3 that has rows cannot be irrelevant."""
        cells = self.cells or {}
        if kind.file != scope3.FILE_NAME or cells.get("status") != scope3.EXCLUDED:
            return
        if cells.get("category", "") in categories_with_rows(_folder()):
            raise CrossfootError(
                problem(
                    Text(
                        "category {category} has rows, so that it is not irrelevant",
                        "类别 {category} 已有活动数据，不能标为不相关",
                    ),
                    remedy=Text("reverse its rows first", "请先冲销该类别的数据"),
                    category=cells["category"],
                )
            )

    def _evidence(self, kind: Kind) -> AddEvidence:
        assert self.file is not None, "there is one"  # noqa: S101
        if not any(each.form is Form.DOCUMENT for each in kind.fields):
            raise CrossfootError(problem(Text("no document belongs here", "此处不需要文件")))
        return AddEvidence(self.file, (self.cells or {}).get(kind.place, ""))

    def _cells(self, kind: Kind, document: str) -> Row | None:
        if self.cells is None:
            return None
        found = cleaned(kind.head if self.number == HEAD else kind.fields, self.cells)
        if document:
            named = {each.name: document for each in kind.fields if each.form is Form.DOCUMENT}
            found = {**found, **named}
        return found

    def _was(self, current: Stated) -> Row:
        if self.number == HEAD:
            return current.head
        return current.rows[self.number - 1] if self.number else {}

    def _changed(self, kind: Kind, current: Stated, document: str) -> Stated:
        cells = self._cells(kind, document)
        if self.number == HEAD:
            return replace(current, head=cells or {})
        rows = list(current.rows)
        at = self.number - 1 if self.number else len(rows)
        if self.number:
            rows.pop(at)
        if cells is not None:
            rows.insert(self.place - 1 if self.place > 0 else at, cells)
        if kind.head and not any(current.head.values()):
            raise CrossfootError(
                problem(Text("state the base year first", "请先填写基准年"), where=kind.file)
            )
        return replace(current, rows=rows)


def kind_of(name: str) -> Kind:
    """A kind by name.

    Raises:
        CrossfootError: there is none, or no workspace.
    """
    if name not in KINDS or not (_folder() / FILE_NAME).is_file():
        raise CrossfootError(problem(Text("there is nothing to state here", "此处无可填写的内容")))
    return KINDS[name]


def seen(kind: Kind, version: str) -> Stated:
    """What counts now, where it is what the person saw.

    Raises:
        CrossfootError: somebody changed it meanwhile.
    """
    now = versions.current(_folder(), kind)
    if now.version != version:
        raise CrossfootError(
            problem(
                Text("somebody changed this meanwhile", "其间已有人修改"),
                remedy=Text("look at what stands there now", "请查看当前内容后重试"),
                where=kind.file,
            )
        )
    return now.stated


def _folder() -> Path:
    return Path(settings.WORKSPACE)
