from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from crossfoot.facts.selection import FactSet
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reports.build import build_report
from crossfoot.reports.charts.alternative import data_table, summary
from crossfoot.reports.charts.chart import Chart, Form
from crossfoot.reports.charts.draw import draw_svg
from crossfoot.reports.charts.option import echarts_option, height, legend_lines
from crossfoot.reports.model import Report
from crossfoot.reports.theme import theme
from report_cases import YEAR, fact, make_input


def charts(report: Report) -> dict[str, Chart]:
    return {chart.id: chart for topic in report.topics() for chart in topic.charts}


def charts_of(*facts) -> dict[str, Chart]:
    return charts(build_report(make_input(facts=FactSet(facts))))


def test_a_trend_needs_two_years_and_a_share_two_members():
    one = fact("finance.revenue", 2023, "5")
    assert charts_of(one) == {}
    assert set(charts_of(one, fact("finance.revenue", 2022, "4"))) == {"revenue"}
    female = fact("governance.board_size", 2023, "2", dimensions="gender=female")
    assert charts_of(female) == {}
    male = fact("governance.board_size", 2023, "6", dimensions="gender=male")
    assert set(charts_of(female, male)) == {"board"}


def test_a_stack_leaves_out_a_year_that_lacks_a_part():
    facts = [fact("ghg.scope1", year, "1") for year in (2021, 2022, 2023)]
    facts += [fact("ghg.scope2.location", year, "2") for year in (2022, 2023)]
    chart = charts_of(*facts)["ghg-scopes"]
    assert [label.en for label in chart.categories] == ["2022", "2023"]


def test_a_bound_is_drawn_with_its_words():
    facts = [fact("finance.revenue", 2022, "4"), fact("finance.revenue", 2023, "5")]
    facts[1] = replace(facts[1], qualifier=Qualifier.MORE_THAN)
    option = echarts_option(charts_of(*facts)["revenue"], "en")
    assert option["series"][0]["data"][1]["label"]["formatter"] == "more than 5"


def test_months_are_drawn_only_when_all_are_there(small_report):
    chart = charts(small_report)["electricity-months"]
    assert len(chart.categories) == 12
    assert chart.categories[0].zh == "1月"
    assert chart.period is not None
    assert chart.period.en == "2023"
    months = list(YEAR.split_by_month())[:11]
    assert charts_of(*(fact("energy.electricity.purchased", m, "1") for m in months)) == {}


def test_sites_are_sorted_by_size():
    facts = [
        fact("ghg.scope1", 2023, "1", entity="hefei"),
        fact("ghg.scope1", 2023, "9", entity="penang"),
    ]
    facts.append(fact("ghg.scope1", 2023, "10"))
    chart = charts_of(*facts)["ghg-sites"]
    assert [label.en for label in chart.categories] == ["Penang plant", "Hefei plant"]


def test_the_total_of_a_stack_is_a_fact_and_not_a_sum(small_report):
    chart = charts(small_report)["ghg-scopes"]
    assert chart.total is not None
    assert [cell.fact.metric for cell in chart.total.cells if cell] == ["ghg.total"] * 3
    headcount = [
        fact("workforce.headcount", year, "60", dimensions=f"gender={gender}")
        for year in (2022, 2023)
        for gender in ("female", "male")
    ]
    assert charts_of(*headcount)["headcount"].total is None


def test_an_option_is_plain_data_and_prints_what_the_table_prints(small_report):
    for chart in charts(small_report).values():
        for language in ("en", "zh"):
            for scheme in ("light", "dark"):
                text = json.dumps(echarts_option(chart, language, scheme))
                assert "function" not in text
    option = echarts_option(charts(small_report)["ghg-scopes"], "en")
    assert [each["name"] for each in option["series"][:2]] == ["Scope 1", "Scope 2, location-based"]
    last = option["series"][1]["data"][2]
    assert (last["value"], last["text"]) == (1435.5587, "1,435.5587")


def test_shares_add_up_to_one_hundred(small_report):
    facts = [
        fact("governance.board_size", 2023, value, dimensions=f"gender={member}")
        for member, value in zip(("female", "male"), ("1", "2"), strict=True)
    ]
    chart = charts_of(*facts)["board"]
    option = echarts_option(chart, "en")
    values = [series["data"][0]["value"] for series in option["series"]]
    assert sum(values) == pytest.approx(100)
    assert option["series"][0]["data"][0]["label"]["formatter"] == "33.3%"
    assert chart.pile(0) == Decimal(3)


def test_a_part_without_room_has_no_label_but_a_tooltip(small_report):
    scope1 = echarts_option(charts(small_report)["ghg-scopes"], "en")["series"][0]["data"][2]
    assert scope1["label"]["show"] is False
    assert scope1["text"] == "93.6613"


def test_the_svg_is_whole_deterministic_and_without_inline_styles(small_report):
    chart = charts(small_report)["ghg-scopes"]
    option = echarts_option(chart, "zh")
    size = (640, height(chart, "zh"))
    svg = draw_svg(option, *size)
    assert svg == draw_svg(option, *size)
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 640 {size[1]}"
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "1,435.5587" in texts
    assert "1,529.22" in texts
    assert "范围一" in texts
    assert not re.search(r"\bstyle=|<style|\bclass=|<script", svg)
    for text in re.findall(r"<text[^>]*>", svg):
        assert "stroke" not in text  # some renderers paint the outline over the letters
        assert "Noto Sans CJK SC" in text  # else a fallback picks Japanese glyphs


def test_a_chart_in_words_names_every_value(small_report):
    chart = charts(small_report)["ghg-scopes"]
    english = summary(chart, "en")
    assert english.startswith("GHG emissions by scope (tCO₂e). Scope 1: 2021 100.50; 2022 110.50;")
    chinese = summary(chart, "zh")
    assert "范围一：2021年为100.50，2022年为110.50，2023年为93.6613。" in chinese
    months = summary(charts(small_report)["electricity-months"], "en")
    assert "from 200,001 (Jan) to 200,012 (Dec)" in months


def test_the_data_table_has_a_row_for_each_category_and_the_total(small_report):
    table = data_table(charts(small_report)["ghg-scopes"], "en")
    assert table.head == ("", "Scope 1", "Scope 2, location-based", table.head[3])
    assert table.rows[2] == ("2023", "93.6613", "1,435.5587", "1,529.22")


def test_a_legend_breaks_its_lines_where_names_are_long(small_report):
    chart = charts(small_report)["ghg-scopes"]
    assert legend_lines(chart, "en") == 1
    assert legend_lines(chart, "en", width=120) == 2
    assert legend_lines(charts(small_report)["revenue"], "en") == 0


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(scheme):
    """WCAG 2.2, criterion 1.4.3: 4.5 to 1 for text."""
    palette = theme().palette(scheme)
    for ground in ("page", "surface"):
        for ink in ("text", "muted", "accent"):
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
    for name in ("error", "warning", "good", "accent"):
        assert contrast(palette[name], palette[f"{name}_soft"]) >= 4.5, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_neighbouring_series_differ_without_hue(scheme):
    """The first colours differ in lightness, so they stay apart in grey and for any eye."""
    series = theme().palette(scheme).series
    for one, two in pairwise(series[:4]):
        assert contrast(one, two) >= 1.3, (one, two)


def test_every_form_of_the_plan_has_its_maker():
    from crossfoot.reports.charts.choose import LIST_MAKERS, MAKERS

    assert {*MAKERS, *LIST_MAKERS} == set(Form)
