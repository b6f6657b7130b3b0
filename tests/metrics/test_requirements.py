from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.requirements import codes
from crossfoot.standards.catalogue import STANDARDS, standard

#: days on which every edition that a metric may name is in force
DAYS = [date(2019, 6, 30), date(2022, 6, 30), date(2025, 6, 30), date(2027, 6, 30)]


@pytest.mark.parametrize("name", STANDARDS)
def test_every_code_named_by_a_metric_is_in_the_standard(name: str):
    known = {each.code for day in DAYS for each in standard(name).disclosures(day)}
    named = {code for metric in catalogue() for code in codes(metric, name)}
    assert named
    assert named <= known


@pytest.mark.parametrize("name", ["gri", "hkex", "tcfd", "sse", "szse"])
def test_every_disclosure_of_a_standard_has_a_metric(name: str):
    for disclosure in standard(name).disclosures(date(2025, 6, 30)):
        assert catalogue().answering(name, disclosure.code), disclosure.code


def ids(standard_: str, code: str) -> set[str]:
    return {metric.id for metric in catalogue().answering(standard_, code)}


def test_requirements_are_found_by_standard_and_code():
    assert "ghg.scope1" in ids("gri", "305-1")
    assert ids("gri", "306-3 (2016)") == {"environment.incidents"}  # spills, not waste
    assert "environment.incidents" not in ids("gri", "306-3")
    assert "workforce.headcount" in ids("hkex", "B1.1")
    assert "policy.emissions" in ids("hkex", "A1")
    assert "ghg.scope3" in ids("ifrs-s2", "29(a)(i)(3)")
    assert ids("ifrs_s2", "29(a)(i)(3)") == ids("ifrs-s2", "29(a)(i)(3)")
    assert "ghg.scope1" in ids("tcfd", "Metrics b")
    assert ids("sse", "4") == ids("szse", "4")
    assert "workforce.headcount" in ids("vsme", "NumberOfMaleEmployees")
    assert "workforce.headcount" in ids("vsme", "vsme:NumberOfMaleEmployees")
    assert "safety.injury_rate" in ids("sasb", "RT-IG-320a.1")
    assert ids("nobody", "1") == set()


def test_a_goal_is_answered_through_its_targets():
    assert "water.withdrawal" in ids("sdg", "6.4")
    assert "water.withdrawal" in ids("sdg", "6")
    assert "water.withdrawal" not in ids("sdg", "6.3")
    assert "water.sourcing" in ids("sdg", "6")


@pytest.mark.shared
def test_every_concept_of_the_taxonomy_exists(shared: Path):
    path = shared / "reference/data/codes/vsme_concepts_2026-05-01.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["concept"] for row in csv.DictReader(file)}
    named = {code for metric in catalogue() for code in metric.requirements.get("esrs_vsme", ())}
    assert named
    for code in named:
        assert re.sub(r"[\[{].*", "", code) in known, code


@pytest.mark.shared
def test_every_sasb_code_with_a_climate_subject_exists(shared: Path):
    path = shared / "reference/data/codes/sasb_climate_metric_codes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    named = {code for metric in catalogue() for code in codes(metric, "sasb")}
    assert "RT-EE-130a.1" in named & known
    assert all(re.fullmatch(r"[A-Z]{2}-[A-Z]{2}-(\d{3}a\.\d|000\.[A-Z])", code) for code in named)
