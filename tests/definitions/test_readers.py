"""The quick reader and the full reader must say the same, or the quick one must pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crossfoot
from crossfoot.definitions.nodes import Entries, Items, Scalar
from crossfoot.definitions.plain import BeyondPlain, read_plain
from crossfoot.definitions.reader import read_file, read_fully, read_text
from crossfoot.errors import CrossfootError

SHIPPED = sorted(Path(crossfoot.__file__).parent.rglob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_files_are_plain_and_read_alike_by_ruamel(path: Path):
    text = path.read_text(encoding="utf-8")
    assert read_plain(text) == read_fully(text, path.name)


PLAIN = """\
# a comment
title:
  en: Water used   # what the meter says
  zh: 用水量
codes: [303-3, "A2.2", 'it''s', 29(a)(i)]
empty:
nothing: []
labels: {en: Female, zh: 女性}
list:
- one
- "two: 2"
- key: value
  other: 'x'
-   deep:
      - 1
long: >-
  The first line
  # is not a comment here

last: where(m, gender='female') - 1
quoted: "say \\"yes\\" and \\\\"
"""


def test_plain_part_of_yaml_is_read_quickly():
    node = read_plain(PLAIN)
    assert node == read_fully(PLAIN, "plain.yaml")
    assert isinstance(node, Entries)
    assert node.nodes["long"] == Scalar("The first line # is not a comment here", 16)
    assert node.nodes["codes"] == Items(
        [Scalar(text, 5) for text in ("303-3", "A2.2", "it's", "29(a)(i)")], 5
    )
    assert node.lines["last"] == 20


BEYOND = {
    "anchor": "a: &x 1\nb: *x\n",
    "literal text": "a: |\n  one\n  two\n",
    "text over two lines": "a: one\n  two\n",
    "flow over two lines": "a: [1,\n  2]\n",
    "document marker": "---\na: 1\n",
    "quoted key": '"a b": 1\n',
    "paragraphs in folded text": "a: >-\n  one\n\n  two\n",
    "escape": 'a: "\\u00e9"\n',
}


@pytest.mark.parametrize("text", BEYOND.values(), ids=BEYOND.keys())
def test_the_rest_of_yaml_is_left_to_the_full_reader(text: str):
    with pytest.raises(BeyondPlain):
        read_plain(text)
    assert isinstance(read_text(text, "any.yaml"), Entries)


#: pieces that YAML reads in unexpected ways, separated by a bar
_PIECES = (
    """a|b c|中文|1|-|- x|x: y|x:|:|#| # c|'|"q"|'s'|"|[|]|[a, b]|{k: v}|{|}|,|>-|&x|*x|!t|%|@"""
    """|?|~|\\|it's|a#b|a # b|--- |...|[a, [b]]|{k: [a]}|[a, b] c|[ ]|[a,]|\u3000|x ,y|[a b, 'c']"""
    """|a:b|[-a]|[a: b]|{a}|{a:b}|{a: , b: c}|"a\\\\"|''''|[a]#b|[a] #b|{k: "x, y"}"""
)
_WORDS = st.sampled_from(_PIECES.split("|"))
_LINES = st.builds(
    lambda indent, head, tail: " " * indent + head + tail,
    st.integers(0, 5),
    st.sampled_from(["", "- ", "k: ", "j:", "m : ", "- k: ", "-   n: ", "# ", ">-", "k: >-", "-"]),
    st.one_of(st.just(""), _WORDS),
)


@given(st.lists(_LINES, max_size=7).map("\n".join))
def test_what_the_quick_reader_accepts_the_full_reader_reads_alike(text: str):
    try:
        quickly = read_plain(text)
    except BeyondPlain:
        return
    assert quickly == read_fully(text, "any.yaml")


_TEXTS = st.sampled_from(["a", "b c", "中文, 二", "it's", "1.20", "no", "x: y", '"', "a #b", "[a]"])
_TREES = st.recursive(
    _TEXTS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(["k", "m n", "中", "1"]), inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


def _written(tree: object, indent: str = "") -> str:
    """A tree as a person would write it: by indentation, quoted where needed."""
    if isinstance(tree, str):
        quoted = any(mark in tree for mark in (": ", '"', " #", "["))
        return "'" + tree.replace("'", "''") + "'\n" if quoted else f"{tree}\n"
    heads = [f"{key}:" for key in tree] if isinstance(tree, dict) else ["-"] * len(tree)
    values = tree.values() if isinstance(tree, dict) else tree
    text = ""
    for head, value in zip(heads, values, strict=True):
        if isinstance(value, str):
            text += f"{indent}{head} {_written(value)}"
        elif head == "-" and isinstance(value, list):
            text += f"{indent}- [{', '.join('x' for _ in value)}]\n"
        elif head == "-":
            text += f"{indent}- {_written(value, indent + '  ').lstrip(' ')}"
        else:
            text += f"{indent}{head}\n{_written(value, indent + '  ')}"
    return text


@given(_TREES.filter(lambda tree: not isinstance(tree, str)))
def test_what_a_person_would_write_is_read_quickly_and_alike(tree: object):
    text = _written(tree)
    assert read_plain(text) == read_fully(text, "any.yaml")


def test_broken_yaml_is_named_by_line():
    with pytest.raises(CrossfootError, match=r"^gases.yaml, line 3: is not YAML: ") as caught:
        read_text("a: 1\nb: 2\nc: d: e\n", "gases.yaml")
    assert len(caught.value.problems) == 1


def test_a_key_given_twice_is_named_with_both_lines():
    text = "gases:\n  SF6: 1\n  NF3: 2\n  SF6: 3\n"
    with pytest.raises(CrossfootError) as caught:
        read_text(text, "gases.yaml")
    assert str(caught.value) == (
        "gases.yaml, line 4: 'SF6' is defined twice. "
        "The first definition is on line 2; only one can hold."
    )


def test_a_key_that_is_no_text_is_refused():
    with pytest.raises(CrossfootError, match="line 2: a key must be plain text"):
        read_text("a: 1\n[b, c]: 2\n", "gases.yaml")


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_an_empty_file_is_refused(text: str):
    with pytest.raises(CrossfootError, match=r"gases.yaml: the file is empty"):
        read_text(text, "gases.yaml")


def test_a_file_that_is_missing_or_not_utf8_is_refused(tmp_path: Path):
    with pytest.raises(CrossfootError, match="cannot be read: No such file"):
        read_file(tmp_path / "none.yaml")
    gbk = tmp_path / "gbk.yaml"
    gbk.write_bytes("标题: 水".encode("gbk"))
    with pytest.raises(CrossfootError, match="is not UTF-8 text"):
        read_file(gbk, "gbk.yaml")
