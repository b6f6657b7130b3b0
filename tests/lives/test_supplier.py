"""Suppliers from the first questionnaire to the blacklist: admission, scores, bars, coming back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.context import context_for
from crossfoot.records.register.stored import record_of
from crossfoot.records.register.writing import New, new_key, write_many
from lives.life import Life
from lives.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

REASON = {"en": "a red line", "zh": "触碰红线"}
#: what the clock writes into a record is in both languages at once
BOTH = {"Annual", "grade", "score", "below", "limit", "年度评级为C或D", "年度得分低于禁入线"}
GIVEN = {
    "legal_name": "北方矿业",
    "entity": "E",
    "country": "CN",
    "region": "mainland_china",
    "category": "production_material",
    "key_material": "true",
    "established_on": "2010-01-01",
    "registered_capital": "5000000",
}


def candidate(place: Place, language: str, role: str = "procurement", **values: Any) -> Life:
    given = {"title": "北方矿业", **GIVEN, **values}
    return Life(place, "supplier", language).open(role, given)


def qualified(life: Life, photo: Any) -> Life:
    """Through the gates of admission, each by the roles that it names."""
    proofs = {
        "questionnaire": photo,
        "survey_report": photo,
        "certificates": [life.place.some("certificate")],
    }
    life.step("procurement", "candidate.prequalified", proofs)
    ability = [{"capability": "manufacturing", "score": "8"}]
    review = {"onsite_review": [life.place.some("supplier_audit")], "capabilities": ability}
    review["screened_for"] = ["environment", "human_rights"]
    life.step("supplier_quality", "prequalified.reviewed", review)
    life.step("procurement", "reviewed.committed", {"commitments": [life.place.some("agreement")]})
    today = str(life.place.clock)[:10]
    approved = [{"material": "M 1", "acknowledgement": photo, "approved_on": today}]
    form = {"class": "A", "materials_approved": approved, "qualified_on": today}
    return life.step("procurement", "committed.qualified", form | {"qualification_form": photo})


def scored(life: Life, score: str, grade: str, day: str) -> Life:
    return life.change("procurement", {"score": score, "grade": grade, "scored_on": day})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_supplier_from_admission_through_rectifying_bar_and_return_to_the_blacklist(
    place, language, photo
):
    place.clock.set("2024-01-02T09:00")
    life = qualified(candidate(place, language), photo)
    life.step("procurement", "qualified.in_reassessment", {"trigger": "premises_change"})
    life.step("procurement", "in_reassessment.qualified", {"note": REASON[language]})
    assert life.entry.content["trigger"] == "none"

    scored(life, "66", "C", "2024-01-15")
    place.clock.run("2024-01-15T23:00")
    assert life.state == "qualified"
    place.clock.run("2024-01-16T09:00")
    assert life.state == "rectifying"
    assert [each.split()[0] for each in life.dues("procurement")] in (
        ["Rectified", "Restrict"],
        ["整改合格", "限制合作"],
    )
    why = {"sanction_reason": REASON[language]}
    life.step("procurement", "rectifying.restricted", why)
    life.step("procurement", "restricted.rectifying", {"note": REASON[language]})
    life.step("supplier_quality", "rectifying.qualified", {"note": REASON[language]})

    # from Monday 15 January five working days lead to Monday 22
    scored(life, "58", "D", "2024-01-15")
    place.clock.run("2024-01-21T23:00")
    assert life.state == "qualified"
    place.clock.run("2024-01-22T09:00")
    assert life.state == "barred"
    assert life.entry.content["sanction_until"] == "2026-01-15"
    place.clock.run("2026-01-15T23:00")
    assert life.state == "barred"
    place.clock.run("2026-01-16T09:00")
    assert life.state == "candidate"

    # nobody owes a step out of every state: a supplier in good standing is not late with it
    assert not any("lacklist" in each or "黑名单" in each for each in life.dues("procurement"))
    # who comes back goes through every gate again
    assert life.buttons("procurement") == {
        "candidate.prequalified",
        "candidate.stopped",
        "any.blacklisted",
    }
    life.step("ethics_office", "any.blacklisted", why)
    assert life.buttons("procurement") == set()
    assert life.entry.closed_on is not None
    assert life.odd <= BOTH


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_red_line_stops_a_candidate_whatever_it_can_do(place, language, photo):
    place.clock.set("2024-02-01T09:00")
    life = candidate(place, language)
    proofs = {
        "questionnaire": photo,
        "survey_report": photo,
        "certificates": [place.some("certificate")],
    }
    life.step("procurement", "candidate.prequalified", proofs)
    ability = {"capabilities": [{"capability": "manufacturing", "score": "100"}]}
    life.change("procurement", ability)
    life.step("supplier_quality", "candidate.stopped", {"sanction_reason": REASON[language]})
    for role in ("procurement", "supplier_quality"):
        assert life.buttons(role) == set()
    assert life.entry.closed_on is not None
    assert life.odd == set()


def test_scores_at_the_borders_and_the_figures_of_the_year(place, photo):
    """The worked example of the specification, and scores at the border of the bar."""
    place.clock.set("2023-03-01T09:00")
    borders = {
        "92": ("A", "qualified"),
        "78": ("B", "qualified"),
        "66": ("C", "rectifying"),
        "58": ("D", "barred"),
        "60": ("D", "rectifying"),
        "59.99": ("C", "barred"),
        "": ("", "qualified"),
    }
    lives: dict[str, Life] = {}
    first = qualified(candidate(place, "en", site="S2"), photo)
    for score in borders:
        lives[score] = first if not lives else alike(first)
    place.clock.set("2024-01-15T10:00")
    for score, (grade, _) in borders.items():
        if score:
            given = {"score": score, "grade": grade, "scored_on": "2024-01-15"}
            AmendEntry(lives[score].key, given).do(place.person("procurement"))
    place.clock.run("2024-01-16T09:00")
    place.clock.run("2024-01-22T09:00")
    found = {score: life.state for score, life in lives.items()}
    assert found == {score: state for score, (_, state) in borders.items()}
    # by hand: seven qualified in March 2023, all screened, and two barred in January
    figures = first.figures("procurement", "2023", "S2")
    assert figures["suppliers_new"] == figures["suppliers_active"] == "7"
    assert figures["suppliers_new_screened_env_share"] == "100"
    assert figures["suppliers_barred"] == "0"
    now = first.figures("procurement", "2024-Q1", "S2")
    assert (now["suppliers_active"], now["suppliers_barred"]) == ("5", "2")
    assert first.odd == set()


def alike(life: Life) -> Life:
    """Another supplier with the same past, and a life of its own."""
    record, context = record_of(life.entry), context_for("E", life.place.clock.now())
    values = {name: value for name, value in record.values.items() if name != "ref_no"}
    new = replace(record, id=new_key(), values=values)
    write_many(life.definition, [New(new)], context)
    found = Life(life.place, "supplier", life.language)
    found.key = new.id
    return found
