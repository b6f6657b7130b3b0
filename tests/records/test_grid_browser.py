"""The sheet in Chromium, as a data owner meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from browsers import AXE, chromium_browser, need_axe, need_chromium
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.models import Cell, Entry
from crossfoot.records.evidence.queries import evidence_of
from crossfoot.records.roles import Role
from evidences import PDF
from sheets import gas, months, sheet, steam

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = {"en": "All saved", "zh": "已全部保存"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    need_chromium()
    with pytest.MonkeyPatch.context() as patch, chromium_browser() as found:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
        yield found


@pytest.fixture
def page_of(chromium, live_server, settings, tmp_path) -> Iterator[Callable[..., Any]]:
    """Opens an address as a person, in a browser of one's own."""
    settings.WORKSPACE = tmp_path
    opened = []

    def open_page(person: Person, address: str, language: str = "en", **options: Any) -> Any:
        client = Client()
        client.force_login(person.user, PATH)
        context = chromium.new_context(**{"viewport": {"width": 1360, "height": 900}, **options})
        opened.append(context)
        cookies = {
            "sessionid": client.cookies["sessionid"].value,
            "crossfoot_language": TAG[language],
        }
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        page = context.new_page()
        page.set_default_timeout(8000)
        page.failures = []
        page.on("pageerror", lambda error: page.failures.append(str(error)))
        page.goto(f"{live_server.url}{address}")
        page.wait_for_selector("[data-grid][data-ready]")
        return page

    yield open_page
    for context in opened:
        for page in context.pages:
            assert getattr(page, "failures", []) == []
        context.close()


TAG = {"en": "en", "zh": "zh-hans"}


def field(page: Any, cell: Cell, name: str = "value") -> Any:
    return page.locator(f'[name="{name}-{cell.pk}"]')


def paste(page: Any, text: str) -> None:
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const options = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def saved(page: Any, language: str = "en") -> None:
    page.wait_for_function(
        "text => document.querySelector('[data-live]').textContent.startsWith(text)",
        arg=SAVED[language],
    )


def said(cell: Cell) -> tuple[str, str, str]:
    entry = Cell.objects.select_related("current").get(pk=cell.pk).current
    return (entry.typed, entry.typed_unit, str(entry.number)) if entry else ("", "", "")


# -- the keyboard ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_are_entered_by_keyboard_alone(person, page_of, language: str) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid", language)
    january, february, march, *_ = months(found)
    field(page, january).focus()
    page.keyboard.type("1,200")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("１３００")
    page.keyboard.press("Tab")
    page.keyboard.type("99999")
    page.keyboard.press("Escape")  # what stood there before: nothing
    page.keyboard.type("2.5 MWh")
    page.keyboard.press("Enter")  # to the first row of the list below, the same column or the last
    saved(page, language)
    assert [said(cell) for cell in (january, february, march)] == [
        ("1,200", "", "1200"),
        ("１３００", "", "1300"),
        ("2.5", "MWh", "2500"),
    ]
    assert all(Entry.objects.filter(cell=cell).count() == 1 for cell in (january, march))


def test_editing_replacing_and_undoing(person, page_of) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    at = gas(found)
    field(page, at).focus()
    page.keyboard.type("1050")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("1")  # 10150: the caret moved inside the field
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    assert field(page, at).input_value() == "10150"
    page.keyboard.press("Control+z")
    assert field(page, at).input_value() == "1050"
    page.keyboard.type("7")
    page.keyboard.press("Control+z")  # of what is being typed
    assert field(page, at).input_value() == "1050"
    page.keyboard.press("Control+z")
    assert field(page, at).input_value() == ""
    saved(page)
    assert gas(found).is_answered is False


def test_a_large_change_shows_while_it_is_typed_and_is_explained(person, page_of) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    at = gas(found)
    row = page.locator(f"#cell-{at.pk}")
    assert not field(page, at, "explanation").is_visible()
    field(page, at).focus()
    page.keyboard.type("1300")
    assert (
        row.locator("[data-note]").inner_text(),
        field(page, at, "explanation").is_visible(),
    ) == (
        "+30.0 %",
        False,
    )
    page.keyboard.type("1")  # 13001 of 1000
    assert field(page, at, "explanation").is_visible()
    saved_line = row.locator("[data-status]")
    field(page, at, "explanation").focus()
    page.wait_for_function(
        "text => document.querySelector('[data-live]').textContent.startsWith(text)",
        arg="All saved",
    )
    assert saved_line.inner_text() == "Explain"
    page.keyboard.type("second furnace")
    page.keyboard.press("Enter")
    saved(page)
    page.wait_for_function(
        "id => document.querySelector(`#cell-${id} [data-status]`).textContent === 'Saved'",
        arg=at.pk,
    )
    assert gas(found).current.explanation == "second furnace"


