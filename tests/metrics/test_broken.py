"""Every mistake in a catalogue is named by file and line: one broken file for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.metrics.catalogue import Catalogue

BROKEN = Path(__file__).parent / "broken"

#: what the message of each broken file says; the line is the one that ends with '# here'
SAYS = {
    "bad_id": "'Water Use' cannot be the id of a metric",
    "bad_kind": "'kind' of 'water.use' is 'amount', which is not known",
    "bad_order": "'order' of 'topic' is 'first', not a number",
    "bad_pillar": "'pillar' of 'water.use' is 'X', which is not known",
    "broken_formula": "formula '(water.use / finance.revenue': it cannot be read",
    "cycle": "the formula of 'water.intensity' needs itself: "
    "water.intensity needs water.second needs water.intensity",
    "duplicate_id": "'water.use' is defined twice",
    "duplicate_key": "'water.use' is defined twice",
    "example_not_a_number": "is 'three', not a number",
    "example_of_expression": "'water.use / 2' is not one metric",
    "example_of_nothing": "the formula does not use finance.profit",
    "example_without_formula": "examples need a formula",
    "example_without_input": "the example gives no value of finance.revenue",
    "foreign_formula": "there is no function 'max'",
    "formula_of_text": "'water.intensity' needs 'water.use', which is a text",
    "keyword_id": "'water.in' cannot be the id of a metric",
    "last_of_flow": "'over_periods' of a flow cannot be 'last'",
    "list_for_text": "'unit' of 'water.use' must be one text",
    "mean_of_flow": "'over_periods' of a flow cannot be 'mean'",
    "missing_chinese_title": "'zh' of 'water.use: title' is missing",
    "missing_kind": "'kind' of 'water.use' is missing",
    "missing_rule": "'over_sites' of 'water.use' is missing",
    "missing_title": "'title' of 'water.use' is missing",
    "missing_unit": "'unit' of 'water.use' is missing",
    "no_metrics": "the file has no 'metrics'",
    "no_topic": "the file has no 'topic'",
    "not_yaml": "is not YAML",
    "rule_beside_formula": "'over_sites' does not go with a formula",
    "self_reference": "the formula of 'water.intensity' needs itself",
    "standard_coal": "the formula of 'energy.coal' gives 'kWh', which is no 'tce'",
    "sum_of_ratio": "'over_sites' of a ratio cannot be 'sum'",
    "sum_of_stock": "'over_periods' of a stock cannot be 'sum'",
    "sum_of_text": "'over_sites' of a text cannot be 'sum'",
    "two_dimensions": "'dimensions' of 'water.use' names 'water_source' twice",
    "unit_of_text": "a text has no unit",
    "unknown_aggregation": "'over_sites' is 'total', which is no way to combine",
    "unknown_dimension": "the dimension 'gendre' of 'water.use' is not known",
    "unknown_key": "'coment' of 'water.use' is not known",
    "unknown_metric": "'water.intensity' needs 'water.uses', which is not in the catalogue",
    "unknown_top_key": "'metric' is not known",
    "unknown_unit": "cubits",
    "unknown_weight": "'water.use' needs 'workforce.heads', which is not in the catalogue",
    "unknown_where_dimension": "'finance.revenue' has no dimension 'gender'",
    "unknown_where_member": "'eliminations' is no member of 'segment'",
    "wrong_sum": "'finance.revenue' in '1e4 CNY' cannot be added to 'water.use' in 'm^3'",
    "wrong_unit": "which is no 'percent'",
}

#: the nearest word that the message offers
OFFERS = {
    "unknown_dimension": "'gender'",
    "unknown_key": "'comment'",
    "unknown_metric": "'water.use'",
    "unknown_top_key": "'metrics'",
    "unknown_where_member": "'elimination'",
}


def test_every_broken_file_is_tested():
    assert {path.stem for path in BROKEN.iterdir()} == SAYS.keys()


@pytest.mark.parametrize(("name", "says"), SAYS.items(), ids=SAYS.keys())
def test_the_mistake_is_named_with_its_line(name: str, says: str):
    folder = BROKEN / name
    path = folder if folder.is_dir() else folder.with_suffix(".yaml")
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    here = [
        f"{file}, line {number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if line.endswith("# here")
    ]
    with pytest.raises(CrossfootError) as caught:
        Catalogue.load(path)
    (problem,) = caught.value.problems
    assert [problem.where] == here
    assert says in problem.what
    assert OFFERS.get(name, "") in problem.remedy


def test_all_mistakes_of_several_files_are_named_at_once():
    names = ("bad_pillar", "unknown_key", "missing_title")
    with pytest.raises(CrossfootError) as caught:
        Catalogue.load([BROKEN / f"{name}.yaml" for name in names])
    said = [problem.what for problem in caught.value.problems]
    assert len(said) == 3
    assert all(SAYS[name] in what for name, what in zip(names, said, strict=True))
