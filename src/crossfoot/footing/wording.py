"""How findings name figures and write numbers, the same in every check."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.facts.fact import Dimensions, Fact, FactKey
from crossfoot.languages import Text
from crossfoot.metrics.dimensions import member_label
from crossfoot.metrics.formula import (
    Constant,
    Formula,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
)
from crossfoot.quantities.rounding import round_half_away

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossfoot.facts.entities import Organisation
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.metrics.metric import Metric

#: digits that a computed number shows at least, so that a difference can be seen
SHOWN_DIGITS = 4

#: a number with more digits came from a conversion, and shows so many of them
MOST_DIGITS = 16
MOST_SHOWN = 6

MINUS = "−"


def number(value: Decimal, places: int | None = None) -> str:
    """A number as readers in both languages expect it: thousands apart, no exponent.

    >>> number(Decimal("1234567.80")), number(Decimal("2E+3")), number(Decimal("-0.5"), 2)
    ('1,234,567.8', '2,000', '−0.50')
    """
    if places is None and len(value.as_tuple().digits) > MOST_DIGITS:
        # what conversion of a unit leaves behind is no printed digit
        places = max(MOST_SHOWN - 1 - value.adjusted(), 0)
        value = round_half_away(value, places).normalize()
        places = None
    if places is not None:
        text = f"{round_half_away(value, places):,f}"
    else:
        text = f"{value:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", MINUS)


def marked(shown: str, unit: str) -> str:
    """A number of a calculation, with its sign where it is a percentage.

    >>> marked("4.841", "percent"), marked("29", "count")
    ('4.841%', '29')
    """
    return f"{shown}%" if unit == "percent" else shown


def computed(value: Decimal, beside: Decimal | None = None) -> str:
    """A computed number, with one decimal more than the stated one beside it.

    >>> computed(Decimal("11.27506775"), Decimal("11.32"))
    '11.275'
    >>> computed(Decimal("0.00862319"))
    '0.008623'
    """
    if value == 0:
        return "0"
    places = max(SHOWN_DIGITS - 1 - value.adjusted(), 0)
    if beside is not None:
        exponent = beside.normalize().as_tuple().exponent
        places = max(places, 1 - exponent) if isinstance(exponent, int) else places
    return number(round_half_away(value, places))


def arithmetic(node: Node, show: Callable[[Reference], str], level: int = 0) -> str:
    """A formula with numbers in the place of metrics: `8,321 / 738`."""
    match node:
        case Reference():
            return show(node)
        case Number(value):
            return number(value)
        case Constant(value, unit):
            return f"{number(value)} {unit}"
        case Negation(operand):
            return f"{MINUS}{arithmetic(operand, show, 3)}"
        case Operation(op, left, right):
            own = 1 if op in "+-" else 2
            text = f"{arithmetic(left, show, own)} {_SIGNS[op]} {arithmetic(right, show, own + 1)}"
            return f"({text})" if own < level else text


_SIGNS = {"+": "+", "-": MINUS, "*": "×", "/": "/"}


class Words:
    """Names of figures in both languages."""

    def __init__(self, catalogue: Catalogue, organisation: Organisation | None) -> None:
        self.catalogue = catalogue
        self.organisation = organisation

    def title(self, metric: str, dimensions: Dimensions | None = None) -> Text:
        """Title of a metric with its breakdown: `Employees (Female)`."""
        found = self.catalogue.get(metric)
        title = found.title if found is not None else Text(metric, metric)
        if not dimensions:
            return title
        labels = [member_label(key, member) for key, member in dimensions.items()]
        en, zh = ", ".join(x.en for x in labels), "、".join(x.zh for x in labels)
        return Text(f"{title.en} ({en})", f"{title.zh}（{zh}）")

    def figure(self, figure: Fact | FactKey) -> Text:
        """Title, breakdown, entity and period: `Employees (Female), Hefei plant, 2023`."""
        title = self.title(figure.metric, figure.dimensions)
        entity = self.entity(figure.entity)
        en = ", ".join(part for part in (title.en, entity.en, str(figure.period)) if part)
        zh = "，".join(part for part in (title.zh, entity.zh, str(figure.period)) if part)
        return Text(en, zh)

    def value(self, fact: Fact) -> Text:
        """A value with its unit and qualifier: `more than 94%`."""
        before = _QUALIFIERS[fact.qualifier]
        amount = self.amount(number(fact.number), fact.unit)
        return Text(before.en + amount.en, before.zh + amount.zh)

    def amount(self, shown: str, unit: str) -> Text:
        """A number as shown, with its unit: `1,529.22 tCO₂e`, `94%`."""
        from crossfoot.quantities.units import unit_label

        if unit in ("", "dimensionless"):
            return Text(shown, shown)
        units = Text(unit_label(unit, "en"), unit_label(unit, "zh"))
        gap = "" if units.en == "%" else " "
        # Chinese words follow a number without a space, symbols do not
        chinese = "" if units.zh[:1] > "\u2fff" else gap
        return Text(f"{shown}{gap}{units.en}", f"{shown}{chinese}{units.zh}")

    def entity(self, entity: str) -> Text:
        """Name of an entity; empty for the reporter itself."""
        # the name of the only reporter would stand in every message and tell nothing
        if self.organisation is None or entity not in self.organisation:
            return Text("", "")
        if entity == self.organisation.root.id:
            return Text("", "")
        return self.organisation[entity].name


_QUALIFIERS = {
    "exact": Text("", ""),
    "approximate": Text("about ", "约"),
    "at_least": Text("at least ", "不少于"),
    "more_than": Text("more than ", "超过"),
    "less_than": Text("less than ", "低于"),
}


def joined(texts: Iterable[Text]) -> Text:
    """Several names in a row."""
    listed = list(texts)
    return Text(", ".join(text.en for text in listed), "、".join(text.zh for text in listed))


def expression_words(formula: Formula, words: Words) -> Text:
    """A formula with titles in the place of ids, for a reader who knows no ids."""

    def name(reference: Reference) -> Text:
        title = words.title(reference.metric, Dimensions(dict(reference.fixed)))
        if reference.total and not reference.fixed:
            title = Text(f"all {title.en[:1].lower()}{title.en[1:]}", f"全部{title.zh}")
        if reference.previous:
            title = Text(f"{title.en} of the period before", f"上期{title.zh}")
        return title

    def english(reference: Reference) -> str:
        return name(reference).en

    def chinese(reference: Reference) -> str:
        return name(reference).zh

    return Text(arithmetic(formula.root, english), arithmetic(formula.root, chinese))


def formula_words(metric: Metric, words: Words) -> Text:
    """The formula of a metric in words; empty where it has none."""
    return Text("", "") if metric.formula is None else expression_words(metric.formula, words)