def test_not_applicable_waits_for_its_reason(person, page_of) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    at = steam(found)
    field(page, at, "answer").select_option("not_applicable")
    page.wait_for_selector(f"#cell-{at.pk} .wrong p:has-text('Say why')")
    assert Entry.objects.count() == 0
    field(page, at, "reason").fill("no steam on site")
    field(page, at, "comment").focus()
    saved(page)
    assert (steam(found).current.kind, steam(found).current.reason) == (
        "not_applicable",
        "no steam on site",
    )


def test_what_cannot_be_read_is_said_in_place_and_the_rest_is_saved(person, page_of) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid", "zh")
    field(page, gas(found)).fill("很多")
    field(page, steam(found)).fill("12.5")
    field(page, steam(found), "comment").focus()
    page.wait_for_selector(f"#cell-{gas(found).pk} .wrong p:has-text('不是可以确定读取的数字')")
    page.wait_for_function("() => document.querySelector('[data-live]').dataset.kind === 'wrong'")
    assert (said(steam(found))[0], said(gas(found))[0]) == ("12.5", "")
    assert field(page, gas(found)).get_attribute("aria-invalid") == "true"
    field(page, gas(found)).fill("900")
    field(page, steam(found), "comment").focus()
    saved(page, "zh")
    assert said(gas(found))[0] == "900"


# -- the clipboard -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_of_a_spreadsheet_are_pasted(person, page_of, language: str) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid", language)
    field(page, months(found)[0]).focus()
    paste(page, "\t".join(f"{1000 * (at + 1):,}" for at in range(12)))
    saved(page, language)
    assert [said(cell)[2] for cell in months(found)] == [str(1000 * (at + 1)) for at in range(12)]
    field(page, gas(found)).focus()
    unit = {"en": "10,000 m³", "zh": "万立方米"}[language]
    paste(page, f'0.1\t{unit}\t\t1\t"two ""meters"""\n8\tGJ\r\n')
    saved(page, language)
    entry = gas(found).current
    assert (entry.value, entry.estimated, entry.comment) == (1000, True, 'two "meters"')
    assert said(steam(found))[0] == "8"


def test_a_range_is_chosen_copied_and_cleared(person, page_of) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    first, second, third, *_ = months(found)
    field(page, first).focus()
    paste(page, "1\t2\t3")
    saved(page)
    field(page, first).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator(".in-range").count() == 3
    copied = page.evaluate(
        """() => {
            const data = new DataTransfer();
            document.activeElement.dispatchEvent(
                new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true}));
            return data.getData("text/plain");
        }"""
    )
    assert copied == "1\t2\t3"
    page.keyboard.press("Delete")
    saved(page)
    assert [said(cell)[0] for cell in (first, second, third)] == ["", "", ""]
    page.keyboard.press("Control+z")
    saved(page)
    assert [said(cell)[0] for cell in (first, second, third)] == ["1", "2", "3"]


# -- other people, no network, files -----------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "line", "keep"),
    [
        ("en", "Person 2 entered 12.5", False),
        ("zh", "Person 2 ", True),
    ],
)
def test_two_people_in_one_cell(person, page_of, language: str, line: str, keep: bool) -> None:
    people, found = sheet(person)
    other = person(Role.DATA_OWNER, "hefei")
    at = gas(found)
    address = f"/requests/{found.pk}/grid"
    late = page_of(other, address, language)
    early = page_of(people.owner, address, language)
    field(early, at).fill("12.5")
    field(early, at, "comment").focus()
    saved(early, language)
    field(late, at).fill("13")
    field(late, at, "comment").focus()
    dialog = late.locator("dialog[data-conflict][open]")
    dialog.wait_for()
    told = dialog.inner_text()
    assert line in told
    assert all(value in told for value in ("12.5", "13"))
    dialog.locator(f'button[value="{"theirs" if keep else "mine"}"]').click()
    saved(late, language)
    assert field(late, at).input_value() == said(at)[0] == ("12.5" if keep else "13")
    assert [entry.typed for entry in Entry.objects.filter(cell=at)] == (
        ["12.5"] if keep else ["12.5", "13"]
    )


