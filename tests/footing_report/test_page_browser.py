"""The pages of footed and compared reports, opened from the disk as a reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

from browsers import AXE, need_axe
from crossfoot.footing.page.write import write_comparison, write_page
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.compare import compare
from crossfoot.reading.reader import read_text

pytestmark = pytest.mark.browser

COMPARISON = "comparison.foot.html"

HEAD = "Gizmo Co., Ltd.\n\nSustainability report {year}\n\nWhat we did\n\n"
FIRST = (
    HEAD.format(year=2022)
    + """Indicator\tUnit\t2021\t2022
Scope 1 GHG emissions\tt CO2e\t90\t100
Scope 2 GHG emissions\tt CO2e\t10\t20
Total GHG emissions\tt CO2e\t100\t121
Hazardous waste\tt\t7\t8
Gadgets of the third kind\tbushel\t7\t8
"""
)
SECOND = (
    HEAD.format(year=2023)
    + """Indicator\tUnit\t2022\t2023
Scope 1 GHG emissions\tt CO2e\t110\t120
Scope 2 GHG emissions\tt CO2e\t20\t30
Total GHG emissions\tt CO2e\t130\t151

In 2023, the total number of employees was 450, of whom 500 were female.

Scope 1 GHG emissions increased by 50% compared with the previous year.
"""
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("pages")
    reports = [read_text(FIRST, "first.txt"), read_text(SECOND, "second.txt")]
    findings = [foot_report(report) for report in reports]
    for language in ("en", "zh"):
        pages = ["first.foot.html", "second.foot.html"]
        for name, report, found in zip(pages, reports, findings, strict=True):
            write_page(report, found, language, out / language / name)
        target = out / language / COMPARISON
        write_comparison(reports, findings, [compare(*reports)], pages, language, target)
    return out


@pytest.fixture
def open_page(browser, folder):
    """Opens a page; at the end no other host was asked and nothing was complained of."""
    said: list[str] = []
    asked: list[str] = []
    contexts = []

    def opened(name=COMPARISON, language="en", **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / language / name).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
    assert asked
    assert all(url.startswith(folder.as_uri()) for url in asked), asked


@pytest.mark.parametrize("name", [COMPARISON, "second.foot.html"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_pages_fit_every_screen_and_have_no_barriers(open_page, name, language, width, scheme):
    need_axe()
    page = open_page(
        name,
        language,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,  # for axe alone; the pages' own scripts are tried under their policy
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_a_metric_is_picked_and_its_values_lead_to_their_report(open_page):
    page = open_page()
    sections = page.locator("section.metric")
    assert sections.count() > 2
    assert page.locator("section.metric:visible").count() == 1
    page.locator("#metric").select_option("m-ghg.scope1")
    assert page.locator("section.metric:visible").get_attribute("id") == "m-ghg.scope1"
    chart = page.locator("section.metric:visible svg")
    heights = [float(r.get_attribute("height")) for r in chart.locator("rect").all()]
    assert len(heights) == 4  # 90, 100, 110, 120
    assert [round(h / max(heights) * 120) for h in heights] == [90, 100, 110, 120]
    page.locator("section.metric:visible td a").nth(2).click()
    page.wait_for_url("**/second.foot.html#l8")
    assert "110" in page.locator("#l8").inner_text()


def test_a_restated_figure_leads_to_its_metric(open_page):
    page = open_page()
    row = page.locator("table:below(#restated-1) tbody tr").first
    assert "+10.0%" in row.inner_text()
    row.locator("a[href='#m-ghg.scope1']").click()
    assert page.locator("section.metric:visible").get_attribute("id") == "m-ghg.scope1"
    assert page.locator("#metric").input_value() == "m-ghg.scope1"


def test_without_scripts_everything_stands_below_each_other(open_page):
    page = open_page(java_script_enabled=False)
    sections = page.locator("section.metric")
    assert sections.count() == page.locator("section.metric:visible").count() > 2
    assert page.locator("section.metric svg:visible").count() >= 3  # those of both reports
    assert not page.locator("#metric").is_visible()
    report = open_page("second.foot.html", java_script_enabled=False)
    assert report.locator("li.finding:visible").count() > 1
    assert not report.locator("#tools").is_visible()


def test_findings_are_filtered_and_stepped_through(open_page):
    page = open_page("second.foot.html")
    findings = page.locator("li.finding")
    count = findings.count()
    assert count > 1
    page.keyboard.press("n")
    assert page.locator("li.current").get_attribute("id") == "f1"
    assert page.locator("main .here").count() >= 1
    page.keyboard.press("p")  # from the first to the last
    assert page.locator("li.current").get_attribute("id") == f"f{count}"
    page.locator("#next").click()
    assert page.locator("#at").inner_text() == f"1 / {count}"
    kinds = page.locator("#kind option")
    kind = kinds.nth(1).get_attribute("value")
    page.locator("#kind").select_option(kind)
    assert {
        each.get_attribute("data-kind") for each in page.locator("li.finding:visible").all()
    } == {kind}
    page.locator("#kind").select_option("")
    for chip in page.locator("button.chip").all():
        chip.click()
    assert page.locator("li.finding:visible").count() == 0
    assert page.locator("#none-shown").is_visible()
    assert page.locator("a.flag:visible").count() == 0


def test_a_flag_in_the_text_brings_its_finding_back(open_page):
    page = open_page("second.foot.html")
    for chip in page.locator("button.chip").all():
        chip.click()
    page.evaluate("location.hash = '#f1'")
    page.locator("#f1").wait_for(state="visible")
    assert page.locator("li.current").get_attribute("id") == "f1"


def test_rows_that_were_not_recognised_are_listed(open_page):
    page = open_page("first.foot.html")
    page.locator(".unrecognised summary").click()
    row = page.locator(".unrecognised tbody tr").first
    assert "Gadgets of the third kind" in row.inner_text()
    row.locator("a").click()
    assert page.url.endswith("#l12")


def test_paper_shows_every_chart_of_both_and_no_buttons(open_page):
    page = open_page()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert not page.locator("#metric").is_visible()
    assert page.locator("section.metric svg:visible").count() >= 3
    assert page.pdf().startswith(b"%PDF")
