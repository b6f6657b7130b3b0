"""What a person typed, as a value in the unit of the metric."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.units import convert, is_known_unit
from crossfoot.records.messages import language, problem
from crossfoot.tables.numbers import read_number

#: a text longer than this is a document, and evidence
LONGEST_TEXT = 20_000

#: "12.5 MWh": the number, then the unit behind it
_WITH_UNIT = re.compile(r"([+\-－−]?[\d０-９][\d０-９.,．，\s]*?)\s*([^\d０-９\s.,．，+\-].*)")


@dataclass(frozen=True, slots=True)
class Typed:
    """A value as it was typed, and what it is in the unit of the metric.

    Attributes:
        typed: the text as typed, without the unit.
        unit: the unit as typed; empty for the metric's own.
        number: in the metric's unit, exactly as it converts; None for a text metric.
        text: of a text metric.
    """

    typed: str
    unit: str
    number: Decimal | None
    text: str = ""


def read_typed(metric: Metric, value: str, unit: str, where: str) -> Typed:
    """Read what was typed.

    Args:
        metric: what it is a value of.
        value: as typed; a unit may stand behind the number where `unit` is empty.
        unit: as typed; empty for the metric's own.
        where: the cell, for messages.

    Raises:
        CrossfootError: it is no number, the unit is not known or measures something else.
    """
    value, unit = value.strip(), unit.strip()
    if not metric.is_numeric:
        return _text(value, unit, where)
    if not unit and (found := _WITH_UNIT.fullmatch(value)) and is_known_unit(found[2]):
        value, unit = found[1], found[2]
    number = _number(value, where)
    if not unit or unit == metric.unit:
        return Typed(value, unit, number)
    return Typed(value, unit, _converted(number, unit, metric, where))


def _number(value: str, where: str) -> Decimal:
    try:
        return read_number(value)
    except CrossfootError as error:
        said = error.problems[0]
        if language() == "en":
            raise CrossfootError(Problem(said.what, where, said.why, said.remedy)) from None
        raise CrossfootError(
            problem(
                Text("", "{value} 不是可以确定读取的数字"),
                remedy=Text("", "请填写数字，以小数点分隔小数，如 1234.5；单位另填"),
                where=where,
                value=repr(value),
            )
        ) from None


def _converted(number: Decimal, unit: str, metric: Metric, where: str) -> Decimal:
    try:
        return convert(number, unit, metric.unit)
    except CrossfootError as error:
        said = error.problems[0]
        if language() == "en":
            raise CrossfootError(Problem(said.what, where, said.why, said.remedy)) from None
        raise CrossfootError(
            problem(
                Text("", "单位 {unit} 无法换算为 {own}"),
                remedy=Text("", "请更正单位，或以 {own} 填报"),
                where=where,
                unit=repr(unit),
                own=metric.unit,
            )
        ) from None


def _text(value: str, unit: str, where: str) -> Typed:
    if unit:
        raise CrossfootError(
            problem(
                Text("a text has no unit", "文字没有单位"),
                remedy=Text("leave the unit empty", "请将单位留空"),
                where=where,
            )
        )
    if len(value) > LONGEST_TEXT:
        raise CrossfootError(
            problem(
                Text("the text is longer than {most} characters", "文字超过 {most} 个字符"),
                remedy=Text("attach it as evidence", "请作为证明材料上传"),
                where=where,
                most=LONGEST_TEXT,
            )
        )
    return Typed(value, "", None, value)
