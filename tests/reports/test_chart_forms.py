"""Each form: its sums, its words, its picture."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import combinations
from math import hypot
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chart_cases import TOPICS, every_chart, figures, rich_facts, target, topic
from crossfoot.facts.fact import Fact
from crossfoot.languages import LANGUAGES
from crossfoot.reports.charts.alternative import data_table, summary
from crossfoot.reports.charts.category import MOST_LISTED, CategoryChart
from crossfoot.reports.charts.chart import Chart, Form
from crossfoot.reports.charts.choose import MAKERS, charts_of, charts_of_lists
from crossfoot.reports.charts.draw import draw_svg
from crossfoot.reports.charts.flow import Flow
from crossfoot.reports.charts.matrix import RADIUS, SIDE, Matrix
from crossfoot.reports.charts.numbered import moved_apart
from crossfoot.reports.charts.option import echarts_option, height
from crossfoot.reports.charts.pathway import Pathway
from crossfoot.reports.charts.values import printed
from crossfoot.reports.charts.waterfall import Waterfall
from crossfoot.reports.charts.wording import FILE
from crossfoot.reports.plan import plan
from crossfoot.reports.theme import theme
from crossfoot.reports.words import words
from report_cases import fact

SVG = "{http://www.w3.org/2000/svg}"

CHARTS = every_chart()


def drawn(facts: list[Fact], **changes: object) -> dict[str, Chart]:
    return {chart.id: chart for _, chart in charts_of(plan().charts, figures(facts, **changes))}


def of_lists(**lists: tuple[object, ...]) -> dict[str, Chart]:
    found = charts_of_lists(plan().charts, lists, figures(rich_facts()))
    return {chart.id: chart for chart in found}


def test_the_cases_have_a_chart_of_each_form_that_is_new():
    forms = {chart.form for chart in CHARTS.values()}
    assert forms >= set(Form) - {Form.MONTHS, Form.LINES, Form.MEMBERS}


@pytest.mark.parametrize("id_", sorted(CHARTS))
def test_an_option_is_json_without_functions_and_numbers_are_finite(id_):
    for language in LANGUAGES:
        for scheme in ("light", "dark"):
            for medium in ("print", "page"):
                option = echarts_option(CHARTS[id_], language, scheme, medium)
                text = json.dumps(option, allow_nan=False)
                assert "function" not in text
                assert "=>" not in text


@pytest.mark.parametrize("id_", sorted(CHARTS))
def test_words_and_table_name_every_value(id_):
    chart = CHARTS[id_]
    for language in LANGUAGES:
        table = data_table(chart, language)
        assert all(len(row) == len(table.head) for row in table.rows)
        cells = " ".join(text for row in table.rows for text in row)
        words = summary(chart, language)
        assert words.startswith(chart.title[language])
        if chart.form is Form.FLOW:
            continue  # a flow is drawn from values and shows their sums; see its own test
        summed_up = isinstance(chart, CategoryChart) and len(chart.categories) > MOST_LISTED
        for cell in chart.cells():
            assert printed(cell, language) in cells
            assert summed_up or printed(cell, language) in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", sorted(CHARTS))
def test_a_picture_is_whole_and_has_the_fonts_of_its_language(id_, language):
    chart = CHARTS[id_]
    size = (640, height(chart, language))
    option = echarts_option(chart, language)
    svg = draw_svg(option, *size)
    assert svg == draw_svg(option, *size)
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {size[0]} {size[1]}"
    assert not re.search(r"\bstyle=|<style|\bclass=|<script", svg)
    for text in re.findall(r"<text[^>]*>", svg):
        assert "stroke" not in text
        assert "Noto Sans CJK SC" in text
    marks = [tag for tag in ("path", "circle", "rect") for _ in root.iter(SVG + tag)]
    assert len(marks) > 2


# --- waterfall ---


@pytest.mark.parametrize("id_", ["ghg-waterfall", "ghg-waterfall-sites"])
def test_the_steps_of_a_waterfall_add_up_to_the_change(id_):
    chart = CHARTS[id_]
    assert isinstance(chart, Waterfall)
    before, after = chart.before[1].fact.number, chart.after[1].fact.number
    assert before + sum(step.change for step in chart.steps) == after
    assert chart.levels[-1] == after


def test_a_waterfall_names_what_its_parts_leave_out():
    facts = [
        fact("ghg.total", 2022, "100"),
        fact("ghg.total", 2023, "90"),
        fact("ghg.scope1", 2022, "30", dimensions="source_category=mobile"),
        fact("ghg.scope1", 2023, "35", dimensions="source_category=mobile"),
        fact("ghg.scope1", 2023, "4", dimensions="source_category=process"),
    ]
    chart = drawn(facts)["ghg-waterfall"]
    assert isinstance(chart, Waterfall)
    steps = [(step.name.en, step.change) for step in chart.steps]
    assert steps == [("Mobile combustion", 5), ("Process emissions", 4), ("Not broken down", -19)]


def test_a_waterfall_of_many_sites_gathers_the_smallest():
    chart = CHARTS["ghg-waterfall-sites"]
    assert isinstance(chart, Waterfall)
    assert any(step.name.zh.startswith("其他（") for step in chart.steps)
    assert len(chart.steps) <= 10


numbers = st.decimals(-1000, 1000, allow_nan=False, places=2)


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=4))
@settings(max_examples=30, deadline=None)
def test_bars_of_a_waterfall_hang_between_the_levels(pairs):
    members = ("stationary", "mobile", "process", "fugitive")
    facts = []
    for year, place in ((2022, 0), (2023, 1)):
        facts.append(fact("ghg.total", year, str(sum(pair[place] for pair in pairs))))
        facts += [
            fact("ghg.scope1", year, str(pair[place]), dimensions=f"source_category={member}")
            for member, pair in zip(members, pairs, strict=False)
        ]
    chart = drawn(facts).get("ghg-waterfall")
    if not isinstance(chart, Waterfall):  # fewer than two parts changed
        assert sum(one != other for one, other in pairs) < 2
        return
    option = echarts_option(chart, "en")
    unseen, *bars = option["series"]
    levels = [Decimal(0), *chart.levels]
    for index, step in enumerate(chart.steps, start=1):
        ends = sorted(map(float, levels[index : index + 2]))
        near = unseen["data"][index]
        length = next(bar["data"][index]["value"] for bar in bars if bar["data"][index])
        if ends[0] >= 0 or ends[1] <= 0:
            assert sorted((near, near + length)) == pytest.approx(ends)
        assert abs(length) == pytest.approx(abs(float(step.change)))


# --- flows ---


@pytest.mark.parametrize("id_", ["ghg-sankey", "energy-sankey", "water-sankey"])
def test_what_enters_a_node_leaves_it(id_):
    chart = CHARTS[id_]
    assert isinstance(chart, Flow)
    last = max(node.column for node in chart.nodes)
    for node in chart.nodes:
        if 0 < node.column < last:
            assert chart.inflow(node) == chart.outflow(node)
    into = sum(chart.inflow(node) for node in chart.nodes if node.column == last)
    assert into == chart.whole
    assert all(link.value > 0 for link in chart.links)


def test_a_flow_names_every_link_and_every_node():
    chart = CHARTS["water-sankey"]
    table = data_table(chart, "en")
    assert ("Water withdrawn", "Consumed", "385.0") in [
        (source, target_, value) for source, target_, value in table.rows
    ]
    words = summary(chart, "zh")
    for name in ("地下水", "取水总量", "工业废水", "生活污水", "消耗"):
        assert name in words


def test_a_whole_that_is_not_fully_split_says_so():
    facts = [
        fact("ghg.scope1", 2023, "100"),
        fact("ghg.scope1", 2023, "60", dimensions="source_category=mobile"),
        fact("ghg.scope2.location", 2023, "50"),
    ]
    chart = drawn(facts)["ghg-sankey"]
    assert isinstance(chart, Flow)
    rest = {node.name.en: chart.outflow(node) for node in chart.nodes if node.column == 0}
    assert rest["Mobile combustion"] == 60
    assert sorted(rest.values()) == [40, 50, 60] or rest["Not broken down"] in (40, 50)
    assert chart.whole == 150


def test_parts_above_their_whole_are_not_drawn():
    facts = [
        fact("ghg.scope1", 2023, "50"),
        fact("ghg.scope1", 2023, "60", dimensions="source_category=mobile"),
        fact("ghg.scope2.location", 2023, "50"),
    ]
    assert "ghg-sankey" not in drawn(facts)
    dry = [
        fact("water.withdrawal", 2023, "5", dimensions="water_source=ground"),
        fact("water.discharge", 2023, "9", dimensions="wastewater_type=domestic"),
    ]
    assert "water-sankey" not in drawn(dry)


# --- donut, structure, pyramid ---


def test_a_ring_that_lacks_a_part_is_not_drawn():
    facts = [
        fact("energy.total", 2023, "100"),
        fact("energy.direct", 2023, "30", dimensions="fuel=diesel"),
        fact("energy.indirect", 2023, "40", dimensions="energy_carrier=steam"),
    ]
    assert "energy-mix" not in drawn(facts)
    facts[0] = fact("energy.total", 2023, "70")
    assert "energy-mix" in drawn(facts)


def test_shares_of_a_structure_add_up_within_each_breakdown():
    option = echarts_option(CHARTS["workforce-structure"], "en")
    bars = [datum and datum["value"] for datum in option["series"][0]["data"]]
    assert bars[0] is None  # the heading of the first breakdown
    assert sum(bars[1:3]) == pytest.approx(100)
    assert bars[3] is None
    assert sum(bars[4:6]) == pytest.approx(100)


def test_a_pyramid_begins_with_the_youngest_and_needs_both_breakdowns_at_once():
    table = data_table(CHARTS["workforce-pyramid"], "en")
    assert table.head == ("", "Female", "Male")
    assert table.rows[0] == ("Under 30", "120 (14.0%)", "120 (14.0%)")
    apart = [
        fact("workforce.headcount", 2023, "5", dimensions=dimensions)
        for dimensions in ("gender=female", "gender=male", "age_group=under_30")
    ]
    assert "workforce-pyramid" not in drawn(apart)


# --- matrix and map ---


def centres(chart: Chart, medium: str) -> list[tuple[float, float, float]]:
    option = echarts_option(chart, "en", medium=medium)  # type: ignore[arg-type]
    (series,) = option["series"]
    across, up = option["xAxis"], option["yAxis"]
    found = []
    for datum in series["data"]:
        x = (datum["value"][0] - across["min"]) / (across["max"] - across["min"]) * SIDE
        y = (datum["value"][1] - up["min"]) / (up["max"] - up["min"]) * SIDE
        found.append((x, y, datum.get("symbolSize", 2 * RADIUS) / 2))
    return found


@pytest.mark.parametrize("id_", ["materiality", "site-map"])
def test_no_mark_hides_another(id_):
    placed = centres(CHARTS[id_], "print")
    for one, other in combinations(placed, 2):
        assert hypot(one[0] - other[0], one[1] - other[1]) > (one[2] + other[2]) * 0.95


def test_the_matrix_shows_every_topic_in_picture_list_words_and_table():
    chart = CHARTS["materiality"]
    assert isinstance(chart, Matrix)
    for language in LANGUAGES:
        names = {row.text("topic")[language] for row in TOPICS}
        listed = [entry for group in chart.listed(language) for entry in group.entries]
        assert {entry.text for entry in listed} == names
        assert sorted(entry.number for entry in listed) == list(range(1, len(names) + 1))
        data = echarts_option(chart, language)["series"][0]["data"]
        assert {datum["name"] for datum in data} == names
        assert all(name in summary(chart, language) for name in names)


def test_topics_are_numbered_from_the_most_material_one():
    chart = of_lists(
        materiality=(
            topic("Low", "3", "2", "low"),
            topic("Second", "4", "4", "high"),
            topic("First", "5", "4.5", "high"),
        )
    )["materiality"]
    assert [row[0] for row in data_table(chart, "en").rows] == ["1 First", "2 Second", "3 Low"]
    assert "5" in chart.unit_text("en")  # the scale is that of the scores


def test_a_site_without_a_known_region_is_not_put_anywhere():
    names = [row[0] for row in data_table(CHARTS["site-map"], "en").rows]
    assert len(names) == 12
    assert "site-map" not in drawn(rich_facts(), organisation=None)


@given(
    st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(6, 14)), min_size=2, max_size=20
    )
)
@settings(max_examples=40, deadline=None)
def test_marks_move_apart_and_stay_in_the_plot(marks):
    points, radii = [(x, y) for x, y, _ in marks], [radius for *_, radius in marks]
    placed = moved_apart(points, radii, 300, 300)
    assert placed == moved_apart(points, radii, 300, 300)
    for (x, y), radius in zip(placed, radii, strict=True):
        assert radius - 1e-6 <= x <= 300 - radius + 1e-6
        assert radius - 1e-6 <= y <= 300 - radius + 1e-6


# --- targets ---


def pathway(**row: str) -> Pathway:
    year = row.pop("year", "2030")
    (chart,) = of_lists(targets=(target(row.pop("metric", "ghg.total"), year, **row),)).values()
    assert isinstance(chart, Pathway)
    return chart


def test_the_straight_way_to_a_target():
    chart = pathway(base_year="2020", base_value="1000", target_value="500")
    assert chart.target.planned(2020) == 1000
    assert chart.target.planned(2025) == 750
    assert chart.target.planned(2030) == 500
    assert chart.target.planned(2019) is None


@pytest.mark.parametrize(
    ("row", "status"),
    [
        # 15,026.8294 t in 2023
        ({"base_year": "2021", "base_value": "20000", "target_value": "9000"}, "on_track"),
        ({"base_year": "2021", "base_value": "14000", "target_value": "9000"}, "behind"),
        ({"base_year": "2021", "base_value": "20000", "target_value": "16000"}, "reached"),
        ({"base_year": "2021", "base_value": "10000", "target_value": "14000"}, "reached"),
        ({"base_year": "2021", "base_value": "10000", "target_value": "40000"}, "behind"),
        ({"target_value": "16000"}, "open"),
    ],
)
def test_whether_the_way_is_kept(row, status):
    chart = pathway(**row)
    assert chart.actual[-1][1].fact.number == Decimal("15026.8294")
    assert chart.status == status
    assert chart.note is not None
    assert chart.note.en
    assert chart.note.zh != chart.note.en


def test_a_relative_target_takes_the_value_of_its_base_year():
    chart = pathway(base_year="2021", target_change="-40")
    assert chart.target.base_value == Decimal("13660.754")
    assert chart.target.value == Decimal("13660.754") * Decimal("0.6")


def test_a_target_without_value_or_metric_has_no_chart():
    assert of_lists(targets=(target("ghg.total", "2030"),)) == {}
    assert of_lists(targets=(target("no.such", "2030", target_value="5"),)) == {}


# --- edges ---


def test_one_year_draws_nothing_that_needs_two():
    only = [each for each in rich_facts() if each.period.start.year == 2023]
    forms = {chart.form for chart in drawn(only).values()}
    assert Form.WATERFALL not in forms
    assert Form.INTENSITY not in forms
    assert {Form.FLOW, Form.DONUT, Form.PROFILE, Form.PYRAMID} <= forms


def test_nothing_is_drawn_from_nothing():
    assert drawn([]) == {}
    assert of_lists(materiality=(), targets=()) == {}


def test_negative_values_grow_to_the_other_side():
    facts = [fact("finance.revenue", 2022, "4"), fact("finance.revenue", 2023, "-5")]
    option = echarts_option(drawn(facts)["revenue"], "en")
    last = option["series"][0]["data"][1]
    assert (last["value"], last["label"]["position"]) == (-5.0, "bottom")
    assert last["label"]["formatter"] == "−5"


def test_an_axis_of_an_intensity_begins_at_zero():
    chart = CHARTS["ghg-intensity"]
    option = echarts_option(chart, "en")
    assert [axis["min"] for axis in option["yAxis"]] == [0, 0]
    assert [axis["max"] / axis["interval"] for axis in option["yAxis"]] == [4, 4]
    assert "0.25" in summary(chart, "en")


def test_every_planned_chart_has_both_titles_and_a_form_that_is_made():
    for planned in plan().charts:
        assert planned.title.en
        assert planned.title.zh
        assert (planned.form in MAKERS) != bool(planned.list_name)


def test_pictures_have_the_colours_of_the_house(tmp_path):
    file = tmp_path / "theme.toml"
    file.write_text('[colours]\nprimary = "#7b1e3a"\n', encoding="utf-8")
    for chart in CHARTS.values():
        option = echarts_option(chart, "en", house=theme(file))
        svg = draw_svg(option, 640, height(chart, "en"))
        assert "#0b5d66" not in svg
        assert any(colour in svg for colour in theme(file).light.series)


def test_every_word_of_charts_has_two_languages_and_is_used():
    code = "".join(file.read_text(encoding="utf-8") for file in FILE.parent.rglob("*.py"))
    code += (FILE.parents[1] / "html" / "page.py").read_text(encoding="utf-8")
    for key, text in words(FILE).items():
        wording = re.sub(r"{\w+}|\W", "", text.en)
        assert not wording or re.search(r"[\u4e00-\u9fff]", text.zh), key
        assert not re.search(r"[\u4e00-\u9fff]", text.en), key
        assert set(re.findall(r"{\w+}", text.en)) == set(re.findall(r"{\w+}", text.zh)), key
        table, _, name = key.partition(".")
        assert f'"{key}"' in code or f'f"{table}.{{' in code, f"{key} is not used"
        assert name
