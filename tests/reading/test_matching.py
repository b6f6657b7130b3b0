"""Labels to metrics: both languages, groups, units, and what is left unrecognised."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.metrics.catalogue import catalogue
from crossfoot.reading.label_context import Context
from crossfoot.reading.lexicon import lexicon
from crossfoot.reading.matching import Match, NoMatch, recognise
from crossfoot.reading.printed_units import PrintedUnit, read_unit

LABELS = Path(__file__).parent / "labels.tsv"


def read(label: str, unit: str = "", *groups: str, around: tuple[str, ...] = ()) -> str:
    printed = read_unit(unit) if unit else PrintedUnit("")
    found = recognise(Context(label, groups, around=around, unit=printed))
    if isinstance(found, NoMatch):
        return "-"
    return " ".join([found.metric, *(f"{key}={member}" for key, member in found.dimensions)])


def worded() -> list[tuple[str, str, str]]:
    """Labels in the words of HKEX and GRI reports, with the metric that a practitioner reads."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(label, unit, meant) for label, unit, meant in rows]


@pytest.mark.parametrize(("label", "unit", "meant"), worded())
def test_labels_as_reports_word_them(label: str, unit: str, meant: str) -> None:
    assert read(label, unit) == meant


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_title_of_the_catalogue_is_recognised(language: str) -> None:
    for metric in catalogue():
        if metric.is_numeric and read_unit(metric.unit):
            assert read(metric.title[language], metric.unit).split()[0] == metric.id  # type: ignore[index]


def test_a_member_takes_its_metric_from_the_group() -> None:
    group = "Number of employees by age"
    assert read("41 to 55", "%", group) == "workforce.share age_group=41-55"
    assert read("41 to 55", "Person", group) == "workforce.headcount age_group=41-55"
    assert read("女性", "%", "按性别划分的雇员流失比率") == "workforce.turnover_rate gender=female"


def test_a_group_lends_all_its_words() -> None:
    group = "Average training hours completed per employee"
    assert read("Female", "hours", group) == "training.hours_per_employee gender=female"
    assert read("Male", "%", "Percentage of employees trained") == "training.coverage gender=male"


def test_a_row_above_lends_all_its_words() -> None:
    above = ("Average training hours per employee", "By gender")
    found = recognise(Context("Male", loose=above, unit=read_unit("hours")))
    assert isinstance(found, Match)
    assert found.metric == "training.hours_per_employee"


def test_dioxide_and_bare_tonnes_per_employee_are_of_emissions() -> None:
    for unit in ("Tonne CO2/employee", "tonnes/employee", "tCO2e per employee"):
        assert read("GHG emissions per employee", unit) == "ghg.intensity.employee"
    assert read("Emission intensity", "tonnes/employee") == "-"


def test_the_unit_decides_between_a_count_and_its_share() -> None:
    label = "Number of suppliers assessed for social impact"
    assert read(label, "EA") == "suppliers.assessed impact=social"
    assert read(label, "%") == "suppliers.assessed_rate impact=social"


def test_both_members_together_are_the_whole() -> None:
    label = "Number of suppliers audited for environmental or social issues"
    assert read(label, "Supplier") == "suppliers.assessed"


def test_examples_in_brackets_name_no_member() -> None:
    group = "Percentage of employees trained by gender and type (e.g. senior management)"
    assert read("Female employees", "%", group) == "training.coverage gender=female"


def test_the_caption_says_what_a_total_is_of() -> None:
    assert read("Total", "tCO2e", around=("GHG emissions in 2022",)) == "ghg.total"
    assert read("Total", "tCO2e") != "energy.total"


def test_caption_names_the_headquarters() -> None:
    around = ("Green office at the headquarters",)
    found = read("Electricity consumption", "kWh", around=around)
    assert found == "energy.electricity.purchased site=headquarters"


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Number of flying unicorns", "EA"),
        ("Average thickness of coatings", "μm"),
        ("Energy consumption", "mg/L"),
        ("产品图纸归档", "份"),
        ("Other", ""),
        ("", "kWh"),
    ],
)
def test_what_is_not_known_is_not_guessed(label: str, unit: str) -> None:
    found = recognise(Context(label, unit=read_unit(unit) if unit else PrintedUnit("")))
    assert isinstance(found, NoMatch)
    assert found.reason


def test_a_match_says_why() -> None:
    found = recognise(Context("Female directors", unit=read_unit("%")))
    assert isinstance(found, Match)
    assert 0 < found.score <= 1
    assert "gender female" in found.reason
    assert "unit %" in found.reason


def test_the_lexicon_names_known_metrics_dimensions_and_concepts() -> None:
    words = lexicon()  # refuses what is not known
    assert all(pattern.required or pattern.near for pattern in words.patterns)


def test_equal_labels_stand_once() -> None:
    seen = set()
    for pattern in lexicon().patterns:
        key = (pattern.metric.id, pattern.text)
        assert key not in seen
        seen.add(key)


@given(
    st.text(max_size=60),
    st.lists(st.text(max_size=30), max_size=3),
    st.sampled_from(["", "%", "t", "kWh", "人", "nonsense"]),
)
def test_any_label_is_recognised_or_explained(label: str, groups: list[str], unit: str) -> None:
    printed = read_unit(unit) if unit else PrintedUnit("")
    found = recognise(Context(label, tuple(groups), unit=printed))
    if isinstance(found, Match):
        assert found.metric in catalogue()
        metric = catalogue()[found.metric]
        assert all(metric.allows(key) for key, _ in found.dimensions)
    else:
        assert found.reason
