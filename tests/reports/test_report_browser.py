"""The written report, opened from the disk as a reader would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from book_cases import write_site
from browsers import AXE, need_axe

pytestmark = pytest.mark.browser

NUMBER = "a.n[href='#why/ghg.intensity.revenue/acme/2023']"


@pytest.fixture(scope="module")
def folder(small_report, tmp_path_factory) -> Path:
    return write_site(small_report, tmp_path_factory.mktemp("browser"))


@pytest.fixture
def open_page(browser, folder):
    """Opens a page; at the end no other host was asked and nothing was complained of."""
    said: list[str] = []
    asked: list[str] = []
    contexts = []

    def opened(language="en", place="", file="environment", **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / language / f"{file}.html").as_uri() + place)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
    assert asked
    assert all(url.startswith(folder.as_uri()) for url in asked), asked


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("file", ["index", "environment", "content-indices", "findings"])
def test_every_page_fits_every_screen(open_page, language, width, file):
    page = open_page(language, file=file, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").is_visible()


def test_a_click_opens_the_lineage_and_escape_closes_it(open_page):
    page = open_page()
    page.locator(f"#table-ghg {NUMBER}").click()
    panel = page.locator("#lineage")
    panel.wait_for(state="visible")
    text = panel.inner_text()
    assert "GHG intensity per revenue" in text
    assert "÷" in text
    assert "facts.csv, row 7" in text
    assert "1,435.5587" in text
    assert page.url.endswith("#why/ghg.intensity.revenue/acme/2023")
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    page.wait_for_url(lambda url: "#why" not in url)


def test_the_keyboard_alone_opens_and_closes_the_lineage(open_page):
    page = open_page()
    page.locator(f"#table-ghg {NUMBER}").focus()
    page.keyboard.press("Enter")
    page.locator("#lineage").wait_for(state="visible")
    inside = "document.getElementById('lineage').contains(document.activeElement)"
    assert page.evaluate(inside)
    for _ in range(12):  # focus does not leave the panel for the page behind it
        page.keyboard.press("Tab")
        assert page.evaluate(f"{inside} || document.activeElement === document.body")
    page.locator("#lineage-close").focus()
    page.keyboard.press("Enter")
    assert not page.locator("#lineage").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#why/ghg.int")


def test_a_branch_opens_by_keyboard(open_page):
    page = open_page(place="#why/ghg.intensity.revenue/acme/2023")
    summary = page.locator("#lineage-tree summary").first
    leaf = page.locator("#lineage-tree .node-source").first
    assert leaf.is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    assert not leaf.is_visible()


def test_an_address_opens_its_number_at_once(open_page):
    page = open_page("zh", "#why/workforce.headcount/acme/2023/gender=female", "social")
    assert "女性" in page.locator("#lineage-title").inner_text()
    assert page.locator("#lineage-value").inner_text().startswith("54")


def test_an_unknown_address_says_so(open_page):
    page = open_page(place="#why/no.such.metric/acme/2023")
    assert "no lineage" in page.locator("#lineage-title").inner_text()


def test_charts_come_alive_and_stay_still_without_scripts(open_page, browser, folder):
    page = open_page()
    figure = page.locator("#chart-ghg-scopes")
    figure.scroll_into_view_if_needed()
    page.wait_for_selector("#chart-ghg-scopes canvas")
    assert not figure.locator("img").is_visible()
    assert figure.locator(".legend li").count() == 2
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto((folder / "en" / "environment.html").as_uri())
    picture = still.locator("#chart-ghg-scopes img")
    picture.scroll_into_view_if_needed()
    assert picture.is_visible()
    assert picture.evaluate("image => image.naturalWidth") == 640
    context.close()


def test_paper_shows_the_still_charts_and_the_watermark(open_page):
    page = open_page()
    page.locator("#chart-ghg-scopes").scroll_into_view_if_needed()
    page.wait_for_selector("#chart-ghg-scopes canvas")
    page.emulate_media(media="print")
    assert page.locator("#chart-ghg-scopes img").is_visible()
    assert not page.locator(".contents").is_visible()
    mark = "getComputedStyle(document.body, '::before').content"
    assert page.evaluate(mark) == '"DRAFT"'
    assert page.pdf().startswith(b"%PDF")


def test_the_other_language_opens_at_the_same_place(open_page):
    page = open_page(place="#topic-ghg")
    page.locator(".switch a").click()
    page.wait_for_url("**/zh/environment.html#topic-ghg")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"


def test_numbers_stand_right_aligned_in_one_width(open_page):
    page = open_page()
    cells = page.locator("#table-ghg td.value.latest")
    assert cells.count() > 3
    for style, value in (
        ("textAlign", "right"),
        ("fontVariantNumeric", "lining-nums tabular-nums"),
    ):
        assert cells.first.evaluate(f"cell => getComputedStyle(cell).{style}") == value
    numbers = page.locator("#table-ghg td.value.latest a.n")
    edges = {
        round(numbers.nth(i).evaluate("n => n.getBoundingClientRect().right"))
        for i in range(numbers.count())
    }
    assert len(edges) == 1  # footnote marks hang outside


def test_a_lineage_does_not_repeat_what_stands_above(open_page):
    page = open_page(place="#why/ghg.intensity.revenue/acme/2023")
    labels = page.locator("#lineage-tree .node-label").all_inner_texts()
    assert labels[:2] == ["Value", "Total GHG emissions, scope 1 and 2"]
    assert not any("2023" in label for label in labels)


def test_a_phone_shows_the_latest_year_first(open_page):
    page = open_page(viewport={"width": 390, "height": 900})
    table = page.locator("#table-ghg")
    box = table.locator("thead .latest").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_a_phone_keeps_the_roles_of_an_index(open_page):
    page = open_page(file="content-indices", viewport={"width": 390, "height": 900})
    index = page.get_by_role("table").filter(has=page.locator(".code")).first
    assert index.get_by_role("columnheader").first.inner_text() == "Code"
    assert index.get_by_role("rowheader").count() > 0
    assert index.get_by_role("row").nth(2).get_by_role("cell").count() >= 3


def test_a_text_opens_its_lineage_too(open_page):
    page = open_page(file="social")
    page.locator(".statements a.origin").first.click()
    page.locator("#lineage").wait_for(state="visible")
    assert "reduce emissions" in page.locator("#lineage-value").inner_text()
    assert page.locator("#lineage-tree .node-source").first.is_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser, folder, language, scheme):
    need_axe()
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for path in sorted((folder / language).glob("*.html")):
        page.goto(path.as_uri())
        page.wait_for_timeout(200)
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then((result) => result.violations)")
        told = [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found]
        assert told == [], (path.name, json.dumps(told, indent=1))
    context.close()


def search(page, question):
    page.locator("#search").fill(question)
    page.locator(".search-list a").first.wait_for()
    return page.locator(".search-list a")


def test_search_finds_words_by_their_beginnings(open_page):
    page = open_page(file="index")
    found = search(page, "water us")
    assert "Water" in found.first.inner_text()
    assert found.first.locator("mark").count() >= 1
    page.locator("#search").press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.search-list') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**/environment.html#*")
    assert not page.locator(".search-panel").is_visible()


def test_search_finds_chinese_within_a_sentence(open_page):
    page = open_page("zh", file="index")
    found = search(page, "续减排")
    assert "我们持续减排" in found.first.inner_text()


def test_search_says_when_there_is_nothing(open_page):
    page = open_page(file="index")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.locator("#search").fill("zzzzqq")
    page.get_by_text("Nothing found").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator(".search-panel").is_visible()


def test_a_skip_link_leads_to_the_content(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
