"""The trace of a number: from a fact down to lines, rows and factors, as a tree.

    ghg.intensity.revenue        ghg.total / finance.revenue
    ├── ghg.total                ghg.scope1 + ghg.scope2.location
    │   ├── ghg.scope1           sum over sites …
    │   └── …                    inventory lines: quantity, factor, source of the factor
    └── finance.revenue          row 4 of finance.csv

The tree is data; who prints or draws it is elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from crossfoot.calculation.called import called_in
from crossfoot.calculation.rules import rule_text
from crossfoot.calculation.uncertainty import of_product
from crossfoot.factors.source_words import source_text
from crossfoot.facts.boundaries import nil_text, note_text
from crossfoot.facts.fact import Fact, FactKey
from crossfoot.facts.provenance import Computed, Entered, Imported, Inventoried, Printed, Unstated
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import round_half_away

if TYPE_CHECKING:
    from crossfoot.calculation.lines import Emission, Line
    from crossfoot.calculation.uncertainty_statements import Statement, Statements
    from crossfoot.factors.factor import Factor
    from crossfoot.facts.entities import Organisation
    from crossfoot.metrics.catalogue import Catalogue

#: how many inventory lines of one total are listed; the rest are counted
MOST_LINES = 20

_NOTHING = Text("", "")
_ACTIVITY_DATA = Text("activity data", "活动数据")


class LineSource(Protocol):
    """Whatever can list the inventory lines behind a total: an `Inventory` can."""

    def lines(
        self, where: Mapping[str, str] | None = None, limit: int | None = None
    ) -> Iterable[Line]:
        """The lines that match every column and value of `where`, at most `limit` of them."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A node of the tree: one value and what it was made of.

    Attributes:
        label: what the value is, in both languages.
        value: number, text, or None where there is none.
        unit: unit expression of a number.
        rule: how the value follows from the children; empty for a leaf.
        source: where a leaf comes from; for a value that is absent, the reason.
        children: what the value was made of, in the order of the rule.
        key: the figure, where the node is a fact.
        qualifier: exact, or "at least" where the figure leaves something out.
    """

    label: Text
    value: Decimal | str | None
    unit: str = ""
    rule: Text = _NOTHING
    source: Text = _NOTHING
    children: tuple[Trace, ...] = ()
    key: FactKey | None = None
    qualifier: Qualifier = Qualifier.EXACT

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Trace]]:
        """Every node with its depth, a node before its children."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)

    def to_json(self) -> dict[str, Any]:
        """The tree for programs; numbers are texts, so that no digit is lost.

        `label`, `rule` and `source` are objects with `en` and `zh`; nodes that are no facts have
        an empty `metric`.
        """
        key = self.key
        return {
            "label": _both(self.label),
            "metric": key.metric if key else "",
            "entity": key.entity if key else "",
            "period": str(key.period) if key else "",
            "dimensions": dict(key.dimensions) if key else {},
            "value": f"{self.value:f}" if isinstance(self.value, Decimal) else self.value,
            "unit": self.unit,
            "qualifier": str(self.qualifier),
            "rule": _both(self.rule),
            "source": _both(self.source),
            "children": [child.to_json() for child in self.children],
        }


def trace(
    fact: Fact,
    catalogue: Catalogue | None = None,
    organisation: Organisation | None = None,
    lines: LineSource | None = None,
    most_lines: int = MOST_LINES,
) -> Trace:
    """The tree behind a fact.

    Args:
        fact: where to begin.
        catalogue: gives metrics their titles; without it their ids stand.
        organisation: gives entities their names; without it their ids stand.
        lines: lists the inventory lines behind a total; without it the totals are leaves.
        most_lines: how many lines of one total are listed.
    """
    return Tracer(catalogue, organisation, lines, most_lines).fact(fact)


