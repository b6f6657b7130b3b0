"""Lists of entries: filters, words, orders; and nothing of what the reader may not see."""

from __future__ import annotations

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.filtering import by_state, filtered
from registers_kept import complaint, has_role, organisation

pytestmark = pytest.mark.django_db

REGISTER = "customer_complaint"


@pytest.fixture
def clerk(person):
    organisation()
    by = has_role(person(), "after_sales")
    for category, customer, site in (
        ("product", "Lantern & Co", "S"),
        ("safety", "灯塔公司", "S2"),
        ("privacy", "50%_off", "S"),
    ):
        values = complaint(category=category, customer=customer, site=site)
        OpenEntry(REGISTER, {**values, "description": customer}).do(by)
    return by


def names(found) -> list[str]:
    return [each.content["category"] for each in found]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("category = safety", ["safety"]),
        ("category in [product, privacy]", ["privacy", "product"]),
        ("not category = product", ["privacy", "safety"]),
        ("class empty", ["privacy", "safety", "product"]),
        ("class != serious and site = S2", ["safety"]),
        ("state = responded", []),
        ("received_at < today - 1 d", ["privacy", "safety", "product"]),
    ],
)
def test_a_filter_is_in_the_language_of_guards(clerk, condition, expected):
    assert names(filtered(clerk, REGISTER, condition=condition)) == expected


def test_a_filter_that_makes_no_sense_is_refused_with_its_reason(clerk):
    with pytest.raises(CrossfootError, match="not one of the options"):
        filtered(clerk, REGISTER, condition="category = weather")
    with pytest.raises(CrossfootError, match="no column"):
        filtered(clerk, REGISTER, order="colour")


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("灯塔", ["safety"]),
        ("lantern", ["product"]),
        ("50%_", ["privacy"]),
        ("%", ["privacy"]),
        ("CC-", ["privacy", "safety", "product"]),
        ("lantern 灯塔", []),
    ],
)
def test_two_characters_are_enough_to_find_an_entry(clerk, search, expected):
    assert names(filtered(clerk, REGISTER, search=search)) == expected


def test_lists_have_an_order_units_and_states(clerk):
    assert names(filtered(clerk, REGISTER, order="category")) == ["privacy", "product", "safety"]
    assert names(filtered(clerk, REGISTER, order="-ref_no"))[0] == "privacy"
    assert names(filtered(clerk, REGISTER, units=["S2"])) == ["safety"]
    assert names(filtered(clerk, REGISTER, units=["E"], overdue=True)) == [
        "privacy",
        "safety",
        "product",
    ]
    assert by_state(filtered(clerk, REGISTER)) == {"received": 3}


def test_a_filter_follows_what_is_changed(clerk):
    key = filtered(clerk, REGISTER, condition="category = safety").get().key
    AmendEntry(key, {"category": "price", "description": "换货"}).do(clerk)
    assert names(filtered(clerk, REGISTER, condition="category = price")) == ["price"]
    assert names(filtered(clerk, REGISTER, search="换货")) == ["price"]


def test_lists_show_units_of_the_reader_alone(clerk, person):
    other = has_role(person(), "quality", "S2")
    assert names(filtered(other, REGISTER)) == ["safety"]
    assert not filtered(has_role(person(), "quality", "F"), REGISTER).exists()
