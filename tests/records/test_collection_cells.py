from __future__ import annotations

from decimal import Decimal

import pytest

from campaigns import (
    ELECTRICITY,
    ENERGY_TEXT,
    NONE,
    NOT_APPLICABLE,
    cell,
    crew,
    fill,
    opened,
    plant,
    put,
    request,
    template,
    through,
)
from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.actions.steps import Submit
from crossfoot.records.collection.changes import Change, ConflictError
from crossfoot.records.collection.models import Entry, Kind
from crossfoot.records.collection.templates import Line
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.models import Entry as JournalEntry
from crossfoot.records.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(person):
    plant()
    found = crew(person)
    opened(found.manager)
    return found


# -- values and units --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        # kWh; 1 MWh = 1000 kWh, 1 GJ = 1/0.0036 kWh by the definition of the joule
        ("1234.5", "", Decimal("1234.5")),
        ("1,234.5", "kWh", Decimal("1234.5")),
        ("１２３４．５", "", Decimal("1234.5")),
        ("2.5", "MWh", Decimal(2500)),
        ("2.5 MWh", "", Decimal(2500)),
        ("3.6", "GJ", Decimal(1000)),
        ("12", "万千瓦时", Decimal(120000)),
        ("12 万千瓦时", "", Decimal(120000)),
        ("0", "", Decimal(0)),
    ],
)
def test_a_value_converts_exactly_and_stays_as_it_was_typed(people, typed, unit, number) -> None:
    at = put(people.owner, cell(request()), typed, unit=unit)
    assert at.current.value == number
    assert f"{at.current.typed} {at.current.typed_unit}".split() == f"{typed} {unit}".split()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": "a lot"}, "not a number"),
        ({"value": "1,5"}, "decimal comma"),
        ({"value": "5", "unit": "m3"}, "does not convert"),
        ({"value": "5", "unit": "kWhh"}, "not known"),
        ({"value": "5", "qualifier": "perhaps"}, "no qualifier"),
        ({"kind": NOT_APPLICABLE, "reason": " "}, "needs a reason"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_cell(people, change, words: str) -> None:
    with pytest.raises(CrossfootError, match=words) as refused:
        put(people.owner, cell(request()), **change)
    assert refused.value.problems[0].where == "Purchased electricity · 2024"
    assert Entry.objects.count() == 0


def test_one_bad_cell_of_many_leaves_all_as_they_were(people) -> None:
    water, safety = cell(request("water")), cell(request("safety"))
    good = Change(water.pk, 0, "5")
    for bad in (Change(water.pk, 0, "6"), Change(safety.pk, 0, "1"), Change(10**9, 0, "1")):
        with pytest.raises(CrossfootError, match="not asked for"):
            SetCells(water.request_id, (good, bad)).do(people.owner)
    assert Entry.objects.count() == 0


def test_a_text_is_kept_as_text(people) -> None:
    opened(people.manager, asks=template(Line(ENERGY_TEXT)))
    at = put(people.owner, cell(request()), " 12 measures \n")
    assert (at.current.text, at.current.value) == ("12 measures", None)
    with pytest.raises(CrossfootError, match="no unit"):
        put(people.owner, at, "x", unit="kWh")


def test_remarks_stay_while_the_value_changes_but_a_reason_does_not(people) -> None:
    at = put(
        people.owner, cell(request()), "5", comment="meter 3", estimated=True, qualifier="at_least"
    )
    at = put(people.owner, at, "6")
    assert (at.current.comment, at.current.estimated, at.current.qualifier, at.version) == (
        "meter 3",
        True,
        "at_least",
        2,
    )
    at = put(people.owner, at, kind=NOT_APPLICABLE, reason="sold")
    assert (at.current.kind, at.current.number, at.current.reason) == (NOT_APPLICABLE, "", "sold")
    at = put(people.owner, at, comment="only a remark")
    assert (at.current.kind, at.current.reason) == (NOT_APPLICABLE, "sold")
    at = put(people.owner, at, kind=NONE)
    assert (at.current.kind, at.current.reason, at.is_answered) == (NONE, "", True)
    at = put(people.owner, at, "")
    assert (at.current.kind, at.is_answered, at.version) == (Kind.EMPTY, False, 6)
    assert [entry.version for entry in at.entries.all()] == [1, 2, 3, 4, 5, 6]


def test_a_version_is_never_changed(people) -> None:
    entry = put(people.owner, cell(request()), "5").current
    entry.number = "6"
    with pytest.raises(TypeError, match="only ever added to"):
        entry.save()
    with pytest.raises(TypeError, match="only ever added to"):
        entry.delete()


# -- two people, one cell ----------------------------------------------------------------------


def test_the_second_of_two_people_is_told_who_and_what(people, person) -> None:
    other = person(Role.DATA_OWNER, "hefei")
    at = cell(request())
    put(people.owner, at, "100", unit="MWh")
    change = Change(at.pk, 0, "120")
    with pytest.raises(ConflictError) as refused:
        SetCells(at.request_id, (change,)).do(other)
    (conflict,) = refused.value.conflicts
    assert (conflict.who, conflict.current.typed, conflict.change) == (
        people.owner.user.name,
        "100",
        change,
    )
    said = str(refused.value)
    assert people.owner.user.name in said
    assert "'100 MWh'" in said
    assert [entry.number for entry in at.entries.all()] == ["100000"]
    again = put(other, at, "120")
    assert [entry.number for entry in again.entries.all()] == ["100000", "120"]


def test_the_same_twice_is_no_conflict_and_no_version(people) -> None:
    at = put(people.owner, cell(request()), "100")
    SetCells(at.request_id, (Change(at.pk, 0, "100"),)).do(people.owner)
    assert at.entries.count() == 1


# -- who, when ---------------------------------------------------------------------------------


def test_only_those_who_enter_for_the_unit_write_while_it_is_open(people, person) -> None:
    at = cell(request())
    for role, unit in ((Role.REVIEWER, ""), (Role.DATA_OWNER, "penang"), (Role.ADMINISTRATOR, "")):
        with pytest.raises(NotAllowedError):
            put(person(role, unit), at, "5")
    fill(people.owner, at.request)
    Submit((at.request_id,)).do(people.owner)
    with pytest.raises(CrossfootError, match="is submitted and cannot be changed"):
        put(people.owner, at, "6")
    assert at.entries.count() == 1


def test_the_journal_says_what_was_entered(people) -> None:
    at = put(people.owner, cell(request()), "2.5", unit="MWh", comment="bill")
    line = JournalEntry.objects.latest("id")
    assert (line.action, line.subject) == ("collection.set_cells", f"request:{at.request_id}")
    assert content_of(line)["cells"] == {
        str(at.pk): {
            "figure": f"{ELECTRICITY} · 2024",
            "version": 1,
            "kind": "value",
            "typed": "2.5",
            "typed_unit": "MWh",
            "number": "2500",
            "comment": "bill",
        }
    }


def test_what_is_asked_and_answered_is_counted(people) -> None:
    asked = request("safety")
    assert (asked.asked, asked.answered) == (1, 0)
    at = put(people.owner, cell(asked), kind=NONE)
    asked.refresh_from_db()
    assert asked.answered == 1
    put(people.owner, at, "")
    asked.refresh_from_db()
    assert asked.answered == 0


def test_a_request_goes_through(people) -> None:
    asked = request()
    fill(people.owner, asked)
    through(people, asked)
    assert asked.state == "locked"
