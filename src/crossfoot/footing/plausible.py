"""What figures must have to do with each other: ranges of simple expressions, as data.

The lines of `plausible.csv` are the rules; a new one costs a line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from crossfoot.calculation.formulas import PLACES
from crossfoot.calculation.intervals import INFINITY, Interval
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.footing.context import Context
from crossfoot.footing.expressions import Answer, Evaluator
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.formulas import added_from_parts
from crossfoot.footing.wording import arithmetic, computed, expression_words, number
from crossfoot.languages import Text
from crossfoot.metrics.formula import Formula, Operation, Reference, parse_formula

RULES = Path(__file__).parent / "plausible.csv"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the file.

    Attributes:
        formula: the expression.
        unit: unit of its value.
        range: what is plausible.
        change: factor by which it may change from one year to the next; None for any.
        kind: what a value outside is.
        severity: how sure that is.
        meaning: what a value outside may mean.
        source: where the range comes from.
    """

    formula: Formula
    unit: str
    range: Interval
    change: Decimal | None
    kind: Kind
    severity: Severity
    meaning: Text
    source: str

    @property
    def anchor(self) -> Reference:
        """The first metric of the expression: each of its figures is looked at."""
        return self.formula.references()[0]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules that come with Crossfoot."""
    with RULES.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            Rule(
                formula=parse_formula(line["expression"], f"{RULES.name}: {line['expression']}"),
                unit=line["unit"],
                range=Interval(
                    Decimal(line["low"]) if line["low"] else -INFINITY,
                    Decimal(line["high"]) if line["high"] else INFINITY,
                ),
                change=Decimal(line["change"]) if line["change"] else None,
                kind=Kind(line["kind"]),
                severity=Severity(line["severity"]),
                meaning=Text(line["en"], line["zh"]),
                source=line["source"],
            )
            for line in lines
        )


def out_of_range(context: Context) -> Iterator[Finding]:
    """An expression of several figures lies in the range that its kind of thing has.

    Where the whole is outside, its parts are not listed as well.
    """
    for rule in rules():
        evaluator = Evaluator(context)
        outside: set[FactKey] = set()
        for figure, near in sorted(
            _figures(context, rule), key=lambda each: len(each[0].dimensions)
        ):
            if _part_over_whole(context, rule, figure):
                continue
            answer = evaluator.answer(rule.formula, rule.unit, figure, near)
            if answer is None or answer.span.meets(rule.range):
                continue
            whole = FactKey(figure.metric, figure.entity, figure.period)
            if figure != whole and whole in outside:
                continue
            outside.add(figure)
            yield _outside(context, rule, figure, answer)


def _part_over_whole(context: Context, rule: Rule, figure: FactKey) -> bool:
    """Whether a range would hold a part of one thing against all of another: steam, electricity.

    That a part is not above the whole holds of them as well.
    """
    root = rule.formula.root
    plain = isinstance(root, Operation) and all(
        isinstance(side, Reference) for side in (root.left, root.right)
    )
    if rule.range.low.is_infinite() or not plain:
        return False
    return any(
        name not in PLACES and name not in context.catalogue[reference.metric].dimensions
        for name in figure.dimensions
        for reference in rule.formula.references()
    )


def changed_relation(context: Context) -> Iterator[Finding]:
    """An expression that hardly changes from year to year did."""
    for rule in rules():
        if rule.change is None:
            continue
        evaluator = Evaluator(context)
        for figure, near in _figures(context, rule):
            before = FactKey(
                figure.metric, figure.entity, figure.period.previous(), figure.dimensions
            )
            now = evaluator.answer(rule.formula, rule.unit, figure, near)
            then = evaluator.answer(rule.formula, rule.unit, before, near)
            if now is None or then is None or then.value <= 0 or now.value <= 0:
                continue
            ratio = now.span / then.span
            if ratio.low > rule.change or ratio.high < 1 / rule.change:
                yield _changed(context, rule, figure, now, then)


def _figures(context: Context, rule: Rule) -> Iterator[tuple[FactKey, Fact]]:
    """The figures for which the expression is asked, with the first number of each."""
    anchor = rule.anchor
    fixed = dict(anchor.fixed)
    keys = [*context.keys(anchor.metric), *context.implied_keys(anchor.metric)]
    for key in keys:
        if any(key.dimensions.get(name) != member for name, member in fixed.items()):
            continue
        figure = FactKey(key.metric, key.entity, key.period, key.dimensions.without(*fixed))
        stated = context.stated(key)
        if stated:
            seen: set[Decimal] = set()
            for fact in stated:
                if fact.number not in seen:
                    seen.add(fact.number)
                    yield figure, fact
        else:
            near = next(iter(context.implied(key)), None)
            if near is not None:
                yield figure, near.ratio


def _outside(context: Context, rule: Rule, figure: FactKey, answer: Answer) -> Finding:
    name = _name(context, rule, figure)
    shown = computed(answer.value)
    amount = context.words.amount(shown, rule.unit)
    # of what was added up from its parts one may not be stated
    partial = rule.kind is Kind.PARTS_EXCEED_TOTAL and any(
        f.basis is Basis.COMPUTED or added_from_parts(f) for f in answer.facts
    )
    return Finding(
        rule.kind,
        Severity.NOTE if partial else rule.severity,
        rule.anchor.metric,
        Text(
            f"{name.en}: {rule.meaning.en} ({amount.en})",
            f"{name.zh}：{rule.meaning.zh}（{amount.zh}）",
        ),
        f"{_shown(rule, answer)} = {shown}{_range(rule)}",
        answer.facts,
    )


def _changed(context: Context, rule: Rule, figure: FactKey, now: Answer, then: Answer) -> Finding:
    values = computed(then.value), computed(now.value)
    ratio = expression_words(rule.formula, context.words)
    entity = context.words.entity(figure.entity)
    if entity.en:
        ratio = Text(f"{ratio.en}, {entity.en}", f"{ratio.zh}，{entity.zh}")
    amounts = [context.words.amount(value, rule.unit) for value in values]
    before = figure.period.previous()
    return Finding(
        rule.kind,
        Severity.NOTE,
        rule.anchor.metric,
        Text(
            f"{ratio.en}: {amounts[1].en} in {figure.period} after {amounts[0].en} in {before}; "
            "such a ratio hardly changes",
            f"{ratio.zh}：{before}为{amounts[0].zh}，{figure.period}为{amounts[1].zh}；"
            "此类比值通常较为稳定",
        ),
        f"{_shown(rule, then)} = {values[0]}; {_shown(rule, now)} = {values[1]}",
        tuple(dict.fromkeys((*now.facts, *then.facts))),
    )


def _name(context: Context, rule: Rule, figure: FactKey) -> Text:
    dimensions = Dimensions(figure.dimensions).fixed(**dict(rule.anchor.fixed))
    named = FactKey(rule.anchor.metric, figure.entity, figure.period, dimensions)
    return context.words.figure(named)


def _shown(rule: Rule, answer: Answer) -> str:
    return arithmetic(rule.formula.root, lambda ref: number(_short(answer.numbers[ref])))


def _short(value: Decimal) -> Decimal:
    """Implied numbers have no end; stated ones are left alone."""
    return value if len(value.as_tuple().digits) <= 15 else value.quantize(Decimal(1))


def _range(rule: Rule) -> str:
    low, high = rule.range.low, rule.range.high
    if low.is_infinite():
        return f" > {number(high)}"
    if high.is_infinite():
        return f" < {number(low)}"
    return f" ∉ [{number(low)}, {number(high)}]"
