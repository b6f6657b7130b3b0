"""Persons that a sentence counts, against the number of employees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import numbers_in
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text

_TRAINED = re.compile(r"train|course|drill|education|培训|演练|学习", re.IGNORECASE)
#: what is counted by head; "person-times" and "attendances" are not
_EMPLOYEES = re.compile(
    r"^(?:\s?(?:new|of our|of the|our))?\s?(?:employees|staff|workers|人次?)\b", re.IGNORECASE
)
_PARTICIPANTS = re.compile(
    r"^\s?(?:participants|trainees|attendees|persons|people)\b(?!-)", re.IGNORECASE
)
#: "In 2023 our employees": a year and no count
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN = re.compile(r"(?:\b(?:in|during|of|for|since|by|year)|于|在)\s*$", re.IGNORECASE)
_TIMES = re.compile(
    r"^\s?(?:person|people|man|participant)s?[- ]?(?:times|visits)|^\s?人次", re.IGNORECASE
)


def more_persons_than_employees(context: ReportContext) -> Iterator[ReportFinding]:
    """Trained persons of a sentence that are more than the employees there are."""
    known = _headcount(context)
    if known is None:
        return
    whole, whole_line = known
    for line, text in context.prose():
        for found in numbers_in(text):
            if found.value <= whole or not found.qualifier.is_exact or found.step != 1:
                continue
            if not _TRAINED.search(found.sentence):
                continue
            plain = re.sub(r"\*{1,3}", "", text)[found.start :]
            behind = re.sub(r"^[\d,.]+", "", plain)
            if _TIMES.match(behind):
                continue
            if _YEAR.fullmatch(found.printed) and _IN.search(
                found.sentence.split(found.printed)[0]
            ):
                continue
            persons = bool(_EMPLOYEES.match(behind))
            if not persons and not _PARTICIPANTS.match(behind):
                continue
            yield ReportFinding(
                Kind.PARTS_EXCEED_TOTAL,
                Severity.WARNING if persons else Severity.NOTE,
                "training.persons",
                Text(
                    f"{number(found.value)} persons are said to be trained, more than the "
                    f"{number(whole)} employees there are; attendances may be meant.",
                    f"文中称培训{number(found.value)}人，多于员工总数{number(whole)}；可能指人次。",
                ),
                (found.printed, number(whole)),
                (line, whole_line),
                f"{number(found.value)} / {number(whole)} = {computed(found.value / whole)}",
            )


_TOTAL = re.compile(
    r"(?:total of|had|has|have|employs?|employed|共有|员工(?:总数|人数)?(?:为|达)?)\s*"
    r"(?P<n>\d{1,3}(?:,\d{3})+|\d+)\s*(?:employees|名员工|人)",
    re.IGNORECASE,
)


def _headcount(context: ReportContext) -> tuple[Decimal, int] | None:
    """The number of employees and its line: recognised, else the largest total of a sentence."""
    year = context.report.year
    known = [
        (figure.value, figure.line)
        for figure in context.figures
        if figure.metric == "workforce.headcount" and not figure.dimensions and figure.year == year
    ]
    if not known:
        known = [
            (Decimal(match["n"].replace(",", "")), line)
            for line, text in context.prose()
            for match in _TOTAL.finditer(text)
        ]
    return max(known, default=None)


_ATTENDANCE = re.compile(
    r"^\s?(?:(?:person|people|man|participant)s?[- ]?times|trainees|participants|attendances|"
    r"attendees)\b|^\s?人次",
    re.IGNORECASE,
)
#: two counts of one training that differ by less are rounded
_ROUNDED = Decimal("1.1")


def attendances_counted_twice(context: ReportContext) -> Iterator[ReportFinding]:
    """Two counts of all that attended training: both above the number of employees, and apart."""
    known = _headcount(context)
    if known is None:
        return
    counts: list[tuple[Decimal, str, int]] = []
    for line, text in context.prose():
        plain = re.sub(r"\*{1,3}", "", text)
        for found in numbers_in(text):
            behind = re.sub(r"^[\d,.]+", "", plain[found.start :])
            if found.value <= known[0] or found.step != 1 or not _ATTENDANCE.match(behind):
                continue
            if _TRAINED.search(found.sentence) and found.value not in {c[0] for c in counts}:
                counts.append((found.value, found.printed, line))
    if len(counts) != 2:
        return  # of several topics each has its own
    (one, printed, line), (other, other_printed, other_line) = counts
    if max(one, other) <= _ROUNDED * min(one, other):
        return
    yield ReportFinding(
        Kind.CONFLICTING_VALUES,
        Severity.NOTE,
        "training.person_times",
        Text(
            f"{printed} and {other_printed} are said to have attended training; the two may have "
            "different boundaries.",
            f"参加培训的人次分别为{printed}和{other_printed}，两者口径可能不同。",
        ),
        (printed, other_printed),
        (line, other_line),
        f"{number(max(one, other))} - {number(min(one, other))} = {number(abs(one - other))}",
    )
