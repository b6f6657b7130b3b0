"""A register written by the guide alone: the file of its last section, put into a workspace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from crossfoot.registers.check import main
from lives.life import Life
from lives.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "add-a-register.md"
ID = "neighbour_concern"
WORDS = {"en": ("lorries at night", "a fence"), "zh": ("夜间货车", "加装围挡")}
PAGES = ("", "/new", "/board", "/calendar", "/statistics", "/figures", "/settings", "/definition")


@pytest.fixture(scope="module")
def written(place: Place) -> Path:
    """The file, where the guide says that it goes; the server runs already."""
    (text,) = re.findall(r"```yaml\n(id: .*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    file = Path(settings.WORKSPACE) / "registers" / f"{ID}.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return file


def test_its_check_finds_nothing_wrong(written):
    assert main([str(written)]) == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_lived_on_pages_that_nobody_wrote(place, written, language, photo):
    what, remedy = WORDS[language]
    place.clock.set({"en": "2024-09-23T09:00", "zh": "2024-09-27T09:00"}[language])
    given = {"title": what, "entity": "E", "site": "S", "topic": "traffic", "what": what}
    life = Life(place, ID, language).open("anyone", {**given, "households": "12"})
    # five working days: Sunday 29 September 2024 is worked, 1 to 7 October are none
    (due,) = life.dues("site_manager")
    assert {"en": "2024-09-29 23:59", "zh": "2024-10-10 23:59"}[language] in due
    life.step("site_manager", "raised.answered", {"answered_on": str(place.clock)[:10]})
    assert life.buttons("hse") == set()  # with twelve households a remedy is owed
    life.step("site_manager", "answered.remedied", {"remedy": remedy})
    life.step("hse", "remedied.answered", {"note": what})
    life.step("site_manager", "answered.remedied", {"remedy": remedy})
    life.step("hse", "remedied.closed", {"evidence": photo})
    page = place.page("hse+esg_manager", language)
    for each in PAGES:
        answer = page.goto(f"/registers/{ID}{each}")
        assert answer.ok, each
        if each in {"/new", "/statistics", "/figures"}:  # the others tell what people wrote
            life.read(page)
    assert life.odd == set()
    assert life.figures("hse", "2024", "E")["neighbour_concerns_closed_share"] == "100"
