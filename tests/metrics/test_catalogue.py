from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import BUILT_IN, Catalogue, catalogue
from crossfoot.metrics.metric import PILLARS, Kind
from crossfoot.metrics.units import unit_problems


def test_units_of_all_formulas_give_the_unit_declared():
    known = {metric.id: metric for metric in catalogue()}
    assert unit_problems(known, catalogue()) == []
    assert sum(metric.formula is not None for metric in catalogue()) > 100


def test_every_metric_is_complete():
    for metric in catalogue():
        assert metric.title.en, metric
        assert metric.title.zh, metric
        assert metric.pillar in PILLARS, metric
        assert bool(metric.unit) == (metric.kind is not Kind.TEXT), metric
        assert (metric.over_sites == "formula") == (metric.formula is not None), metric
        assert (metric.over_periods == "formula") == (metric.formula is not None), metric


def test_every_description_stands_in_both_languages():
    described = [metric for metric in catalogue() if metric.comment.en or metric.comment.zh]
    assert len(described) > 200
    chinese = re.compile(r"[\u4e00-\u9fff]")
    units_alone = {"ghg.intensity.capacity"}
    for metric in described:
        assert not chinese.search(metric.comment.en), metric.id
        assert chinese.search(metric.comment.zh) or metric.id in units_alone, metric.id
        # both lead to the same other metrics
        named = [
            {
                word
                for word in re.findall(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+", text)
                if word in catalogue()
            }
            for text in (metric.comment.en, metric.comment.zh)
        ]
        assert named[0] <= named[1], metric.id


def test_a_description_in_one_language_stands_for_both(tmp_path: Path):
    text = """topic: {title: {en: Own, zh: 自有}, order: 1}
metrics:
  own.figure:
    title: {en: Figure, zh: 数值}
    unit: count
    kind: flow
    over_sites: sum
    over_periods: sum
    pillar: E
    comment: As counted.
"""
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    (metric,) = Catalogue.load(tmp_path)
    assert metric.comment == Text("As counted.", "As counted.")


def test_no_two_metrics_have_the_same_title():
    for language in ("en", "zh"):
        titles = [metric.title[language] for metric in catalogue()]
        assert len(set(titles)) == len(titles)


def test_each_metric_comes_behind_what_its_formula_needs():
    place = {metric.id: at for at, metric in enumerate(catalogue().in_order())}
    assert place.keys() == {metric.id for metric in catalogue()}
    for metric in catalogue():
        for reference in metric.formula.references() if metric.formula else ():
            if not reference.previous:
                assert place[reference.metric] < place[metric.id]


def test_topics_come_in_the_order_of_a_report_and_hold_all_metrics():
    found = [metric for topic in catalogue().topics for metric in catalogue().of_topic(topic.id)]
    assert found == list(catalogue())
    assert catalogue().topic("ghg.scope1").title.zh == "温室气体"
    assert catalogue().topics[0].id == "company"


def test_users_of_a_metric_are_those_whose_formula_names_it():
    users = {metric.id for metric in catalogue().using("workforce.parental_leave.returned")}
    assert users == {
        "workforce.parental_leave.return_rate",
        "workforce.parental_leave.retention_rate",  # through prev(...)
    }
    assert catalogue().using("ghg.methodology") == ()


def test_a_mistyped_id_brings_the_nearest():
    assert catalogue().suggest("ghg.scop1")[0] == "ghg.scope1"
    assert catalogue().suggest("xyz") == ()
    with pytest.raises(CrossfootError, match=r"^facts.csv, row 3: .*Did you mean ghg.scope1,"):
        catalogue().find("ghg.scop1", "facts.csv, row 3")
    assert catalogue().find("ghg.scope1") is catalogue()["ghg.scope1"]
    assert catalogue().get("ghg.scop1") is None
    with pytest.raises(KeyError):
        catalogue()["ghg.scop1"]


def test_words_find_metrics_in_both_languages_nearest_first():
    ids = [metric.id for metric in catalogue().search("turnover rate")]
    assert ids[:3] == [
        "workforce.turnover_rate",
        "workforce.turnover_rate_average",
        "workforce.turnover_rate_exit",
    ]
    assert "waste.hazardous.generated" in [m.id for m in catalogue().search("危险废物 产生")]
    assert catalogue().search("ghg scope1")[0].id == "ghg.scope1"
    assert catalogue().search("GHG SCOPE1") == catalogue().search("ghg scope1")
    assert catalogue().search("no such words") == ()
    assert catalogue().search(" ") == ()


def test_a_metric_knows_its_place():
    metric = catalogue()["water.use"]
    assert metric.place.file == "water.yaml"
    lines = (BUILT_IN / "water.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[metric.place.number - 1] == "  water.use:"


def test_shares_of_one_whole_add_up_and_other_ratios_do_not():
    assert catalogue()["workforce.share"].adds_up
    assert catalogue()["governance.board_share"].adds_up
    assert catalogue()["workforce.headcount"].adds_up
    assert not catalogue()["workforce.turnover_rate"].adds_up
    assert not catalogue()["customer.satisfaction_score"].adds_up
    assert not catalogue()["ghg.methodology"].adds_up


def test_weights_are_named():
    assert catalogue()["suppliers.new_screened_rate"].weights == ("suppliers.new",)
    assert catalogue()["water.use"].weights == ()


OWN = """\
topic:
  title: {en: Own figures, zh: 自有指标}
  order: 999

metrics:
  own.paper_intensity:
    title: {en: Office paper per employee, zh: 人均办公用纸量}
    unit: kg/person
    kind: ratio
    formula: materials.paper / workforce.headcount
    pillar: E
"""


def test_an_organisation_adds_its_own_metrics(tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text(OWN, encoding="utf-8")
    both = Catalogue.load([BUILT_IN, own])
    assert len(both) == len(catalogue()) + 1
    assert both.topics[-1].title.en == "Own figures"
    assert both["own.paper_intensity"].place.file == str(own)
    assert both["own.paper_intensity"] in both.using("materials.paper")


def test_a_file_named_as_a_topic_adds_to_it(tmp_path: Path):
    own = tmp_path / "materials.yaml"
    own.write_text("metrics:\n" + OWN.split("metrics:\n")[1], encoding="utf-8")
    both = Catalogue.load([BUILT_IN, own])
    assert both.topics == catalogue().topics
    assert both.of_topic("materials")[-1].id == "own.paper_intensity"


def test_an_own_metric_must_give_its_unit(tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text(OWN.replace("kg/person", "kWh/person"), encoding="utf-8")
    with pytest.raises(CrossfootError, match=rf"{own}, line 10: .* is no 'kWh/person'"):
        Catalogue.load([BUILT_IN, own])


def test_loading_needs_neither_the_full_yaml_reader_nor_pint():
    """Both take longer to import than the whole catalogue takes to load."""
    program = (
        "import sys; from crossfoot.metrics.catalogue import catalogue; catalogue();"
        "print(sorted({'ruamel', 'pint', 'duckdb'} & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