def test_nothing_is_lost_without_a_network(person, page_of) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    page.context.set_offline(True)
    field(page, gas(found)).fill("900")
    field(page, steam(found)).fill("5")
    field(page, steam(found), "comment").focus()
    page.wait_for_function("() => document.querySelector('[data-live]').dataset.kind === 'offline'")
    assert "2 kept" in page.locator("[data-live]").inner_text()
    assert Entry.objects.count() == 0
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.dismiss()))
    page.evaluate("() => { location.href = '/account' }")
    page.wait_for_timeout(500)
    assert warned == ["beforeunload"]
    page.context.set_offline(False)
    saved(page)
    assert (said(gas(found))[0], said(steam(found))[0]) == ("900", "5")


def test_evidence_is_dropped_on_a_cell(person, page_of) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    at = gas(found)
    drop = """([id, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "may.pdf", {type: "application/pdf"}));
        const drop = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
        document.querySelector(`#cell-${id} [data-field=value]`).dispatchEvent(drop);
    }"""
    clips = page.locator(f"#cell-{at.pk} [data-clips]")
    page.evaluate(drop, [at.pk, list(PDF)])
    page.wait_for_function(
        "id => document.querySelector(`#cell-${id} [data-clips]`).textContent === '1'", arg=at.pk
    )
    page.evaluate(drop, [at.pk, list(PDF)])  # the same file again is the same document
    page.wait_for_function(
        "() => document.querySelector('[data-live]').textContent.includes('attached')"
    )
    assert clips.inner_text() == "1"
    page.locator(f"#cell-{at.pk} [data-open]").click()
    page.wait_for_selector("dialog[data-details][open] li:has-text('may.pdf')")
    page.locator("dialog[data-details] input[type=file]").set_input_files(
        {"name": "june.pdf", "mimeType": "application/pdf", "buffer": PDF + b"\n"}
    )
    page.wait_for_selector("dialog[data-details][open] li:has-text('june.pdf')")
    page.keyboard.press("Escape")
    field(page, at).fill("950")  # evidence of the version before stays with the cell
    field(page, at, "comment").focus()
    saved(page)
    assert clips.inner_text() == "2"
    assert len(evidence_of(Entry.objects.get(cell=at, version=1).reference)) == 2


def test_somebody_who_signed_out_elsewhere_keeps_what_is_typed(
    person, page_of, live_server
) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    field(page, gas(found)).fill("900")
    field(page, steam(found)).focus()
    page.wait_for_selector("[data-live]:has-text('signed out')")
    assert Entry.objects.count() == 0
    page.context.add_cookies(cookies)
    saved(page)
    assert said(gas(found))[0] == "900"


# -- for everybody -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390])
def test_axe_finds_nothing(person, page_of, language: str, scheme: str, width: int) -> None:
    need_axe()
    people, found = sheet(person)
    viewport = {"width": width, "height": 844}
    page = page_of(
        people.owner,
        f"/requests/{found.pk}/grid",
        language,
        viewport=viewport,
        color_scheme=scheme,
        bypass_csp=True,
    )
    field(page, gas(found)).fill("99999")
    field(page, steam(found)).fill("x")
    field(page, steam(found), "answer").focus()
    page.wait_for_selector(".wrong p")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for opener in (None, "[data-cell] [data-open]"):
        if opener:
            page.locator(f"tr{opener}").first.click()
        violations = page.evaluate("() => axe.run().then(found => found.violations)")
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in violations] == []


def test_a_phone_shows_every_field_without_scrolling_sideways(person, page_of) -> None:
    people, found = sheet(person)
    page = page_of(
        people.owner, f"/requests/{found.pk}/grid", viewport={"width": 390, "height": 844}
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = field(page, gas(found)).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    field(page, gas(found)).fill("900")
    field(page, gas(found), "comment").focus()
    saved(page)
    assert said(gas(found))[0] == "900"
