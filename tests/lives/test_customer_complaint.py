"""A complaint from receipt to closing, with its four clocks."""

from __future__ import annotations

import pytest

from lives.life import Life

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


def complaint(place, language, **values) -> Life:
    given = {
        "title": "no display" if language == "en" else "无显示",
        "entity": "E",
        "site": "S",
        "channel": "hotline",
        "customer": "C 1",
        "region": "mainland_china",
        "category": "product",
        "description": "no display" if language == "en" else "无显示",
        **values,
    }
    return Life(place, "customer_complaint", language).open("after_sales", given)


@LANGUAGES
def test_a_serious_complaint_from_receipt_to_closing(place, language, tmp_path):
    place.clock.set("2024-03-04T09:00")
    life = complaint(place, language)
    assert life.dues("after_sales") == []
