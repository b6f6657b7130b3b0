from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import (
    DimensionTable,
    dimension,
    dimensions,
    is_partition,
    member_label,
    overlapping_members,
)

#: the breakdowns that add up, as the catalogue's specification lists them
PEOPLE = {"gender", "age_group", "region", "employment_type", "employee_category", "education"}
BODIES = {"director_type", "supervisor_type", "worker_type"}
ENERGY = {"source_category", "gas", "scope3_category", "energy_carrier", "fuel", "renewability"}
WATER = {"water_source", "water_stress", "water_quality", "wastewater_type"}
WASTE = {"discharge_destination", "waste_class", "waste_stream", "treatment", "treatment_place"}
BUSINESS = {"segment", "supplier_region", "patent_type", "inspection_type", "site"}
OTHERS = {"standard_level", "standard_status", "importance", "topic_category", "complaint_source"}
PARTITIONS = PEOPLE | BODIES | ENERGY | WATER | WASTE | BUSINESS | OTHERS


def test_the_partitions_are_those_of_the_specification():
    found = {id_ for id_, each in dimensions().items() if each.partition}
    assert found == PARTITIONS


def test_every_dimension_of_the_catalogue_is_in_the_table_and_every_other_one_is_explained():
    used = {name for metric in catalogue() for name in metric.dimensions}
    assert used <= dimensions().keys()
    assert dimensions().keys() - used == {"site", "entity"}


def test_every_title_and_label_is_in_both_languages():
    for each in dimensions().values():
        for text in (each.title, *each.members.values()):
            assert text.en.isascii(), text
            if each.id == "substance" and text.en.startswith("R-"):
                continue  # refrigerants have the same name in every language
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh), text


def test_members_of_a_dimension_have_different_labels():
    for each in dimensions().values():
        for language in ("en", "zh"):
            labels = [text[language] for text in each.members.values()]
            assert len(set(labels)) == len(labels), each.id


@pytest.mark.shared
@pytest.mark.parametrize("report", ["alphaess-2022", "calb-2023", "kstar-2023"])
def test_every_member_of_the_published_facts_has_labels(shared: Path, report: str):
    path = shared / "reference" / "facts" / f"{report}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    used = {pair for row in rows for pair in row["dimensions"].split(";") if pair}
    assert used
    for pair in sorted(used):
        name, member = pair.split("=")
        assert member in dimension(name).members, pair


@pytest.mark.shared
@pytest.mark.parametrize("report", ["alphaess-2022", "calb-2023", "kstar-2023"])
def test_published_facts_use_dimensions_that_their_metric_allows(shared: Path, report: str):
    path = shared / "reference" / "facts" / f"{report}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = [pair.split("=")[0] for pair in row["dimensions"].split(";") if pair]
            metric = catalogue()[row["metric_id"]]
            assert all(metric.allows(name) for name in names), row


def test_contractors_are_not_inside_the_figures_of_safety():
    assert is_partition("workforce.non_employees", "worker_type")
    assert not is_partition("safety.fatalities", "worker_type")
    assert "contractor" in overlapping_members("worker_type", "safety.fatalities")
    assert overlapping_members("worker_type", "workforce.non_employees") == frozenset()


def test_members_that_overlap_stay_out_of_the_sum():
    assert overlapping_members("employee_category", "workforce.headcount") == {
        "executive",
        "manager",
        "procurement",
        "new_hire",
    }
    assert overlapping_members("standard_status", "standards.cumulative") == {"issued"}
    assert overlapping_members("gender", "workforce.headcount") == frozenset()


def test_one_report_uses_one_split():
    one_split = {id_ for id_, each in dimensions().items() if each.one_split}
    assert one_split == {"segment", "employment_type", "waste_stream"}


def test_waste_has_two_classes_and_reclaimed_water_is_no_source():
    assert set(dimension("waste_class").members) == {"hazardous", "nonhazardous"}
    assert "reclaimed" not in dimension("water_source").members
    assert list(dimension("scope3_category").members) == [str(n) for n in range(1, 16)]


def test_what_is_not_in_the_table_is_a_tag_and_gets_a_label_from_its_id():
    assert not is_partition("water.use", "colour")
    assert overlapping_members("colour", "water.use") == frozenset()
    assert member_label("colour", "light_blue").en == "Light blue"
    assert member_label("site", "hefei").en == "Hefei"


def test_an_unknown_dimension_is_refused_with_the_nearest():
    with pytest.raises(CrossfootError, match=r"'gendre' is not known. Did you mean 'gender'"):
        dimension("gendre")


BROKEN = {
    "gender:\n  title: {en: Gender, zh: 性别}\n  members: {a: {en: A}}\n": "line 3: 'zh' of",
    "gender:\n  members: {a: {en: A, zh: 甲}}\n": "line 1: 'title' of 'gender' is missing",
    "gender:\n  title: {en: Gender, zh: 性别}\n": "line 1: 'gender' has no members",
    "gender:\n  title: {en: Gender, zh: 性别}\n  open: yes\n  kind: x\n": "line 4: 'kind' of",
    "gender:\n  title: {en: Gender, zh: 性别}\n  open: yes\n  overlap: [x]\n": (
        "line 4: 'x' is no member of 'gender'"
    ),
    "gender:\n  title: {en: Gender, zh: 性别}\n  open: often\n": "line 3: 'open' of 'gender'",
}


@pytest.mark.parametrize(("text", "says"), BROKEN.items(), ids=BROKEN.values())
def test_a_mistake_in_the_table_is_named_by_line(tmp_path: Path, text: str, says: str):
    path = tmp_path / "dimensions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CrossfootError) as caught:
        DimensionTable.load(path)
    assert f"dimensions.yaml, {says}" in str(caught.value)
