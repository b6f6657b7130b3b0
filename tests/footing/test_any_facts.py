"""Whatever is stated, the checks answer and never fail."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Imported, Printed
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import dimensions
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from footing_cases import findings

NUMERIC = [metric for metric in catalogue() if metric.is_numeric]
PERIODS = [Period.year(2021), Period.year(2022), Period.year(2023), Period.month(2023, 2)]


@st.composite
def any_fact(draw):
    metric = draw(st.sampled_from(NUMERIC))
    members = {}
    for dimension in draw(st.sets(st.sampled_from([*metric.dimensions, "site"]), max_size=2)):
        known = list(dimensions()[dimension].members) if dimension in dimensions() else []
        members[dimension] = draw(st.sampled_from([*known[:3], "elsewhere"]))
    value = draw(
        st.one_of(
            st.sampled_from([Decimal(0), Decimal("-1"), Decimal("1E+30"), Decimal("1E-30")]),
            st.decimals(-(10**6), 10**6, places=2),
            st.integers(0, 200).map(Decimal),
        )
    )
    basis = draw(st.sampled_from([Basis.ENTERED, Basis.PUBLISHED]))
    words = draw(st.sampled_from([f"{value:f}", f"{value:f} %", "none", "", "1,00 RMB100,0000"]))
    origin = (
        Printed("report", draw(st.integers(1, 99)), as_printed=words)
        if basis is Basis.PUBLISHED
        else Imported("file.csv", "ab", draw(st.integers(2, 99)))
    )
    return Fact(
        metric.id,
        draw(st.sampled_from(["group", "hefei"])),
        draw(st.sampled_from(PERIODS)),
        draw(st.sampled_from([value, value, value, None, "a text"])),
        metric.unit,
        Dimensions(members),
        basis=basis,
        qualifier=draw(st.sampled_from(list(Qualifier))),
        estimated=draw(st.booleans()),
        decimals=draw(st.sampled_from([None, 0, 2])),
        context=draw(st.sampled_from(["annex", "body", ""])),
        provenance=origin,
    )


@st.composite
def related_facts(draw):
    """All inputs of one formula, with its result: so that formulas have something to do."""
    metric = draw(st.sampled_from([metric for metric in NUMERIC if metric.formula]))
    facts = [draw(any_fact()) for _ in range(draw(st.integers(0, 4)))]
    for id_ in {metric.id, *(ref.metric for ref in metric.formula.references())}:
        for period in (Period.year(2022), Period.year(2023)):
            value = draw(st.sampled_from([0, 1, 7, 100, -3])) * Decimal(1)
            unit = catalogue()[id_].unit
            facts.append(Fact(id_, "group", period, value, unit, basis=Basis.PUBLISHED, decimals=0))
    return facts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(any_fact(), max_size=25), related_facts()))
def test_the_checks_answer(facts):
    for found in findings(*facts):
        assert found.message.en
        assert found.message.zh
        assert found.check