class Tracer:
    """Turns facts and their provenance into nodes; asked twice, it gives the same tree again.

    A report traces hundreds of figures that rest on the same inputs, so trees are shared.
    """

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        organisation: Organisation | None = None,
        lines: LineSource | None = None,
        most_lines: int = MOST_LINES,
        statements: Statements | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.organisation = organisation
        self.lines = lines
        self.most_lines = most_lines
        self.statements = statements
        # by identity, with the fact kept alive: comparing whole facts would cost more
        self._known: dict[int, tuple[Fact, Trace]] = {}
        self._called = called_in(organisation)

    def fact(self, fact: Fact) -> Trace:
        """The tree behind a fact."""
        if id(fact) not in self._known:
            self._known[id(fact)] = (fact, self._fact(fact))
        return self._known[id(fact)][1]

    def _fact(self, fact: Fact) -> Trace:
        origin = fact.provenance
        rule, source = _NOTHING, _NOTHING
        children: tuple[Trace, ...] = ()
        match origin:
            case Computed(rule=name, inputs=inputs):
                rule = rule_text(name)
                children = tuple(self.fact(each) for each in inputs)
            case Inventoried(rule=name, where=where):
                rule = rule_text(name)
                children = tuple(self._inventory(fact, where))
            case Printed():
                source = _printed(origin)
            case Imported():
                source = _imported(origin)
            case Entered():
                source = origin.words
            case Unstated():
                source = Text("source not stated", "未注明来源")
        if fact.value is None and fact.nil_reason:
            reason = nil_text(fact.nil_reason, self._called)
            nothing = Text(f"no value: {reason.en}", f"无数值：{reason.zh}")
            source = _joined(nothing, origin.words) if isinstance(origin, Entered) else nothing
        elif fact.note and not fact.qualifier.is_exact:
            source = _joined(source, note_text(fact.note, self._called))
        source = _joined(source, _interval(fact))
        label = self._label(fact)
        return Trace(label, fact.value, fact.unit, rule, source, children, fact.key, fact.qualifier)

    def _label(self, fact: Fact) -> Text:
        """Title, breakdown, entity and period: `Employees · Female · Hefei plant · 2023`."""
        from crossfoot.metrics.dimensions import member_label

        metric = self.catalogue.get(fact.metric) if self.catalogue is not None else None
        title = metric.title if metric is not None else Text(fact.metric, fact.metric)
        entity = self._entity(fact.entity)
        # a text shows its language by itself
        shown = ((key, member) for key, member in fact.dimensions.items() if key != "language")
        members = [member_label(key, member) for key, member in shown]
        period = Text(str(fact.period), str(fact.period))
        return _joined(title, *members, entity, period)

    def _entity(self, id_: str) -> Text:
        if self.organisation is not None and id_ in self.organisation:
            return self.organisation[id_].name
        return Text(id_, id_)

    def _inventory(self, fact: Fact, where: Mapping[str, str]) -> Iterator[Trace]:
        if self.lines is None:
            return
        # one more than is shown tells whether there are more
        found = list(self.lines.lines(where, self.most_lines + 1))
        for line in found[: self.most_lines]:
            yield self._line(line, fact)
        if len(found) > self.most_lines:
            yield Trace(Text("and further lines", "以及其他明细"), None)

    def _line(self, line: Line, fact: Fact) -> Trace:
        """An activity row; for emissions also what it emitted and by which factor."""
        when = str(Period(line.start, line.end))
        label = _joined(_activity(line.activity), self._entity(line.site), Text(when, when))
        source = _imported(Imported(line.file, "", line.row, line.sheet))
        emission = line.emission
        if emission is None or "CO2e" not in fact.unit:
            return Trace(label, line.quantity, line.unit, source=source)
        data = _joined(_ACTIVITY_DATA, Text(line.activity, line.activity))
        used = emission.factor
        stated, of_factor, of_line = self._uncertainty(line, used.factor.id)
        quantity = Trace(data, line.quantity, line.unit, source=_joined(source, stated))
        gwp = line.gwp
        milligrams = emission.co2e.get(gwp, next(iter(emission.co2e.values()), 0))
        factors = _factor(used.factor, of_factor, carried_forward=used.carried_forward)
        gases = _gases(emission)
        potentials = Text(f"times warming potential {gwp}", f"乘以全球变暖潜势 {gwp}")
        rule = Text(
            f"activity data × factor, {potentials.en}" if gwp else "activity data × factor",
            f"活动数据 × 排放因子，{potentials.zh}" if gwp else "活动数据 × 排放因子",
        )
        value = Decimal(milligrams).scaleb(-6)
        children = (quantity, *factors, *gases)
        return Trace(label, value, "kg CO2e", rule, of_line, children)

    def _uncertainty(self, line: Line, factor: str) -> tuple[Text, Text, Text]:
        """What is stated of the quantity and of the factor, and what follows for the line."""
        if self.statements is None:
            return _NOTHING, _NOTHING, _NOTHING
        quantity = self.statements.of_quantity(line.activity, line.site)
        of_factor = self.statements.of_factor(line.activity, line.site, factor)
        if quantity is None or of_factor is None:
            return _stated(quantity), _stated(of_factor), _NOTHING
        both = of_product(quantity.relative, of_factor.relative)
        return _stated(quantity), _stated(of_factor), _half_width(both)


