from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import crossfoot.reports as room
from crossfoot.facts.entities import Approach
from crossfoot.facts.fact import Basis
from crossfoot.footing.finding import Kind, Severity
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reports.charts.chart import Form
from crossfoot.reports.index import Status
from crossfoot.reports.plan import plan
from crossfoot.reports.stated_index import OmissionKind
from crossfoot.reports.words import words

FOLDER = Path(room.__file__).parent
TEMPLATES = sorted((FOLDER / "html" / "templates").glob("*.jinja"))
HAN = re.compile(r"[\u4e00-\u9fff]")

#: the same in both languages, since it has one name only
WITHOUT_HAN = {
    "page.en",
    "sources.hash",
}


def test_every_word_is_there_in_both_languages():
    for key, text in words().items():
        assert text.en.strip(), key
        assert text.zh.strip(), key


def test_chinese_words_are_chinese():
    signs = re.compile(r"(?:{\w+}|[\W\d_])*")
    for key, text in words().items():
        if key in WITHOUT_HAN or signs.fullmatch(text.zh):
            continue
        assert HAN.search(text.zh), f"{key}: {text.zh}"
        assert key in ("page.zh", "page.zh-Hant") or not HAN.search(text.en), f"{key}: {text.en}"


def test_both_languages_take_the_same_values():
    for key, text in words().items():
        names = [sorted(re.findall(r"{(\w+)}", each)) for each in (text.en, text.zh)]
        assert names[0] == names[1], key


def test_every_member_of_a_fixed_list_has_its_word():
    known = set(words())
    for prefix, members in {
        "kind": Kind,
        "severity": Severity,
        "severities": Severity,
        "status": Status,
        "omission": OmissionKind,
        "approach": Approach,
        "basis": Basis,
        "qualifier": set(Qualifier) - {Qualifier.EXACT},
    }.items():
        assert {f"{prefix}.{member}" for member in members} <= known
    assert {f"book.qualifier_{qualifier}" for qualifier in Qualifier} <= known


def bare_text(template: str) -> str:
    """What a template prints that is neither markup nor an expression."""
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", template, flags=re.S)
    attributes = re.findall(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"', text)
    text = re.sub(r"<[^>]*>", "", text)
    return " ".join([text, *attributes])


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_words_of_their_own(template: Path):
    text = bare_text(template.read_text(encoding="utf-8")).replace("Apache-2.0", "")
    assert not re.search(r"\w", text), re.findall(r"\S*\w\S*", text)


def test_the_search_for_bare_text_finds_it():
    assert "Total" in bare_text('<p class="x">{{ w("a.b") }} Total</p>')
    assert "Close" in bare_text('<button aria-label="Close"></button>')


def test_templates_and_code_name_only_words_that_exist():
    files = [*TEMPLATES, *FOLDER.rglob("*.py")]
    for file in files:
        text = file.read_text(encoding="utf-8")
        for key in re.findall(r"""\b(?:w|word|words)\(\s*["']([a-z_]+\.[a-z_0-9]+)["']""", text):
            assert key in words(), f"{file.name}: {key}"


def test_the_script_and_the_style_have_no_words():
    script = (FOLDER / "html" / "static" / "report.js").read_text(encoding="utf-8")
    assert not HAN.search(script)
    assert not re.search(r'textContent = "[A-Za-z]', script)
    style = (FOLDER / "html" / "static" / "report.css").read_text(encoding="utf-8")
    assert not re.search(r'content: "[^"]*\w', style)


def test_the_plan_is_bilingual_and_names_known_metrics():
    from crossfoot.metrics.catalogue import catalogue

    known = catalogue()
    for section in plan().sections:
        assert HAN.search(section.title.zh)
        assert set(section.topics) <= {topic.id for topic in known.topics}
    for highlight in plan().highlights:
        assert set(highlight.metrics) <= {metric.id for metric in known}
    for chart in plan().charts:
        assert HAN.search(chart.title.zh)
        assert all(metric in known for metric in chart.metrics)
        assert not chart.total or chart.total in known
        assert not chart.names or len(chart.names) == len(chart.metrics or chart.parts)
        units = {known[metric].unit for metric in chart.metrics}
        if chart.form is not Form.INTENSITY:  # which has an axis for each
            assert len(units) <= 1, f"{chart.id} draws {units} on one axis"
        for dimension in chart.dimension.split():
            assert all(known[metric].allows(dimension) for metric in chart.metrics)
        for part in (*chart.parts, *chart.into):
            metric, _, cut = part.partition(" ")
            assert metric in known
            assert not cut or known[metric].allows(cut.partition("=")[0])


def test_every_topic_has_one_section():
    from crossfoot.metrics.catalogue import catalogue

    placed = [topic for section in plan().sections for topic in section.topics]
    assert len(placed) == len(set(placed))
    assert set(placed) == {topic.id for topic in catalogue().topics}


def test_words_are_filed_as_toml_tables_of_two_languages():
    document = tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
    for table in document.values():
        for entry in table.values():
            assert set(entry) == {"en", "zh"}
