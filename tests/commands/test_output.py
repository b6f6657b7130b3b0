"""Numbers for people and for programs; words in two languages."""

from __future__ import annotations

import ast
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot import commands
from crossfoot.commands.foot_words import foot_words
from crossfoot.commands.output import print_json, readable, shortened
from crossfoot.commands.words import WORDS, say

COMMANDS = Path(commands.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_json_keeps_every_digit(value: Decimal) -> None:
    import contextlib
    import io

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        print_json({"value": value})
    read = json.loads(printed.getvalue(), parse_float=Decimal, parse_int=Decimal)
    assert read == {"value": value}


def test_json_keeps_texts_that_look_like_numbers(capsys) -> None:
    document = {"a": "12.50", "b": ["中文", None, True, 3], "c": {"d": "x\x001.5"}}
    print_json(document)
    assert json.loads(capsys.readouterr().out) == document


@given(DECIMALS)
def test_a_readable_number_is_close_to_the_number(value: Decimal) -> None:
    shown = Decimal(readable(value).replace(",", ""))
    assert abs(shown - value) <= max(abs(value) / 100_000, Decimal("0.00005"))
    assert "E" not in readable(value)


def test_a_long_text_is_cut_to_its_width() -> None:
    from rich.cells import cell_len

    assert shortened("short\ntext") == "short text"
    for text in ("word " * 30, "各工厂的废气、废水及固体废物均持证处理" * 3):
        assert cell_len(shortened(text)) <= 40
        assert shortened(text).endswith("…")


def test_all_words_are_in_both_languages() -> None:
    for words in WORDS.values():
        assert CHINESE.search(words.zh), words
        assert not CHINESE.search(words.en), words
        assert set(re.findall(r"\{\w+\}", words.en)) == set(re.findall(r"\{\w+\}", words.zh))


def used_words() -> set[tuple[str, str]]:
    """What commands hand to `say`, to a heading or to a hint, with the file."""
    found = set()
    for file in COMMANDS.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id in ("say", "Column") and node.args:
                    found.add((file.name, node.args[0]))
                found |= {(file.name, each.value) for each in node.keywords if each.arg == "hint"}
    return {
        (name, node.value)
        for name, node in found
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


#: the same in every language
SYMBOLS = {"", "t", "kg CO₂e"}


def test_every_word_that_is_used_is_translated() -> None:
    used = used_words()
    assert len(used) > 60
    known = {True: {*WORDS, *foot_words()}, False: {*WORDS}}
    missing = {pair for pair in used if pair[1] not in known[pair[0].startswith("foot")]}
    assert {pair for pair in missing if pair[1] not in SYMBOLS} == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_take_values(language) -> None:
    assert "1,234" in say("lines: {count}", language, count="1,234")
    assert say("not a key", language) == "not a key"
