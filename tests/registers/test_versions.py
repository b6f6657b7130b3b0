"""Records of an older version, and values on their way to JSON and back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crossfoot.errors import CrossfootError
from crossfoot.quantities.calendars import china
from crossfoot.quantities.periods import Period
from crossfoot.registers.business_days import add_business_days, is_business_day
from crossfoot.registers.definition import Migration
from crossfoot.registers.library import library
from crossfoot.registers.records import Entered, Record
from crossfoot.registers.transitions import open_record
from crossfoot.registers.values import Money, read_value, to_json
from crossfoot.registers.versions import migrated
from register_help import ZONE, at, moment, person


def test_a_record_of_an_older_version_becomes_one_of_the_new_and_loses_nothing():
    from dataclasses import replace

    definition = replace(
        library()["customer_complaint"],
        version=3,
        migrations=(
            Migration(2, rename={"grade": "class"}, options={"grade": {"bad": "serious"}}),
            Migration(3, states={"answered": "responded"}, drop=("old",), set={"fault": "none"}),
        ),
    )
    old = Record(
        "K",
        definition.id,
        {"grade": "bad", "old": "x", "customer": "C"},
        (
            Entered("received", moment("2023-01-01T09:00")),
            Entered("answered", moment("2023-01-02T09:00")),
        ),
        1,
    )
    new = migrated(definition, old, ZONE)
    assert new.version == 3
    assert dict(new.values) == {"class": "serious", "customer": "C", "fault": "none"}
    assert [each.state for each in new.history] == ["received", "responded"]
    assert migrated(definition, new, ZONE) == new
    with pytest.raises(CrossfootError, match="does not say how version 2"):
        migrated(replace(definition, migrations=definition.migrations[1:]), old, ZONE)
    with pytest.raises(CrossfootError, match="of version 4"):
        migrated(definition, replace(old, version=4), ZONE)


VALUES = {
    "customer_complaint.received_at": moment("2023-01-01T09:30"),
    "customer_complaint.compensation": Money(Decimal("12.50"), "CNY"),
    "customer_complaint.valid": False,
    "customer_complaint.action": ("A", "B"),
    "monitoring_result.flow": Decimal("1.50"),
    "supplier.established_on": date(2020, 2, 29),
    "supply_chain_due_diligence.campaign": Period.parse("2023-H2"),
    "whistleblowing_case.measures": (
        {"measure": "warning", "decided_by": "P", "done_on": date(2023, 1, 1)},
    ),
}


@pytest.mark.parametrize("path", VALUES)
def test_a_value_reads_back_from_json(path):
    import json

    register, name = path.split(".")
    field = library()[register].field(name)
    assert field is not None
    kept = json.loads(json.dumps(to_json(VALUES[path])))
    assert read_value(field, kept, ZONE) == VALUES[path]


DAYS = some.dates(date(2022, 1, 1), date(2025, 6, 30))


@given(DAYS, some.integers(1, 40))
def test_business_days_agree_with_counting_day_by_day(day, count):
    calendar = china()
    found, provisional = add_business_days(calendar, day, count)
    assert not provisional
    assert calendar.is_working_day(found)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(calendar.is_working_day(each) for each in between) == count
    back, _ = add_business_days(calendar, found, -count)
    assert back <= day or not calendar.is_working_day(day)


def test_years_that_are_not_announced_count_monday_to_friday_and_say_so():
    assert is_business_day(china(), date(2090, 1, 2)) == (True, True)  # a Monday
    assert is_business_day(china(), date(2090, 1, 1)) == (False, True)


def test_messages_come_in_the_language_of_the_person():
    definition = library()["supplier"]
    wrong = {
        "registered_capital": "5",
        "country": "CN",
        "category": "xx",
        "spend": [{"month": "x"}],
    }
    with pytest.raises(CrossfootError) as error:
        open_record(
            definition,
            "S",
            wrong,
            person("p", "procurement"),
            at("2024-01-01T09:00", language="zh"),
        )
    said = [f"{each.where}: {each.what}" for each in error.value.problems]
    assert said[0] == "注册资本: “5”不是带币种的金额，请写如1200 CNY"
    assert said[1].startswith("类别: “xx”不在选项中，可选：生产物料、")
    assert said[2:] == [
        "采购额第1行, 月份: “x”不是期间，请写如2024、2024-Q2或2024-03",
        "采购额第1行, 月份: 必须填写",
        "采购额第1行, 金额: 必须填写",
    ]
    with pytest.raises(CrossfootError, match="该角色不能在此台账新建记录"):
        open_record(definition, "S", {}, person("p"), at("2024-01-01T09:00", language="zh"))
    buyer = person("p", "procurement")
    with pytest.raises(CrossfootError, match="“企业名称”必须填写"):
        open_record(definition, "S", {}, buyer, at("2024-01-01T09:00", language="zh"))
