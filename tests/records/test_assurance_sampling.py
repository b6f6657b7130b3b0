from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.records.assurance.materiality import Materiality, Measure, Standing, uncorrected
from crossfoot.records.assurance.projection import (
    CERTAIN,
    REST,
    Outcome,
    Result,
    Stratum,
    known,
    project,
    total,
)
from crossfoot.records.assurance.sampling import (
    Item,
    Method,
    Plan,
    by_value,
    digest_of,
    draw,
    shares,
)
from crossfoot.records.assurance.workflow import SETTLED, TRANSITIONS, WAITING, InquiryStep, State

VALUES = st.decimals(
    min_value=Decimal(0), max_value=Decimal(10**6), places=2, allow_nan=False, allow_infinity=False
)
POPULATIONS = st.lists(VALUES, min_size=1, max_size=40)


def items(values, strata: str = "a") -> list[Item]:
    return [
        Item(f"approval:{number:03}", strata[number % len(strata)], value)
        for number, value in enumerate(values)
    ]


def references(drawn) -> list[str]:
    return [each.item.reference for each in drawn.chosen]


# -- value-weighted ----------------------------------------------------------------------------


def straight(values: list[int], size: int, start: int) -> list[int]:
    """Systematic selection as a textbook does it: walk along the values, one point at a time."""
    whole = sum(values)
    points = [Fraction(start + turn * whole, size) for turn in range(size)]
    found = [0] * len(values)
    for point in points:
        reached = 0
        for at, value in enumerate(values):
            if reached <= point < reached + value:
                found[at] += 1
                break
            reached += value
    return found


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=12).filter(any),
    st.integers(1, 8),
    st.data(),
)
def test_value_weighted_selection_is_that_of_a_walk_along_the_values(values, size, data) -> None:
    start = data.draw(st.integers(0, sum(values) - 1))
    population = items([Decimal(value) for value in values])
    hits, whole = by_value(population, size, start)
    assert whole == sum(values)
    assert [hits.get(each.reference, 0) for each in population] == straight(values, size, start)


@given(st.lists(st.integers(0, 25), min_size=1, max_size=8).filter(any), st.integers(1, 6))
def test_over_all_starts_each_item_is_selected_in_exact_proportion(values, size) -> None:
    """Every start that there is, not a trial: n·v selections of the T starts for an item of v."""
    population = items([Decimal(value) for value in values])
    counted = dict.fromkeys((each.reference for each in population), 0)
    for start in range(sum(values)):
        for reference, times in by_value(population, size, start)[0].items():
            counted[reference] += times
    assert list(counted.values()) == [size * value for value in values]


@given(POPULATIONS.filter(any), st.integers(1, 12), st.text(min_size=1, max_size=8))
def test_an_item_as_large_as_the_interval_is_always_selected(values, size, seed) -> None:
    if not seed.strip():
        seed = "s"
    drawn = draw(items(values), Plan(Method.VALUE, size, seed))
    whole = sum(map(Fraction, values), Fraction(0))
    assert drawn.interval == whole / size
    assert drawn.start is not None
    assert 0 <= drawn.start < drawn.interval
    chosen = set(references(drawn))
    for item in items(values):
        if Fraction(item.value) >= drawn.interval:
            assert item.reference in chosen
        if not item.value:
            assert item.reference not in chosen
    assert {each.item.reference for each in drawn.chosen if each.certain} == {
        item.reference for item in items(values) if Fraction(item.value) >= drawn.interval
    }
    assert 1 <= len(chosen) <= size


def test_a_worked_example_of_value_weighted_selection() -> None:
    """By hand: total 1000, four selections, interval 250, first point 100: 100 350 600 850."""
    population = items([Decimal(value) for value in (90, 20, 300, 40, 150, 260, 140)])
    # running sums: 90 110 410 450 600 860 1000
    hits, whole = by_value(population, 4, 400)  # 400 fourths are 100
    assert whole == 1000
    assert hits == {"approval:001": 1, "approval:002": 1, "approval:005": 2}


def test_small_places_are_not_lost() -> None:
    population = items([Decimal("0.001"), Decimal("999999999999999999999999999999.999")])
    hits, whole = by_value(population, 2, 0)
    assert whole == 10**33
    assert hits == {"approval:000": 1, "approval:001": 1}


# -- random, strata, threshold -----------------------------------------------------------------


