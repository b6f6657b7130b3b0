"""The trees behind the printed numbers, ready for a page: texts in one language, each node once.

Many figures share inputs, so nodes are kept in one list and refer to each other by number.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.facts.fact import Fact
from crossfoot.languages import Language
from crossfoot.metrics.formula import (
    Constant,
    Formula,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
)
from crossfoot.reports.codes import standard_codes
from crossfoot.reports.model import Cell, Report
from crossfoot.reports.numbers import computed_places, decimals_of, format_number, qualified
from crossfoot.reports.units import printed_unit
from crossfoot.reports.words import Words

if TYPE_CHECKING:
    from crossfoot.calculation.trace import Trace
    from crossfoot.metrics.catalogue import Catalogue

#: more decimals than these are those of a calculation, not of a measurement
MOST_DECIMALS = 4

_SYMBOLS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


class Lineages:
    """Collects the lineage of each printed number of a report in one language."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language: Language = language
        self.words = Words(language)
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._seen: dict[int, tuple[Trace, int]] = {}
        self._roots: dict[str, dict[str, Any]] = {}

    def add(self, cell: Cell) -> str:
        """Collect the lineage of a cell and return its address; empty where it has none."""
        if self.report.trace is None:
            return ""
        if cell.anchor not in self._roots:
            trace = self.report.trace(cell.fact)
            if trace is None:
                return ""
            self._roots[cell.anchor] = self._root(cell, trace)
        return cell.anchor

    def data(self) -> dict[str, Any]:
        """All lineages: `roots` by address, and the `nodes` that they refer to by number.

        A node is a list: label, value, unit, rule, source, numbers of its children.
        """
        return {"roots": self._roots, "nodes": [list(node) for node in self._numbers]}

    def _root(self, cell: Cell, trace: Trace) -> dict[str, Any]:
        fact = cell.fact
        number = self._node(trace)
        others = [
            self._node(other_trace)
            for other in self._others(fact)
            if self.report.trace is not None and (other_trace := self.report.trace(other))
        ]
        return {
            "node": number,
            "value": self.value_text(fact, cell.places),
            "metric": fact.metric,
            "codes": self._codes(fact.metric),
            "basis": self.words(f"basis.{fact.basis}"),
            "note": fact.note,
            "others": others,
        }

    def value_text(self, fact: Fact, places: int) -> str:
        """A value as the table prints it; empty for a nil."""
        if fact.is_number:
            text = format_number(fact.number, places, self.language)
            return qualified(text, fact.qualifier, self.language)
        return str(fact.value or "")

    def _others(self, fact: Fact) -> list[Fact]:
        """What else is said about the same figure."""
        if self.report.facts is None:
            return []
        same = (fact.value, fact.basis, fact.provenance)
        return [
            other
            for other in self.report.facts.of(fact.key)
            if (other.value, other.basis, other.provenance) != same
        ]

    def _node(self, trace: Trace) -> int:
        # traces are shared between figures, so each is put into words once
        if id(trace) not in self._seen:
            self._seen[id(trace)] = (trace, self._numbered(trace))
        return self._seen[id(trace)][1]

    def _numbered(self, trace: Trace) -> int:
        children = tuple(self._node(child) for child in trace.children)
        value, unit = self._value(trace)
        node = (
            trace.label[self.language],
            value,
            unit,
            self._rule(trace),
            trace.source[self.language],
            children,
        )
        return self._numbers.setdefault(node, len(self._numbers))

    def _value(self, trace: Trace) -> tuple[str, str]:
        if not isinstance(trace.value, Decimal):
            return trace.value or "", ""
        places = decimals_of(trace.value)
        if places > MOST_DECIMALS:  # not as printed or entered, but as calculated
            places = decimals_of(trace.value.normalize())
        if places > MOST_DECIMALS:
            places = max(MOST_DECIMALS, computed_places(trace.value, trace.unit))
        unit = printed_unit(trace.unit, self.language, trace.key.metric if trace.key else "")
        text = format_number(trace.value, places, self.language)
        return qualified(text, trace.qualifier, self.language), unit

    def _rule(self, trace: Trace) -> str:
        rule = trace.rule[self.language]
        catalogue = self.report.catalogue
        if catalogue is None or trace.key is None:
            return rule
        metric = catalogue.get(trace.key.metric)
        if metric is None or metric.formula is None or metric.formula.text != trace.rule.en:
            return rule
        return formula_words(metric.formula, catalogue, self.language)

    def _codes(self, metric_id: str) -> str:
        metric = self.report.catalogue.get(metric_id) if self.report.catalogue else None
        if metric is None:
            return ""
        return standard_codes(metric, self.language)


def formula_words(formula: Formula, catalogue: Catalogue, language: Language) -> str:
    """A formula with the titles of its metrics, as a reader would write it."""
    return _words(formula.root, catalogue, language, 0)


def _words(node: Node, catalogue: Catalogue, language: Language, level: int) -> str:
    match node:
        case Number(value):
            return f"{value:f}"
        case Constant(value, unit):
            return f"{value:f} {printed_unit(unit, language)}"
        case Reference():
            return _reference(node, catalogue, language)
        case Negation(operand):
            return f"−{_words(operand, catalogue, language, 3)}"
        case Operation(op, left, right):
            own = 1 if op in "+-" else 2
            text = (
                f"{_words(left, catalogue, language, own)} {_SYMBOLS[op]} "
                f"{_words(right, catalogue, language, own + 1)}"
            )
            return f"({text})" if own < level else text


def _reference(reference: Reference, catalogue: Catalogue, language: Language) -> str:
    from crossfoot.metrics.dimensions import member_label

    metric = catalogue.get(reference.metric)
    text = metric.title[language] if metric is not None else reference.metric
    details = [member_label(key, member)[language] for key, member in reference.fixed]
    if reference.total:
        details.append(Words(language)("chart.total"))
    if reference.previous:
        details.append(Words(language)("lineage.previous"))
    if not details:
        return f"“{text}”"
    joined = (", " if language == "en" else "，").join(details)
    return f"“{text}” ({joined})" if language == "en" else f"“{text}”（{joined}）"
