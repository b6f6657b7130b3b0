"""`crossfoot metric`, `crossfoot factor`: what there is, and where it is from."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from crossfoot.metrics.catalogue import catalogue
from small_workspace import written

METRIC = {"id", "title", "unit", "kind", "dimensions", "over_sites", "over_periods", "formula",
          "requirements", "used_by", "pillar", "comment"}  # fmt: skip
FACTOR = {"id", "set", "activity", "region", "values", "valid_from", "valid_to", "published",
          "scope", "category", "source", "licence", "components", "note"}  # fmt: skip


def test_a_metric_for_people(crossfoot) -> None:
    answer = crossfoot("metric", "ghg.intensity.revenue")
    assert answer.code == 0
    for words in ("单位营收温室气体排放强度", "tCO₂e per RMB 10,000", "ghg.total / finance.revenue",
                  "GRI 305-4", "HKEX A1.2"):  # fmt: skip
        assert words in answer.out
    chinese = crossfoot("metric", "ghg.intensity.revenue", "--lang", "zh").out
    for words in ("单位", "公式", "披露要求", "吨二氧化碳当量/万元", "比率"):
        assert words in chinese


def test_a_metric_for_programs(crossfoot) -> None:
    document = crossfoot("metric", "ghg.scope1", "--format", "json").json
    assert document.keys() == METRIC
    assert document["requirements"]["gri"] == ["305-1"]
    assert "ghg.total" in document["used_by"]


def test_every_metric_can_be_shown(crossfoot) -> None:
    found = crossfoot("metric", "--format", "json").json["metrics"]
    assert [each["id"] for each in found] == [metric.id for metric in catalogue()]
    assert f"metrics: {len(found)}" in crossfoot("metric").out


def test_metrics_are_found_by_words_in_either_language(crossfoot) -> None:
    for words in (("headcount",), ("员工总数",), ("employees", "end")):
        assert "workforce.headcount" in crossfoot("metric", *words).out


def test_an_unknown_metric_is_told(crossfoot) -> None:
    answer = crossfoot("metric", "ghg.scop1")
    assert (answer.code, answer.out) == (2, "")
    assert "ghg.scope1" in answer.err


def test_a_look_up_says_what_is_taken_and_why(crossfoot) -> None:
    """The factor of 2023 is not out: that of 2022, 0.5703 kg/kWh, is carried forward."""
    command = ("factor", "electricity.grid", "--year", "2023", "--region", "CN")
    answer = crossfoot(*command)
    assert answer.code == 0
    for words in ("0.5703 kg/kWh CO2", "carried forward", "Not taken", "2021-01-01"):
        assert words in answer.out
    document = crossfoot(*command, "--format", "json").json
    assert document["carried_forward"] is True
    assert document["factor"].keys() == FACTOR
    assert document["factor"]["values"] == [{"gas": "CO2", "value": 0.5703, "unit": "kg/kWh"}]
    assert document["rejected"][0].keys() == {"id", "reason"}


def test_a_look_up_in_another_unit_or_as_of_a_day(crossfoot) -> None:
    litres = crossfoot("factor", "fuel.diesel.mobile", "--unit", "L", "--year", "2023")
    assert "ipcc2006/fuel.diesel.mobile/L" in litres.out
    early = crossfoot("factor", "electricity.grid", "--year", "2022", "--as-of", "2022-12-31",
                      "--region", "CN", "--format", "json").json  # fmt: skip
    assert early["factor"]["values"][0]["value"] == 0.581


def test_a_look_up_that_nothing_answers(crossfoot) -> None:
    command = ("factor", "electricity.grid", "--year", "2023", "--region", "MY")
    answer = crossfoot(*command)
    assert answer.code == 1
    assert "no factor for MY" in answer.out
    document = crossfoot(*command, "--format", "json")
    assert (document.code, document.json["factor"]) == (1, None)


def test_factors_are_found_by_words(crossfoot, tmp_path: Path) -> None:
    found = crossfoot("factor", "ipcc2006", "diesel", "--format", "json").json["factors"]
    assert found
    assert all(each["set"] == "ipcc2006" and each.keys() == FACTOR for each in found)
    table = crossfoot("factor", "diesel")
    assert "more words narrow the search" in table.err
    own = written(
        tmp_path,
        "own.csv",
        "id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence\n"
        "p,s3.01.aluminium,CO2e,8.5,kg/kg,,,,3,1,supplier,own\n",
    )
    assert "8.5 kg/kg" in crossfoot("factor", "aluminium", "--factors", own).out


def test_activities_are_listed_in_both_languages(crossfoot) -> None:
    document = crossfoot("factor", "--activities", "--format", "json").json["activities"]
    names = {each["name"] for each in document}
    assert {"electricity.grid", "fuel.diesel.mobile", "steam.purchased", "welding.co2"} <= names
    assert all(each["title"]["zh"] for each in document)
    chinese = crossfoot("factor", "--activities", "外购电力", "--lang", "zh").out
    assert "electricity.grid" in chinese
    assert "因子库" in chinese
    assert "Nothing was found." in crossfoot("factor", "--activities", "zzz").out


def test_a_table_of_factors_fits_its_terminal(crossfoot, monkeypatch) -> None:
    for width in (60, 80):
        monkeypatch.setenv("COLUMNS", str(width))
        for words in ("diesel", "--activities"):
            lines = crossfoot("factor", words).out.splitlines()
            assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--activities"),
        (("zzzz",), "no factor matches 'zzzz'"),
        (("electricity.gird", "--year", "2023"), "electricity.grid"),
        (("fuel.diesel.mobile", "--year", "2023", "--unit", "kWhh"), "kWh"),
        (("diesel", "--region", "CN"), "add --year"),
        (("diesel", "--factors", "china-est"), "did you mean china-ets?"),
    ],
)
def test_what_cannot_be_looked_for(crossfoot, arguments, words: str) -> None:
    answer = crossfoot("factor", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
