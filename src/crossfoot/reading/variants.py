"""Which of several formulas a printed rate follows; whether a count is of a year.

Some rates are printed under one name and computed in different ways: turnover is leavers over
employees, over average employees, or over leavers and employees together. Each is a metric of its
own. A note that prints the formula decides; else the formula that gives the printed rates back
from the report's own figures; else the usual one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from crossfoot.quantities.rounding import CONTEXT
from crossfoot.reading.concepts import concepts_of, read_terms
from crossfoot.reading.figure import Figure
from crossfoot.reading.notes import Definition

Key = tuple[str, int, tuple[tuple[str, str], ...]]
Known = Mapping[Key, Decimal]
Formula = Callable[[Known, int, tuple[tuple[str, str], ...]], Decimal | None]

_LEAVERS, _EMPLOYEES = "workforce.leavers", "workforce.headcount"
_HUNDRED = Decimal(100)


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return CONTEXT.multiply(CONTEXT.divide(part, whole), _HUNDRED)


def _of_employees(known: Known, year: int, cut: tuple[tuple[str, str], ...]) -> Decimal | None:
    return _share(known.get((_LEAVERS, year, cut)), known.get((_EMPLOYEES, year, cut)))


def _of_average(known: Known, year: int, cut: tuple[tuple[str, str], ...]) -> Decimal | None:
    now, before = known.get((_EMPLOYEES, year, cut)), known.get((_EMPLOYEES, year - 1, cut))
    average = None if now is None or before is None else (now + before) / 2
    return _share(known.get((_LEAVERS, year, cut)), average)


def _of_both(known: Known, year: int, cut: tuple[tuple[str, str], ...]) -> Decimal | None:
    left, now = known.get((_LEAVERS, year, cut)), known.get((_EMPLOYEES, year, cut))
    return None if left is None or now is None else _share(left, left + now)


#: counts of a period, and the counts up to now that a table without any year shows
UP_TO_NOW = {
    "standards.participated": "standards.cumulative",
    "ip.patents.applied": "ip.patents.applied_cumulative",
}

#: metrics whose name may stand for another amount
_OTHER_SUM = {
    "water.use": "water.consumption",
    "energy.electricity.purchased": "energy.electricity.total",
}
_SCOPES = ("ghg.scope1", "ghg.scope2.location", "ghg.scope3")

#: the usual formula first
TURNOVER: dict[str, Formula] = {
    "workforce.turnover_rate": _of_employees,
    "workforce.turnover_rate_average": _of_average,
    "workforce.turnover_rate_exit": _of_both,
}


def settle_ghg_totals(figures: Sequence[Figure]) -> list[Figure]:
    """Totals that are scopes 1, 2 and 3 together, under the metric of the value chain.

    "Total GHG emissions" is of two scopes or of three; the sum of the printed ones decides.
    """
    parts: dict[tuple[str, int], dict[str, Figure]] = {}
    for figure in figures:
        if figure.metric in _SCOPES and figure.year is not None and not figure.dimensions:
            parts.setdefault((figure.table, figure.year), {}).setdefault(figure.metric, figure)
    return [_with_scope3(f, parts.get((f.table, f.year or 0), {})) for f in figures]


def _with_scope3(figure: Figure, scopes: Mapping[str, Figure]) -> Figure:
    if figure.metric != "ghg.total" or figure.dimensions or len(scopes) < len(_SCOPES):
        return figure
    slack = sum((f.step for f in scopes.values()), figure.step)
    three = sum((f.value for f in scopes.values()), Decimal(0))
    two = three - scopes["ghg.scope3"].value
    if abs(figure.value - three) > slack or abs(figure.value - two) <= slack:
        return figure
    remark = "; ".join(p for p in (figure.remark, "the sum of scopes 1, 2 and 3") if p)
    return replace(figure, metric="ghg.total_value_chain", remark=remark)


def settle_sums(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of one name that stand for several amounts, by the rows beside them.

    "Water consumption" beside withdrawal and discharge that differ by it is what was not given
    back; "total electricity" above more purchased electricity holds the company's own.
    """
    others: set[tuple[str, int]] = set()
    by_table: dict[tuple[str, int | None], list[Figure]] = {}
    for figure in figures:
        if figure.table and not figure.dimensions:
            by_table.setdefault((figure.table, figure.year), []).append(figure)
    for beside in by_table.values():
        others |= {(f.table, f.line) for f in beside if _is_not_given_back(f, beside)}
        others |= {(f.table, f.line) for f in beside if _holds_own_electricity(f, beside)}
    settled = [_of_other_sum(f) if (f.table, f.line) in others else f for f in figures]
    return [_of_other_sum(f) if _said_of_the_sum(f, settled) else f for f in settled]


