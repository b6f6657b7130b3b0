"""Figures that are counted by several formulas, of which a parameter chooses one for the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crossfoot.quantities.periods import Period
from crossfoot.registers.context import Override
from crossfoot.registers.definition import Definition, Param


@dataclass(frozen=True, slots=True)
class Choice:
    """What a parameter says of one of the figures that it chooses among.

    Attributes:
        param: the parameter.
        chosen: whether the report prints this one; the others are there to be understood only.
    """

    param: Param
    chosen: bool


def choices_among(
    definition: Definition, set_: Iterable[Override], period: Period, unit: str
) -> dict[str, Choice]:
    """The figures of a register among which a parameter chooses, by name.

    Such a parameter has the names of figures as its options: the turnover formula of the workforce.

    Args:
        definition: the register.
        set_: parameters that were set in place of their defaults.
        period: of the figures; what was set by its end holds.
        unit: of the figures; what was set for it alone goes before what holds for all.
    """
    set_ = [each for each in set_ if each.register == definition.id]
    found: dict[str, Choice] = {}
    for param in definition.params.values():
        if param.options and set(param.options) <= set(definition.metrics):
            held = [
                each
                for each in set_
                if each.name == param.name
                and each.entity in ("", unit)
                and each.valid_from <= period.end
            ]
            last = max(held, key=lambda each: (bool(each.entity), each.valid_from), default=None)
            value = last.value if last else param.value
            found |= {name: Choice(param, name == value) for name in param.options}
    return found
