"""Product files through their stage gates, a yearly review by the clock, to the end of the line."""

from __future__ import annotations

from typing import Any

import pytest

from lives.life import Life

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WORDS = {"en": {"name": "Cell 280", "why": "replaced"}, "zh": {"name": "280电芯", "why": "已替代"}}


def assessed(day: str) -> dict[str, Any]:
    return {
        "assessments": [
            {"method": "dfmea", "done_on": day, "severity": 5, "occurrence": 2, "detection": 3}
        ]
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_product_from_the_concept_to_its_end(place, language):
    words, clock = WORDS[language], place.clock
    clock.set("2023-01-10T09:00")
    given = {
        "title": words["name"],
        "entity": "E",
        "name": words["name"],
        "kind": "finished_product",
        "model": "C280",
        "recyclable_share": {"en": "90", "zh": "80"}[language],
    }
    life = Life(place, "product_file", language).open("product_manager", given)
    life.step("product_manager", "concept.design")
    assert life.entry.content["stage"] == "design"
    life.step("rd", "design.trial", assessed("2023-01-09"))
    row = {"test": "T 1", "standard": "GB 1", "requirement": "1", "measured": "1", "pass": "true"}
    release = {
        "tests": [row],
        "certificates": [place.some("certificate")],
        "substances_ok": "true",
        "label_content": ["safe_use", "disposal"],
    }
    # no mass production without an identifier
    life.refused("quality", "trial.mass_production", release)
    life.change("product_manager", {"identifiers": [{"scheme": "internal", "code": "C280"}]})
    life.step("quality", "trial.mass_production", release)
    found = life.figures("product_manager", "2023", "E")
    clock.run("2024-01-09T09:00")
    assert life.state == "mass_production"
    clock.run("2024-01-11T09:00")  # twelve months
    assert life.state == "in_review"
    clock.run("2024-03-12T09:00")  # two more are over
    assert life.dues("product_manager")[0].startswith("! ")
    life.step("quality", "in_review.mass_production", assessed("2024-03-11"))
    life.step("product_manager", "mass_production.discontinued", {"note": words["why"]})
    assert life.entry.content["stage"] == "discontinued"
    assert life.odd == set()
    number, share = {"en": ("1", "90"), "zh": ("2", "85")}[language]  # at the end of 2023
    assert found["products_mass_production"] == number
    assert found["products_labelled_share"] == "100"
    assert found["product_recyclable_share"] == share