@given(POPULATIONS, st.sampled_from(list(Method)), st.integers(1, 10), st.randoms())
@settings(max_examples=60)
def test_the_same_seed_gives_the_same_sample_in_whatever_order(values, method, size, chance):
    plan = Plan(method, size, "2024 · 种子", Decimal(100))
    population = items(values, "abc")
    other = list(population)
    chance.shuffle(other)
    try:
        first = draw(population, plan)
    except CrossfootError:
        with pytest.raises(CrossfootError):
            draw(other, plan)
        return
    assert draw(other, plan) == first
    assert first.digest == digest_of(other)
    assert first.count == len(values)


def test_a_random_sample_is_what_the_page_says_it_is() -> None:
    """Anybody can draw it: items in the order of SHA-256 of `seed:reference`."""
    population = items([Decimal(1)] * 30)
    ranked = sorted(
        (each.reference for each in population),
        key=lambda name: hashlib.sha256(f"lantern:{name}".encode()).hexdigest(),
    )
    drawn = draw(population, Plan(Method.RANDOM, 7, "lantern"))
    assert references(drawn) == sorted(ranked[:7])


def test_over_many_seeds_each_pair_comes_about_as_often_as_any_other() -> None:
    population = items([Decimal(1)] * 5)
    counted = dict.fromkeys(combinations([each.reference for each in population], 2), 0)
    for seed in range(4000):  # fixed seeds: the same numbers at every run
        counted[tuple(references(draw(population, Plan(Method.RANDOM, 2, str(seed)))))] += 1
    expected = 4000 / 10
    squares = sum((each - expected) ** 2 / expected for each in counted.values())
    assert squares < 27.88  # chi-square, nine degrees of freedom, one in a thousand


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.data())
def test_strata_get_their_share_and_never_nothing(counts, data) -> None:
    size = data.draw(st.integers(len(counts), sum(counts)))
    got = shares(counts, size)
    assert sum(got) == size
    for count, each in zip(counts, got, strict=True):
        assert 1 <= each <= count
        if sum(counts) > len(counts):
            fair = Fraction((size - len(counts)) * (count - 1), sum(counts) - len(counts))
            assert abs(each - 1 - fair) < 1


def test_each_unit_is_in_a_stratified_sample() -> None:
    drawn = draw(items([Decimal(5)] * 12, "abcd"), Plan(Method.STRATIFIED, 6, "x"))
    assert {each.item.stratum for each in drawn.chosen} == set("abcd")
    assert len(drawn.chosen) == 6


def test_all_above_a_value_are_taken_and_some_of_the_rest() -> None:
    values = [Decimal(value) for value in (5, 500, -700, 30, 100, 99, 1, 2)]
    drawn = draw(items(values), Plan(Method.THRESHOLD, 2, "x", Decimal(100)))
    certain = {each.item.value for each in drawn.chosen if each.certain}
    assert certain == {Decimal(500), Decimal(-700), Decimal(100)}
    assert len(drawn.chosen) == 5