def _of_other_sum(figure: Figure) -> Figure:
    metric = _OTHER_SUM.get(figure.metric)
    if metric is None:
        return figure
    return replace(figure, metric=metric, remark=_joined(figure.remark, "by the rows beside it"))


def _said_of_the_sum(figure: Figure, settled: Sequence[Figure]) -> bool:
    """Whether a sentence has the number that a table has under the other metric alone."""
    if figure.table or figure.metric not in _OTHER_SUM:
        return False
    same = {
        f.metric
        for f in settled
        if f.table and f.year == figure.year and not f.dimensions
        if abs(f.value - figure.value) <= max(f.step, figure.step)
    }
    return _OTHER_SUM[figure.metric] in same and figure.metric not in same


def _is_not_given_back(figure: Figure, beside: Sequence[Figure]) -> bool:
    if figure.metric != "water.use":
        return False
    taken = [f for f in beside if f.metric == "water.withdrawal"]
    given = [f for f in beside if f.metric == "water.discharge"]
    return any(
        abs(one.value - other.value - figure.value) <= one.step + other.step + figure.step
        for one in taken
        for other in given
        if other.value
    )


def _holds_own_electricity(figure: Figure, beside: Sequence[Figure]) -> bool:
    if figure.metric != "energy.electricity.purchased" or not _says_total(figure):
        return False
    bought = [f for f in beside if f.metric == figure.metric and _says_bought(f)]
    return any(f.line != figure.line and f.value < figure.value for f in bought)


def _says_total(figure: Figure) -> bool:
    said = concepts_of(read_terms(figure.label.rpartition(" > ")[2]))
    return "total" in said or not said & {"purchased", "non_renewable"}


def _says_bought(figure: Figure) -> bool:
    return "purchased" in concepts_of(read_terms(figure.label.rpartition(" > ")[2]))


def _joined(remark: str, more: str) -> str:
    return "; ".join(part for part in (remark, more) if part)


def settle_turnover(figures: Sequence[Figure], definitions: Sequence[Definition]) -> list[Figure]:
    """Figures with every turnover rate under the formula that it follows."""
    usual = next(iter(TURNOVER))
    rates = [figure for figure in figures if figure.metric == usual]
    if not rates:
        return list(figures)
    chosen, why = _printed_formula(definitions)
    if not chosen:
        chosen, why = _fitting_formula(figures, rates)
    if not chosen:
        return list(figures)
    return [
        replace(f, metric=chosen, remark="; ".join(p for p in (f.remark, why) if p))
        if f.metric == usual
        else f
        for f in figures
    ]


def _printed_formula(definitions: Sequence[Definition]) -> tuple[str, str]:
    for definition in definitions:
        if "leave_company" not in concepts_of(read_terms(definition.label)):
            continue
        below = concepts_of(read_terms(definition.denominator.replace("(", " ").replace(")", " ")))
        why = f"formula printed on line {definition.line}"
        if "leave_company" in below:
            return "workforce.turnover_rate_exit", why
        if "average" in below:
            return "workforce.turnover_rate_average", why
        return "workforce.turnover_rate", why
    return "", ""


def _fitting_formula(figures: Sequence[Figure], rates: Sequence[Figure]) -> tuple[str, str]:
    """The formula that gives most rates back; one that gives fewer than half back is none."""
    known: dict[Key, Decimal] = {}
    for figure in figures:
        if figure.year is not None:
            known.setdefault((figure.metric, figure.year, figure.dimensions), figure.value)
    hits = dict.fromkeys(TURNOVER, 0)
    tried = dict.fromkeys(TURNOVER, 0)
    for rate in rates:
        for id_, formula in TURNOVER.items():
            value = None if rate.year is None else formula(known, rate.year, rate.dimensions)
            if value is not None:
                tried[id_] += 1
                hits[id_] += abs(value - rate.value) <= rate.step
    best = max(TURNOVER, key=lambda id_: hits[id_])
    if not hits[best] or 2 * hits[best] < tried[best]:
        return "", ""
    return best, f"this formula gives {hits[best]} of {tried[best]} printed rates back"
