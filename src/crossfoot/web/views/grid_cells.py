"""A cell of the grid: as the page and its script know it, and as they send it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language, Text
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.collection.changes import Change
from crossfoot.records.collection.completeness import Line, lines_of
from crossfoot.records.collection.excel_units import unit_within
from crossfoot.records.collection.labels import metric_unit, people, unit_words
from crossfoot.records.collection.models import Cell, Entry, Kind, Request
from crossfoot.records.collection.proofs import proofs_of
from crossfoot.records.evidence.queries import Proof
from crossfoot.records.messages import language, problem

#: what a cell may say instead of a value; else the qualifier of its value
WITHOUT_VALUE = (Kind.NONE.value, Kind.NOT_APPLICABLE.value)

#: significant digits of a figure beside the one that is entered
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the lines of a request: proofs by cell, names by reference."""

    proofs: Mapping[int, tuple[Proof, ...]]
    names: Mapping[str, str]


def known_of(request: Request, lines: Iterable[Line], said: Language) -> Known:
    """Evidence of all versions of the cells, and who wrote the current ones; three queries."""
    lines = list(lines)
    wrote = {line.cell.current.by for line in lines if line.cell.current}
    proofs = proofs_of(request, {line.cell.pk for line in lines})
    return Known(proofs, people(wrote, said))


def state_of(line: Line, known: Known, said: Language) -> dict[str, Any]:
    """What stands in a cell, as JSON can hold it."""
    cell, current = line.cell, line.cell.current
    proofs = known.proofs.get(cell.pk, ())
    return {
        "id": cell.pk,
        "version": cell.version,
        **content_of(current, metric_unit(cell.metric)),
        "status": status_of(line),
        "note": _converted(cell, said),
        "percent": _percent(line),
        "exceeds": line.variance is not None and line.variance.exceeds,
        "who": known.names.get(current.by, "") if current else "",
        "at": current.at.isoformat() if current else "",
        "evidence": [
            {"title": proof.title, "name": proof.name, "page": proof.page, "id": proof.document}
            for proof in proofs
        ],
    }


def content_of(entry: Entry | None, own: str) -> dict[str, Any]:
    """What an entry says: value, unit (empty for the metric's own), how sure, remarks."""
    if entry is None:
        return {
            **dict.fromkeys(("value", "unit", "comment", "explanation", "reason"), ""),
            "answer": Qualifier.EXACT.value,
            "estimated": False,
        }
    return {
        "value": entry.text or entry.typed,
        "unit": "" if entry.typed_unit == own else entry.typed_unit,
        "answer": entry.kind if entry.kind in WITHOUT_VALUE else entry.qualifier,
        "estimated": entry.estimated,
        "comment": entry.comment,
        "explanation": entry.explanation,
        "reason": entry.reason,
    }


def status_of(line: Line) -> str:
    """One word for where a cell stands."""
    if line.needs_explanation:
        return "explain"
    if line.needs_evidence:
        return "evidence"
    if line.cell.is_answered:
        return "done"
    return "missing" if line.cell.required else "optional"


def change_of(sent: Mapping[str, Any]) -> Change:
    """A change as a form or the script sends it.

    Raises:
        CrossfootError: it is not of the form.
    """
    try:
        cell, version = int(sent["cell"]), int(sent["version"])
    except (KeyError, TypeError, ValueError) as error:
        raise malformed() from error
    texts: dict[str, Any] = {
        name: sent.get(name)
        for name in ("value", "unit", "answer", "comment", "explanation", "reason")
    }
    if not all(text is None or isinstance(text, str) for text in texts.values()):
        raise malformed()
    estimated = sent.get("estimated")
    if not (estimated is None or isinstance(estimated, bool)):
        raise malformed()
    answer = texts["answer"]
    without = answer in WITHOUT_VALUE
    return Change(
        cell,
        version,
        value=None if without else texts["value"],
        unit="" if without or unit_within(texts["value"] or "") else texts["unit"] or "",
        kind=Kind(answer) if without else None,
        qualifier=None if without else answer,
        estimated=estimated,
        comment=texts["comment"],
        explanation=texts["explanation"],
        reason=texts["reason"],
    )


def says_nothing(change: Change) -> bool:
    """Whether it leaves an empty cell empty."""
    return (
        change.version == 0
        and change.kind is None
        and not (change.value or "").strip()
        and not any((change.comment, change.explanation, change.reason, change.estimated))
        and change.qualifier in (None, Qualifier.EXACT.value)
    )


def lines_with(request: Request, cells: Iterable[int]) -> list[Line]:
    """The lines of some cells."""
    wanted = set(cells)
    return [line for line in lines_of(request) if line.cell.pk in wanted]


def shown(number: Decimal) -> str:
    """A figure as pages print it beside others: separated by thousands, without noise.

    >>> shown(Decimal("1234567.50")), shown(Decimal("0.333333333333333333"))
    ('1,234,567.5', '0.333333333333')
    """
    if not number:
        return "0"
    places = max(0, _DIGITS - 1 - number.adjusted())
    rounded = round(number, places)
    return format(rounded.normalize() if places else rounded, ",f")


def malformed() -> CrossfootError:
    """What is said where something else than the page sends a change."""
    return CrossfootError(
        problem(
            Text("the change is not of the form that is expected", "提交的内容格式不正确"),
            remedy=Text("load the page again", "请重新打开页面"),
        )
    )


def _converted(cell: Cell, said: Language) -> str:
    """The value in the metric's unit, where it was typed in another."""
    current = cell.current
    if current is None or not current.typed_unit or current.value is None:
        return ""
    return f"= {shown(current.value)} {unit_words(metric_unit(cell.metric), said)}".strip()


def _percent(line: Line) -> str:
    if line.variance is None:
        return ""
    percent = line.variance.percent
    if percent is None:
        return Text("from zero", "上期为零")[language()] if line.variance.exceeds else ""
    return f"{percent:+,f} %" if percent else "±0 %"
