"""A batch by its id, and what it may be asked to do."""

from __future__ import annotations

from collections.abc import Collection

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.ledger.models import Batch, State
from crossfoot.records.messages import problem


def batch_of(number: int) -> Batch:
    """The batch with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = Batch.objects.filter(pk=number).select_related("unit", "job").first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such batch", "没有该批次")))
    return found


def expect(batch: Batch, states: Collection[State]) -> None:
    """The batch must be in one of some states.

    Raises:
        CrossfootError: somebody was quicker, or it was never so far.
    """
    if batch.state not in states:
        raise CrossfootError(
            problem(
                Text("the batch does not stand as it did", "该批次的状态已改变"),
                where=str(batch),
                why=Text("somebody else may have done something with it", "可能已有他人处理该批次"),
                remedy=Text("open its page again", "请重新打开该页面"),
            )
        )


def standing(sha256: str, sheet: str = "") -> Batch | None:
    """The batch of a file whose rows count."""
    return Batch.objects.filter(sha256=sha256, sheet=sheet, state=State.STANDING.value).first()


def refuse_again(sha256: str, sheet: str, name: str) -> None:
    """A file whose rows count already is not taken again.

    Raises:
        CrossfootError: they do.
    """
    earlier = standing(sha256, sheet)
    if earlier is None:
        return
    day = earlier.imported_at.date() if earlier.imported_at else ""
    raise CrossfootError(
        problem(
            Text(
                "this file was imported on {day}, as batch {number}",
                "该文件已于 {day} 导入，批次 {number}",
            ),
            where=name,
            why=Text("its rows would count twice", "其数据会被重复计算"),
            remedy=Text(
                "if it is to replace that batch, reverse that one first",
                "如需替换，请先冲销该批次",
            ),
            day=day,
            number=earlier.pk,
        )
    )
