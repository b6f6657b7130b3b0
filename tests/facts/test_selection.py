from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier

YEAR = Period.year(2023)


def a_fact(value: object = Decimal(1), **changes: object) -> Fact:
    base = Fact("workforce.headcount", "group", YEAR, None, "person")
    return replace(base, value=value, **changes)  # type: ignore[arg-type]


KEY = a_fact().key


def test_select_matches_everything_given():
    female = Dimensions({"gender": "female"})
    whole, part = a_fact(), a_fact(Decimal(2), dimensions=female)
    other = a_fact(Decimal(3), entity="hefei", basis=Basis.PUBLISHED, variant="AR6")
    facts = FactSet([whole, part, other])

    assert list(facts.select(dimensions={})) == [whole, other]
    assert list(facts.select(dimensions={"gender": "female"})) == [part]
    assert list(facts.select(metric="workforce.headcount", entity="hefei")) == [other]
    assert list(facts.select(basis=Basis.PUBLISHED)) == [other]
    assert list(facts.select(variant="")) == [whole, part]
    assert len(facts.select(metric="ghg.scope1")) == 0
    assert len(facts.select(period=Period.year(2022))) == 0


def test_a_set_never_changes():
    facts = FactSet([a_fact()])
    more = facts.plus([a_fact(entity="hefei")])
    assert (len(facts), len(more)) == (1, 2)
    assert facts.entities() == ("group",)
    assert more.entities() == ("group", "hefei")


def test_listing_of_what_occurs():
    facts = FactSet([a_fact(period=Period.year(2023)), a_fact(period=Period.year(2022))])
    assert facts.periods() == (Period.year(2022), Period.year(2023))
    assert facts.metrics() == ("workforce.headcount",)
    assert facts.keys("ghg.scope1") == ()
    assert KEY in facts
    assert facts.variants() == ("",)


@pytest.mark.parametrize(("formula", "expected"), [(False, Basis.ENTERED), (True, Basis.COMPUTED)])
def test_basis_decides_first(formula, expected):
    facts = FactSet(a_fact(basis=basis, version=9 - n) for n, basis in enumerate(Basis))
    assert facts.current(KEY, formula).basis is expected


def test_a_correction_takes_the_place_of_the_value():
    facts = FactSet([a_fact(Decimal(5), version=2), a_fact(Decimal(4), version=1)])
    assert facts.current(KEY).value == 5


def test_a_withdrawn_value_stays_withdrawn():
    """A later version without a value counts: the earlier one must not come back."""
    withdrawn = a_fact(None, version=2, nil_reason="meter was defective")
    assert FactSet([a_fact(Decimal(4)), withdrawn]).current(KEY) is withdrawn


def test_exact_before_bound_then_annex_before_body():
    bound = a_fact(Decimal(100), qualifier=Qualifier.MORE_THAN, context="annex")
    body = a_fact(Decimal(139), context="body", basis=Basis.ENTERED)
    annex = replace(body, value=Decimal(140), context="annex")
    assert FactSet([bound, body]).current(KEY) is body
    assert FactSet([body, annex, bound]).current(KEY) is annex


def test_variants():
    ar5 = a_fact(Decimal(5), variant="operational_control/AR5")
    ar6 = a_fact(Decimal(6), variant="operational_control/AR6")
    plain = a_fact(Decimal(7))
    assert FactSet([ar5, ar6]).current(KEY) is ar6
    assert FactSet([ar5, ar6]).current(KEY, variant="operational_control/AR5") is ar5
    assert FactSet([ar5, plain]).current(KEY, variant="operational_control/AR6") is plain
    assert FactSet([ar5]).current(KEY, variant="operational_control/AR6") is None
    assert FactSet([ar5, ar6, plain]).current(KEY) is plain


def test_no_fact_no_answer():
    assert FactSet().current(KEY) is None


def test_the_answer_does_not_depend_on_the_order():
    facts = [
        a_fact(Decimal(1), basis=Basis.PUBLISHED, context="annex"),
        a_fact(Decimal(2), basis=Basis.PUBLISHED, context="body"),
        a_fact(Decimal(3), basis=Basis.COMPUTED),
        a_fact(Decimal(4), basis=Basis.ENTERED),
    ]
    for order in permutations(facts):
        assert FactSet(order).current(KEY).value == 4
        assert FactSet(order).current(KEY, formula=True).value == 3


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(["group", "hefei"]),
            st.integers(2020, 2023),
        )
    )
)
def test_selection_by_metric_is_the_same_as_filtering(rows):
    facts = [
        Fact(metric, entity, Period.year(year), Decimal(n))
        for n, (metric, entity, year) in enumerate(rows)
    ]
    chosen = FactSet(facts).select(metric="a", entity="group")
    assert {f.value for f in chosen} == {
        f.value for f in facts if f.metric == "a" and f.entity == "group"
    }
    for fact in facts:
        assert fact in FactSet(facts).of(fact.key)


def test_a_hundred_thousand_facts_are_indexed_once():
    facts = FactSet(
        Fact(f"metric.{n % 100}", f"site{n % 10}", Period.month(2023, 1 + n % 12), Decimal(n))
        for n in range(100_000)
    )
    assert len(facts.keys("metric.7")) == 3
    key = FactKey("metric.7", "site7", Period.month(2023, 8))
    started = time.perf_counter()
    for _ in range(10_000):
        facts.of(key)
    assert time.perf_counter() - started < 2