def _interval(fact: Fact) -> Text:
    """Between which bounds the value lies, and how that was found."""
    found = fact.interval
    if found is None:
        return _NOTHING
    lower, upper = (f"{_rounded(bound):,f}" for bound in (found.lower, found.upper))
    level = f"{found.level:f} %"
    method = f" ({found.method})" if found.method else ""
    covered = "" if found.covered is None else f"{round_half_away(found.covered * 100, 1):f} %"
    known = Text(f", stated for {covered}", f"，已声明{covered}") if covered else _NOTHING
    return Text(
        f"between {lower} and {upper} with {level} confidence{known.en}{method}",
        f"{level}置信区间 {lower} 至 {upper}{known.zh}{method}",
    )


def _rounded(value: Decimal) -> Decimal:
    """To five digits, more than an interval is worth."""
    return round_half_away(value, max(0, 4 - value.adjusted())) if value else value


def _joined(*parts: Text) -> Text:
    given = [part for part in parts if part.en]
    return Text(" · ".join(part.en for part in given), " · ".join(part.zh for part in given))


def _activity(name: str) -> Text:
    """Title of an activity; its name where it has none in a language."""
    from crossfoot.factors.activities import parse_activity

    title = parse_activity(name).title
    en = title.en or name
    return Text(en[:1].upper() + en[1:], title.zh or name)


def _gas(id_: str) -> str:
    """A gas as it is printed: `CO₂`; refrigerants keep their names."""
    return id_ if "-" in id_ else id_.translate(_SUBSCRIPTS)


_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _gases(emission: Emission) -> Iterator[Trace]:
    """The mass of each gas, where there are several."""
    if len(emission.milligrams) > 1:
        for gas, mass in emission.kilograms().items():
            yield Trace(Text(f"mass of {_gas(gas)}", f"{_gas(gas)}质量"), mass, "kg")


def _stated(statement: Statement | None) -> Text:
    if statement is None:
        return _NOTHING
    source = Text(statement.source, statement.source)
    return _joined(_half_width(statement.relative), source)


def _half_width(relative: Decimal) -> Text:
    """An uncertainty as people write it: ± 7.07 %."""
    words = f"± {round_half_away(relative * 100, 2).normalize():f} %"
    return Text(f"{words} (95 % interval)", f"{words}（95%置信区间）")


def _factor(factor: Factor, uncertainty: Text, *, carried_forward: bool) -> Iterator[Trace]:
    """One node for each gas; the parameters behind the factor under the first."""
    year = f"{factor.valid_from:%Y}" if factor.valid_from else ""
    plain = (Text(part, part) for part in (factor.region, year, factor.id) if part)
    source = _joined(source_text(factor.source), *plain)
    if carried_forward:
        source = _joined(source, Text("carried forward", "沿用最近公布值"))
    source = _joined(source, uncertainty)
    parameters = tuple(
        Trace(part.name, part.value, part.unit, source=source_text(part.source))
        for part in factor.components
    )
    for entry in factor.values:
        gas = _gas(entry.gas)
        label = Text(f"emission factor · {gas}", f"排放因子 · {gas}")
        yield Trace(label, entry.value, entry.unit, source=source, children=parameters)
        parameters = ()


def _printed(origin: Printed) -> Text:
    en, zh = [origin.document], [origin.document]
    if origin.page is not None:
        en.append(f"page {origin.page}")
        zh.append(f"第{origin.page}页")
    if origin.line is not None:
        en.append(f"line {origin.line}")
        zh.append(f"第{origin.line}行")
    for words in (origin.label, origin.as_printed):
        if words:
            en.append(f"“{words}”")
            zh.append(f"“{words}”")
    if origin.sha256:
        en.append(f"SHA-256 {origin.sha256[:12]}")
        zh.append(f"SHA-256 {origin.sha256[:12]}")
    return Text(", ".join(en), "，".join(zh))


def _imported(origin: Imported) -> Text:
    en, zh = [origin.file], [origin.file]
    if origin.sheet:
        en.append(f"sheet {origin.sheet}")
        zh.append(f"工作表{origin.sheet}")
    en.append(f"row {origin.row}")
    zh.append(f"第{origin.row}行")
    if origin.source:
        en.append(origin.source)
        zh.append(origin.source)
    return Text(", ".join(en), "，".join(zh))


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}