@pytest.mark.parametrize(
    ("values", "plan", "words"),
    [
        ([], Plan(Method.RANDOM, 1, "x"), "population is empty"),
        ([1], Plan(Method.RANDOM, 0, "x"), "at least 1"),
        ([1], Plan(Method.RANDOM, 1, " "), "seed is missing"),
        ([1, 2], Plan(Method.RANDOM, 3, "x"), "has 2 items"),
        ([1, 2], Plan(Method.STRATIFIED, 3, "x"), "has 2 items"),
        ([1, 2, 3], Plan(Method.STRATIFIED, 1, "x"), "2 units need"),
        ([1], Plan(Method.THRESHOLD, 1, "x"), "from which all are taken"),
        ([0, -5], Plan(Method.VALUE, 1, "x"), "no item has a value above zero"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(values, plan, words) -> None:
    with pytest.raises(CrossfootError, match=words):
        draw(items([Decimal(value) for value in values], "ab"), plan)


def test_the_hash_covers_each_value_and_each_item() -> None:
    one = items([Decimal(1), Decimal(2)])
    seen = {digest_of(one), digest_of(one[:1]), digest_of(items([Decimal(1), Decimal(3)]))}
    seen.add(digest_of(items([Decimal(1), Decimal(2)], "ab")))
    seen.add(digest_of(items([Decimal(1), None])))
    assert len(seen) == 5
    # the lines as the page describes them
    lines = "approval:000\ta\t1\napproval:001\ta\t2\n"
    assert digest_of(one) == hashlib.sha256(lines.encode()).hexdigest()


# -- projection --------------------------------------------------------------------------------


def outcome(book: str, audited: str | None = None, stratum: str = REST) -> Outcome:
    if audited is None:
        return Outcome(stratum, Decimal(book), Result.AGREED)
    return Outcome(stratum, Decimal(book), Result.EXCEPTION, Decimal(audited))


def test_ratio_projection_by_hand() -> None:
    """Errors 20 of 400 tested: five per cent of 10 000 is 500; the certain ones add their own."""
    lines = [outcome("100", "80"), outcome("300"), outcome("900", "890", CERTAIN)]
    found = project(
        Method.THRESHOLD,
        (Stratum(CERTAIN, 1, Decimal(900)), Stratum(REST, 50, Decimal(10000))),
        lines,
    )
    assert [each.projected for each in found] == [10, 500]
    assert (total(found), known(found)) == (510, Decimal(30))


def test_tainting_by_hand() -> None:
    """Taints of 50 % and 10 % at an interval of 1000 project 600; an item above it is itself."""
    lines = [
        outcome("200", "100"),
        outcome("500", "450"),
        outcome("30"),
        outcome("4000", "3900", CERTAIN),
    ]
    strata = (Stratum(CERTAIN, 1, Decimal(4000)), Stratum(REST, 80, Decimal(6000)))
    found = project(Method.VALUE, strata, lines, Fraction(1000))
    assert [each.projected for each in found] == [100, 600]


@given(
    st.lists(st.integers(1, 40), min_size=2, max_size=7),
    st.integers(1, 4),
    st.data(),
)
def test_tainting_is_unbiased(values, size, data) -> None:
    """Over all starts, the mean of the projections is the true error of the population."""
    audited = [data.draw(st.integers(0, value)) for value in values]
    population = items([Decimal(value) for value in values])
    whole, interval = sum(values), Fraction(sum(values), size)
    projections = []
    for start in range(whole):
        hits, _ = by_value(population, size, start)
        lines = [
            outcome(str(value), str(right), CERTAIN if value >= interval else REST)
            for each, value, right in zip(population, values, audited, strict=True)
            if each.reference in hits
        ]
        strata = (Stratum(CERTAIN, 0, Decimal(0)), Stratum(REST, 0, Decimal(0)))
        found = total(project(Method.VALUE, strata, lines, interval))
        assert found is not None
        projections.append(found)
    assert sum(projections, Fraction(0)) / whole == sum(values) - sum(audited)


def test_what_could_not_be_tested_is_wrong_as_a_whole() -> None:
    line = Outcome(REST, Decimal(70), Result.NOT_AVAILABLE)
    assert line.error == 70
    found = project(Method.RANDOM, (Stratum(REST, 10, Decimal(700)),), [line])
    assert found[0].projected == 700


def test_nothing_is_projected_before_all_is_tested() -> None:
    lines = [outcome("10", "5"), Outcome(REST, Decimal(10), None)]
    found = project(Method.RANDOM, (Stratum(REST, 9, Decimal(90)),), lines)
    assert (found[0].projected, found[0].tested, total(found)) == (None, 1, None)


def test_errors_without_book_value_cannot_be_projected_by_ratio() -> None:
    found = project(Method.RANDOM, (Stratum(REST, 9, Decimal(90)),), [outcome("0", "5")])
    assert found[0].projected is None


# -- materiality -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "standing"),
    [
        ("0", Standing.NOTHING),
        ("2.9", Standing.TRIVIAL),
        ("3", Standing.BELOW),
        ("44.9", Standing.BELOW),
        ("-45", Standing.PERFORMANCE),
        ("59.99", Standing.PERFORMANCE),
        ("60", Standing.MATERIAL),
    ],
)
def test_where_a_total_lies(amount, standing) -> None:
    """Five per cent of 1200 is 60; 75 % of that 45; 5 % of it 3."""
    found = Materiality(Measure.PERCENT, Decimal(5), Decimal(1200)).standing(Decimal(amount))
    assert found is standing


def test_errors_that_hide_each_other_are_both_seen() -> None:
    found = uncorrected([Decimal(100), Decimal(-90), Decimal(5)])
    assert (found.over, found.under, found.net, found.gross) == (105, 90, 15, 105)


# -- states ------------------------------------------------------------------------------------


def test_every_state_can_be_reached_and_none_waits_for_ever() -> None:
    reached = {State.ASKED}
    for _ in State:
        reached |= {each.target for each in TRANSITIONS.values() if each.sources & reached}
    assert reached == set(State)
    for state in set(State) - SETTLED:
        assert any(state in each.sources for each in TRANSITIONS.values())
    assert not WAITING & SETTLED
    assert set(TRANSITIONS) == set(InquiryStep)
