from __future__ import annotations

import re
from string import Formatter

import pytest

from crossfoot.records.counting import filled
from crossfoot.records.notices.kinds import kinds
from crossfoot.web.words import all_words

#: a count right before a word in the plural, which would read "1 rows"
_ONE_FORM = re.compile(r"\{(?:count|rows|days|number|entries)\} [a-z]+s\b")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 rows were left"),
        (1, "1 row was left"),
        ("1", "1 row was left"),
        (21, "21 rows were left"),
    ],
)
def test_a_sentence_takes_the_number_of_its_count(count: object, said: str) -> None:
    assert filled("{count} {count:row was|rows were} left", count=count) == said


def test_formats_without_a_stroke_are_those_of_python() -> None:
    assert filled("{a:>4}|{b!r}|{{}}", a=1, b="x") == "   1|'x'|{}"


def test_no_words_of_pages_and_notices_have_one_form_alone() -> None:
    words = {key: text.en for key, text in all_words().items()}
    words |= {key: kind.words.en for key, kind in kinds().items()}
    assert {key: text for key, text in words.items() if _ONE_FORM.search(text)} == {}
    for text in words.values():
        for _, name, spec, _ in Formatter().parse(text):
            assert name is None or spec is None or spec.count("|") in (0, 1)
