from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot.definitions.reader import read_text
from crossfoot.definitions.section import Section, did_you_mean
from crossfoot.errors import Problem
from crossfoot.languages import Text

GAS = """\
title: {en: Methane, zh: 甲烷}
potential: 27.90
kyoto: yes
source: [AR6, chapter 7]
parts:
  - name: fossil
  - name: biogenic
odd: maybe
"""


def read(text: str) -> tuple[Section, list[Problem]]:
    problems: list[Problem] = []
    return Section(read_text(text, "gas.yaml"), "gas.yaml", problems), problems


def test_values_are_read_as_what_the_definition_says_they_are():
    gas, problems = read(GAS)
    assert gas.both("title") == Text("Methane", "甲烷")
    assert str(gas.decimal("potential")) == "27.90"  # a float would lose the zero
    assert gas.text("potential") == "27.90"
    assert gas.flag("kyoto") is True
    assert gas.flag("absent") is False
    assert gas.texts("source") == ("AR6", "chapter 7")
    assert gas.texts("kyoto") == ("yes",)
    assert [part.text("name") for part in gas.list_of_sections("parts")] == ["fossil", "biogenic"]
    assert problems == []


QUESTIONS = {
    "line 8: 'odd' is 'maybe', not yes or no": lambda gas: gas.flag("odd"),
    "line 8: 'odd' is 'maybe', not a number": lambda gas: gas.decimal("odd"),
    "line 1: 'unit' is missing": lambda gas: gas.text("unit", required=True),
    "line 1: 'name' is missing. Give it in en and zh": lambda gas: gas.both("name"),
    "line 5: 'parts' must be one text": lambda gas: gas.text("parts"),
    "line 5: 'parts' must be a list of texts": lambda gas: gas.texts("parts"),
    "line 3: 'kyoto' must be a list. Begin each with '- '": lambda gas: gas.list_of_sections(
        "kyoto"
    ),
    "line 8: 'odd' is 'maybe', which is not known. Write one of: AR4, AR5": lambda gas: gas.choice(
        "odd", ["AR4", "AR5"]
    ),
    "line 3: 'kyoto' is not known. Did you mean 'kioto'?": lambda gas: gas.only(
        ["title", "potential", "kioto", "source", "parts", "odd"]
    ),
    "line 2: 'potential' has no entries. Write one 'name: value' per line": lambda gas: gas.section(
        "potential"
    ),
}


@pytest.mark.parametrize(("message", "question"), QUESTIONS.items(), ids=QUESTIONS.keys())
def test_what_is_missing_or_wrong_is_named_by_line(message: str, question):
    gas, problems = read(GAS)
    question(gas)
    assert [str(problem).rstrip(".") for problem in problems] == [f"gas.yaml, {message}"]


def test_a_number_must_be_written_plainly():
    gas, problems = read("a: NaN\nb: 1_000\nc: 1e3\n")
    assert gas.decimal("a") is None
    assert gas.decimal("b") is None
    assert gas.decimal("c") == Decimal(1000)
    assert [problem.where for problem in problems] == ["gas.yaml, line 1", "gas.yaml, line 2"]


def test_a_text_given_twice_in_a_list_is_a_problem():
    gas, problems = read("codes: [a, b, a]\n")
    assert gas.texts("codes") == ("a", "b", "a")
    assert [str(problem) for problem in problems] == ["gas.yaml, line 1: 'codes' names 'a' twice."]


def test_all_problems_of_one_reading_are_kept():
    gas, problems = read(GAS)
    gas.flag("odd")
    gas.text("unit", required=True)
    assert len(problems) == 2


def test_the_nearest_word_is_offered():
    assert did_you_mean("gendre", ["gender", "region"]) == "Did you mean 'gender'?"
    assert did_you_mean("colour", ["gender", "region"]) == ""
