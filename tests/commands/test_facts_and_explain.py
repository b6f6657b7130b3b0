"""`crossfoot facts`, `crossfoot explain`: what is known, and why."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from small_workspace import written

KEYS = ("metric", "entity", "period", "dimensions", "basis", "variant", "value", "unit",
        "qualifier", "source")  # fmt: skip
NODE = {"label", "metric", "entity", "period", "dimensions", "value", "unit", "qualifier",
        "rule", "source", "children"}  # fmt: skip
INTENSITY = ("explain", "ghg.intensity.revenue", "--year", "2022")


def nodes(tree: dict) -> list[dict]:
    return [tree, *(below for child in tree["children"] for below in nodes(child))]


# -- facts ------------------------------------------------------------------------------------


def test_json_has_the_promised_keys(crossfoot, small: Path) -> None:
    facts = crossfoot("facts", "--workspace", small, "--format", "json").json["facts"]
    assert len(facts) > 20
    assert all(fact.keys() >= set(KEYS) for fact in facts)
    assert {fact["basis"] for fact in facts} == {"entered", "computed"}
    women = [fact for fact in facts if fact["dimensions"] == {"gender": "female"}]
    assert {fact["entity"] for fact in women} == {"hefei", "group"}


def test_every_key_occurs_once(crossfoot, small: Path) -> None:
    facts = crossfoot("facts", "--workspace", small, "--format", "json").json["facts"]
    keys = [str([fact[name] for name in KEYS[:6]]) for fact in facts]
    assert sorted(set(keys)) == sorted(keys)


def test_facts_are_chosen_by_metric_entity_year_and_basis(crossfoot, small: Path) -> None:
    found = crossfoot(
        "facts", "--workspace", small, "--metric", "workforce.headcount", "--entity", "hefei",
        "--year", "2022", "--basis", "entered", "--format", "json",
    ).json["facts"]  # fmt: skip
    assert [fact["value"] for fact in found] == [100, 40, 60]
    assert found[0]["source"] == "facts.csv, row 3"
    assert crossfoot("facts", "--workspace", small, "--year", "2019").out.count("Nothing") == 1


def test_csv_has_a_heading_even_without_facts(crossfoot, small: Path) -> None:
    for year, count in (("2022", 5), ("2019", 0)):
        answer = crossfoot(
            "facts", "--workspace", small, "--year", year, "--basis", "entered", "--format", "csv"
        )
        rows = list(csv.DictReader(io.StringIO(answer.out)))
        assert answer.out.startswith("metric,entity,period,dimensions,basis,variant,value,unit")
        assert len(rows) == count


def test_numbers_keep_all_their_digits_for_programs(crossfoot, small: Path) -> None:
    """22.555 t of R-410A beside 855.45 t of power: a share that does not end."""
    command = ("facts", "--workspace", small, "--metric", "ghg.scope1_share")
    digits = re.search(r'"value": ([0-9.]+)', crossfoot(*command, "--format", "json").out)[1]
    assert len(digits) > 30
    assert digits in crossfoot(*command, "--format", "csv").out
    assert "2.56889" in crossfoot(*command).out
    assert digits[:9] not in crossfoot(*command).out


def test_a_text_is_shortened_and_a_table_fits_its_terminal(
    crossfoot, small: Path, tmp_path: Path, monkeypatch
) -> None:
    texts = "metric,entity,period,dimensions,value\n" + "".join(
        f"policy.emissions,group,2022,language={language},{text * 20}\n"
        for language, text in (("en", "All waste gas is treated. "), ("zh", "废气均经处理。"))
    )
    crossfoot(
        "import", written(tmp_path, "texts.csv", texts), "--as", "facts", "--workspace", small
    )
    command = ("facts", "--workspace", small)
    assert crossfoot(*command, "--metric", "policy.emissions").out.count("…") == 2
    for width in (60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(cell_len, crossfoot(*command).out.splitlines())) <= width


def test_a_long_list_is_shortened_for_people(crossfoot, demo: Path) -> None:
    answer = crossfoot("facts", "--workspace", demo / "group")
    assert answer.code == 0
    total = int(answer.out.split()[1].replace(",", ""))
    assert total > 10_000
    assert f"and {total - 100} more; narrow it with --metric" in answer.err
    assert len(answer.out.splitlines()) < 300  # a row may take two lines


def test_chinese_headings_and_titles(crossfoot, small: Path, monkeypatch) -> None:
    command = ("facts", "--workspace", small, "--metric", "workforce.headcount")
    answer = crossfoot(*command, "--lang", "zh")
    for words in ("指标", "员工总数", "女", "填报", "各场所合计", "人"):
        assert words in answer.out
    monkeypatch.setenv("CROSSFOOT_LANG", "zh")
    assert crossfoot(*command).out == answer.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--metric", "ghg.scop1"), "ghg.scope1"),
        (("--entity", "hefai"), "did you mean hefei?"),
        (("--entity", "zzz"), "choose of group, hefei, penang"),
        (("--basis", "guessed"), "'published'"),
    ],
)
def test_unknown_names_are_told(crossfoot, small: Path, options: tuple[str, ...], words) -> None:
    answer = crossfoot("facts", "--workspace", small, *options)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


# -- explain ----------------------------------------------------------------------------------


def test_the_tree_goes_down_to_the_factor_and_the_row(crossfoot, small: Path) -> None:
    answer = crossfoot(*INTENSITY, "--workspace", small)
    assert answer.code == 0
    for words in (
        "0.043900 ", "tCO₂e per RMB 10,000", "ghg.total / finance.revenue", "sum over sites",
        "energy.csv, row 2", "facts.csv, row 2", "0.5703 kg/kWh", "环办气候函〔2023〕43号",
        "mass of HFC-125", "0.5 kg/kg",
    ):  # fmt: skip
        assert words.strip("0 ") in answer.out, words
    assert not re.search(r"\d\.\d{10}", answer.out), "nobody reads so many digits"


def test_the_tree_as_json(crossfoot, small: Path) -> None:
    tree = crossfoot(*INTENSITY, "--workspace", small, "--format", "json").json
    assert all(node.keys() == NODE for node in nodes(tree))
    assert tree["metric"] == "ghg.intensity.revenue"
    assert [child["metric"] for child in tree["children"]] == ["ghg.total", "finance.revenue"]
    assert any("第2行" in node["source"]["zh"] for node in nodes(tree))
    leaves = [node for node in nodes(tree) if not node["children"]]
    assert all(leaf["source"]["en"] or leaf["unit"] == "kg" for leaf in leaves)


def test_the_tree_in_chinese(crossfoot, small: Path) -> None:
    answer = crossfoot(*INTENSITY, "--workspace", small, "--lang", "zh")
    for words in (
        "单位营收温室气体排放强度",
        "吨二氧化碳当量/万元",
        "各场所合计",
        "第2行",
        "合肥工厂",
    ):
        assert words in answer.out


def test_levels_can_be_left_out(crossfoot, small: Path) -> None:
    lines = crossfoot(*INTENSITY, "--workspace", small, "--depth", "1").out.splitlines()
    assert sum("--depth shows more" in line for line in lines) == 1
    assert len(lines) < 8


def test_a_month_and_a_breakdown(crossfoot, small: Path) -> None:
    command = ("explain", "--workspace", small, "--format", "json")
    month = crossfoot(*command, "ghg.scope1", "--entity", "hefei", "--year", "2022-06").json
    assert (month["period"], month["value"]) == ("2022-06", "22.555")
    women = crossfoot(*command, "workforce.headcount", "--year", "2022", "--dimensions",
                      "gender=female").json  # fmt: skip
    assert (women["dimensions"], women["value"]) == ({"gender": "female"}, "40")


def test_a_published_figure_names_its_line(crossfoot, demo: Path) -> None:
    answer = crossfoot("explain", "energy.electricity.purchased", "--year", "2022", "--workspace",
                       demo / "alphaess-2022")  # fmt: skip
    assert re.search(r"line \d+, “", answer.out)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ghg.scop1", "--year", "2022"), "ghg.scope1"),
        (("ghg.scope1", "--year", "2019"), "there is ghg.scope1 · group · 2022"),
        (("ghg.scope1", "--year", "22"), "is not a period; write 2023, 2023-04"),
        (("ghg.scope1", "--year", "2022", "--entity", "hefai"), "did you mean hefei?"),
        (("ghg.scope1", "--year", "2022", "--dimensions", "gas"), "key=member"),
        (("water.use", "--year", "2022"), "no figure of this metric"),
    ],
)
def test_what_cannot_be_explained(crossfoot, small: Path, arguments, words: str) -> None:
    answer = crossfoot("explain", *arguments, "--workspace", small)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


def test_an_interval_travels_in_and_out(crossfoot, small: Path, tmp_path: Path) -> None:
    """250 ± 10 m³ entered in litres: bounds are converted with the value, and come out again."""
    heading = "metric,entity,period,value,unit,lower,upper,confidence,interval_method"
    line = "water.use,hefei,2022,250000,L,240000,260000,90,meter test"
    file = tmp_path / "water.csv"
    file.write_text(f"{heading}\n{line}\n", encoding="utf-8")
    ask = ("facts", "--metric", "water.use", "--entity", "hefei", "--workspace", small)
    answer = crossfoot(
        "import", file, "--as", "facts", "--reason", "meter test", "--workspace", small
    )
    assert answer.code == 0, answer.err
    (fact,) = json.loads(crossfoot(*ask, "--year", "2022", "--format", "json").out)["facts"]
    found = (fact["lower"], fact["upper"], fact["confidence"], fact["interval_method"])
    assert found == (240, 260, 90, "meter test")
    assert "240 – 260" in crossfoot(*ask, "--year", "2022").out
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(f"{heading}\n{line.replace('240000', '251000')}\n", encoding="utf-8")
    answer = crossfoot("import", wrong, "--as", "facts", "--reason", "x", "--workspace", small)
    assert (answer.code, "does not lie between" in answer.err) == (2, True)
