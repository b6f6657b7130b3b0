"""People from application to leaving, and the figures of a year out of the file of HR."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crossfoot.records.register.actions.import_entries import ImportEntries
from crossfoot.records.register.actions.set_parameter import SetParameter
from crossfoot.records.register.models import Entry
from lives.life import Life
from lives.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PERSON = {
    "entity": "E",
    "site": "S",
    "worker_type": "full_time",
    "gender": "female",
    "birth_year": "1990",
    "work_region": "mainland_china",
    "job_family": "production",
    "level": "staff",
    "channel": "social",
}
CHECKED = {"id_verified_on": "2024-01-02", "documents_checked": "true"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_person_is_hired_moved_on_leave_and_gone(place, language):
    place.clock.set("2024-01-03T09:00")
    life = Life(place, "worker", language).open("hr", PERSON | {"person_key": f"P 1 {language}"})
    life.step("hr", "applied.verified", CHECKED | {"age_verified": "33"})
    signed = {"hired_on": "2024-01-03", "contract_signed_on": "2024-01-03"}
    life.step("hr", "verified.active", signed)
    place.clock.set("2024-06-03T09:00")
    moved = {"on": "2024-06-01", "from_post": "A 1", "to_post": "A 2", "kind": "transfer"}
    life.change("hr", {"moves": [moved], "level": "junior"})
    leave = {"kind": "parental", "from": "2024-06-03", "to": "2024-08-30", "entitled": "true"}
    life.step("hr", "active.on_leave", {"leaves": [leave]})
    place.clock.set("2024-09-02T09:00")
    life.step("hr", "on_leave.active")
    place.clock.set("2024-12-02T09:00")
    # who leaves is gone from that day, not from when somebody typed it
    life.step("hr", "active.left", {"left_on": "2024-11-29", "leave_reason": "resignation"})
    assert str(life.entry.passed.last().at)[:10] in ("2024-11-28", "2024-11-29")
    assert life.entry.closed_on is not None
    assert life.buttons("hr") == set()
    assert "1990" in place.page("hr", language).locator("main dl.values").inner_text()
    for role in ("procurement", "administrator", "esg_manager"):
        assert place.client(role).get(f"/entries/{life.key}").status_code == 404, role
    assert life.odd == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_is_under_age_is_refused_by_the_guard_and_then_by_hr(place, language):
    place.clock.set("2024-01-03T09:00")
    life = Life(place, "worker", language).open("hr", PERSON | {"person_key": f"P 2 {language}"})
    said = life.refused("hr", "applied.verified", CHECKED | {"age_verified": "15"})
    assert {"en": "Verify", "zh": "核验身份与年龄"}[language] in said
    life.step("hr", "applied.refused", {"refuse_reason": "under_minimum_age"})
    assert life.buttons("hr") == set()
    assert life.odd == set()


def people() -> list[dict[str, str]]:
    """Twenty from 2022, four hired in 2023, six gone in 2023 of whom one within the group."""
    found = []
    for number in range(24):
        hired = "2022-03-01" if number < 20 else "2023-05-04"
        row = PERSON | {"external_id": f"hr-{number}", "person_key": f"K{number}", "site": "S2"}
        row |= {"gender": "female" if number % 4 == 0 else "male", "age_verified": "33"}
        row |= {"id_verified_on": "2022-02-01", "documents_checked": "yes", "hired_on": hired}
        row |= {"contract_signed_on": hired, "step": f"Verify 2022-02-01; Hire {hired}"}
        if 1 <= number <= 6:
            gone = f"2023-{number + 5:02}-15"
            row |= {"left_on": gone, "leave_reason": "resignation"}
            row["leave_reason"] = "group_transfer" if number == 6 else "resignation"
            row["step"] += f"; Leaves {gone}"
        found.append(row)
    agency = PERSON | {"external_id": "a-1", "person_key": "A1", "site": "S2", "step": ""}
    agency |= {"worker_type": "dispatched", "age_verified": "40", "documents_checked": "yes"}
    agency |= {"id_verified_on": "2022-02-01", "hired_on": "2022-03-01"}
    agency |= {"contract_signed_on": "2022-03-01", "step": "Verify 2022-02-01; Hire 2022-03-01"}
    return [*found, agency]


def sent(place: Place, path: Path) -> Any:
    rows = people()
    heading = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, heading, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return ImportEntries("worker", path).do(place.person("hr"))


def test_three_turnovers_of_a_year_and_the_one_that_the_report_prints(place, tmp_path):
    place.clock.set("2024-02-05T09:00")
    made = sent(place, tmp_path / "hr.csv")
    assert (made.opened, Entry.objects.filter(site="S2", state="left").count()) == (25, 6)
    again = sent(place, tmp_path / "hr.csv")
    assert (again.opened, again.changed, again.same) == (0, 0, 25)
    # by hand: 20 at the beginning, 4 more, 6 fewer; the one who moved within the group left nobody
    life = Life(place, "worker", "en")
    figures = life.figures("hr", "2023", "S2")
    assert figures["headcount_closing"] == "18"
    assert figures["workers_not_employees"] == "1"
    assert (figures["new_hires"], figures["leavers"]) == ("4", "5")
    assert figures["headcount_average"] == "19"
    assert figures["turnover_exit_base"] == "21.74"  # 5 / 23
    assert figures["turnover_closing"] == "27.78"  # 5 / 18
    assert figures["turnover_average_base"] == "26.32"  # 5 / 19
    assert figures["women_share"] == "27.78"  # five of 18: of six one left
    chosen = place.page("hr").locator("tr:has(.stand-done) th").all_inner_texts()
    assert [each.splitlines()[0] for each in chosen] == ["Turnover (over closing and leavers)"]
    # month by month: 20 until April, 24 in May, then one fewer each month from June to November
    month = life.figures("hr", "2023-06", "S2")
    assert (month["headcount_closing"], month["leavers"]) == ("23", "1")

    since = date(2024, 1, 1)
    manager = place.person("esg_manager")
    SetParameter("worker", "turnover_formula", "turnover_closing", since).do(manager)
    zh = Life(place, "worker", "zh")
    zh.figures("hr", "2024", "S2")
    page = place.page("hr", "zh")
    assert page.locator("tr:has(.stand-done) th").all_inner_texts() == [
        "流失率（离职/期末）\n报告采用的流失率公式"
    ]
    assert page.locator("tr th small").all_inner_texts() == ["报告采用其他公式"] * 2
    assert zh.odd == life.odd == set()
