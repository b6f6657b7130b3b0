from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.metrics.formula import (
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
    parse_formula,
    parse_reference,
)

A, B = Reference("a.b"), Reference("c.d")

TREES = {
    "a.b + c.d": Operation("+", A, B),
    "a.b - c.d - 1": Operation("-", Operation("-", A, B), Number(Decimal(1))),
    "a.b / (c.d / 2)": Operation("/", A, Operation("/", B, Number(Decimal(2)))),
    "1 - a.b * c.d": Operation("-", Number(Decimal(1)), Operation("*", A, B)),
    "-a.b": Negation(A),
    "+a.b": A,
    "total(a.b)": Reference("a.b", total=True),
    "prev(a.b)": Reference("a.b", previous=True),
    "where(a.b, k='v', j='w')": Reference("a.b", fixed=(("j", "w"), ("k", "v"))),
    "prev(where(a.b, k='v'))": Reference("a.b", fixed=(("k", "v"),), previous=True),
    "where(prev(a.b), k='v')": Reference("a.b", fixed=(("k", "v"),), previous=True),
    "total(where(a.b, k='v'))": Reference("a.b", fixed=(("k", "v"),), total=True),
    "prev(a.b / total(c.d))": Operation(
        "/", Reference("a.b", previous=True), Reference("c.d", total=True, previous=True)
    ),
    "total(-a.b)": Negation(Reference("a.b", total=True)),
    "prev(a.b * quantity(2, 'kg'))": Operation(
        "*", Reference("a.b", previous=True), Constant(Decimal(2), "kg")
    ),
    "a.b * quantity(0.1229, 'kgce/kWh')": Operation(
        "*", A, Constant(Decimal("0.1229"), "kgce/kWh")
    ),
    "1e3 * a.b": Operation("*", Number(Decimal("1e3")), A),
    "  a.b  ": A,
    "revenue": Reference("revenue"),
}


@pytest.mark.parametrize(("text", "tree"), TREES.items(), ids=TREES.keys())
def test_a_formula_is_read_as_a_tree(text: str, tree: Node):
    assert parse_formula(text).root == tree


def test_a_number_keeps_its_digits():
    text = "0.12290000000000000000001"
    assert parse_formula(f"{text} * a.b").root == Operation("*", Number(Decimal(text)), A)


REFUSED = {
    "": "it cannot be read",
    "a.b +": "it cannot be read",
    "(a.b": "Brackets do not match",
    "a.b if c.d else 1": "is not part of the language",
    "a.b ** 2": "is not part of the language",
    "a.b // 2": "is not part of the language",
    "a.b % 2": "is not part of the language",
    "a.b == 2": "is not part of the language",
    "not a.b": "is not part of the language",
    "[a.b]": "is not part of the language",
    "a['b']": "is not part of the language",
    "lambda: 1": "is not part of the language",
    "__import__('os').system('true')": "is not part of the language",
    "f(a.b)": "there is no function 'f'",
    "totl(a.b)": "Did you mean 'total'?",
    "total()": "takes one expression, not 0",
    "total(a.b, c.d)": "takes one expression, not 2",
    "total(a.b, k='v')": "fixes no dimension",
    "prev(*a)": "is not part of the language",
    "prev(prev(a.b))": "reaches back two periods",
    "prev(a.b + prev(c.d))": "reaches back two periods",
    "where(a.b)": "fixes no dimension",
    "where(a.b + c.d, k='v')": "of one metric, not of an expression",
    "where(a.b, k=v)": "takes members in quotes",
    "where(a.b, k=1)": "takes members in quotes",
    "where(a.b, k='')": "takes members in quotes",
    "where(a.b, **k)": "takes members in quotes",
    "where(where(a.b, k='v'), k='w')": "fixes 'k' twice",
    "quantity(1)": "takes a number and a unit in quotes",
    "quantity(a.b, 'kg')": "takes a number and a unit in quotes",
    "quantity(1, kg)": "takes a number and a unit in quotes",
    "quantity('1', 'kg')": "is not a decimal number",
    "True": "is not a decimal number",
    "1j": "is not a decimal number",
    "0x10": "is not a decimal number",
    "'text'": "is not a decimal number",
    "a().b": "is not the id of a metric",
}


@pytest.mark.parametrize(("text", "says"), REFUSED.items(), ids=REFUSED.keys())
def test_what_is_not_in_the_language_is_refused_with_its_place(text: str, says: str):
    with pytest.raises(CrossfootError) as caught:
        parse_formula(text, "water.yaml, line 7")
    assert str(caught.value).startswith("water.yaml, line 7: formula ")
    assert says in str(caught.value)


def test_a_formula_of_absurd_depth_is_refused():
    with pytest.raises(CrossfootError, match="it cannot be read"):
        parse_formula("(" * 5000 + "a.b" + ")" * 5000)
    with pytest.raises(CrossfootError, match="it cannot be read"):
        parse_formula("-" * 100_000 + "a.b")


def test_references_come_once_and_in_order():
    formula = parse_formula("c.d / (a.b + prev(a.b)) - c.d")
    assert [str(reference) for reference in formula.references()] == ["c.d", "a.b", "prev(a.b)"]


def test_the_share_of_one_whole_is_known():
    assert parse_formula("a.b / total(a.b)").is_share
    assert parse_formula("where(a.b, k='v') / total(where(a.b, k='v'))").is_share
    assert not parse_formula("where(a.b, k='v') / total(a.b)").is_share
    assert not parse_formula("a.b / total(c.d)").is_share
    assert not parse_formula("a.b / prev(total(a.b))").is_share
    assert not parse_formula("a.b").is_share


def test_a_single_reference_is_read():
    assert parse_reference("prev(total(a.b))") == Reference("a.b", total=True, previous=True)
    with pytest.raises(CrossfootError, match="is not one metric"):
        parse_reference("a.b + 1", "x")


_REFERENCES = st.builds(
    Reference,
    metric=st.sampled_from(["a.b", "c.d.e", "f"]),
    fixed=st.sampled_from([(), (("k", "v"),), (("j", "30-50"), ("k", "ISO 9001"))]),
    total=st.booleans(),
    previous=st.booleans(),
)
_NUMBERS = st.decimals(min_value=0, max_value=10**9, places=4)
_LEAVES = (
    _REFERENCES
    | st.builds(Number, _NUMBERS)
    | st.builds(Constant, _NUMBERS, st.sampled_from(["kg", "t CO2e/(1e4 CNY)"]))
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.builds(Operation, st.sampled_from("+-*/"), inner, inner) | st.builds(Negation, inner)
    ),
    max_leaves=10,
)


@given(_TREES)
def test_a_tree_is_written_so_that_it_reads_back(tree: Node):
    assert parse_formula(str(tree)).root == tree
