"""Passages that wait for figures, texts that wait for their author, and what is found in lists."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Severity
from crossfoot.reports.svg import unsafe
from crossfoot.reports.words import words as all_words
from crossfoot.reports.writing.books import build_books
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.standing import settled


def words(book) -> str:
    return " ".join(" ".join(block.text for c in book.chapters for block in c.blocks).split())


def test_a_line_goes_with_its_figure(make_book):
    """The small report has emissions of 2022 and 2023, and no figure of waste."""
    book = make_book(
        "# T\n\n:::{when}\nWe emitted {value}`ghg.total`.\n"
        "Waste came to {value}`waste.generated`.\n"
        "They {change}`ghg.total` and it {change}`waste.generated`.\n"
        "Both count.\n:::\n"
    )
    assert words(book) == "We emitted 1,529.22 tCO₂e. Both count."
    assert [(str(f.kind), f.line) for f in book.findings] == [("left_out", 5)]
    assert "`waste.generated`" in book.findings[0].message.en
    assert "ghg.total" not in book.findings[0].message.en


def test_a_paragraph_goes_with_the_last_of_its_figures(make_book):
    book = make_book(
        "# T\n\n:::{when}\nWaste matters.\nWe made {value}`waste.generated`.\n\n"
        "We emitted {value}`ghg.total`.\n:::\n"
    )
    assert words(book) == "We emitted 1,529.22 tCO₂e."


def test_an_earlier_year_that_lacks_is_named_so(make_book):
    book = make_book("# T\n\nText.\n\n:::{when}\nIt {change}`energy.electricity.purchased`.\n:::\n")
    assert words(book) == "Text."
    assert "`energy.electricity.purchased year=previous`" in book.findings[0].message.en


def test_a_mistake_in_a_passage_is_no_want_of_figures(make_book):
    book = make_book("# T\n\n:::{when}\nWe emitted {value}`ghg.totl`.\n:::\n")
    assert [str(f.kind) for f in book.findings] == ["unknown_metric"]


def test_directives_within_a_passage_stand_or_fall_by_themselves(make_book):
    book = make_book(
        "# T\n\n:::{when}\nWe made {value}`waste.generated`.\n\n"
        ":::{case} A case\nOf {value}`ghg.total`.\n:::\n:::\n"
    )
    assert words(book) == "A case Of 1,529.22 tCO₂e."


def test_a_heading_goes_with_all_that_stood_below_it(make_book):
    book = make_book(
        "# T\n\nText.\n\n## Waste\n\n### Sources\n\n:::{when} waste.generated\nx\n:::\n\n"
        "## Air\n\n:::{awards}\n:if-any:\n:::\n\nMore.\n\n## Empty\n\n## Last\n\nEnd.\n"
    )
    (chapter,) = book.chapters
    assert [heading.words for heading in chapter.headings] == ["Air", "Empty", "Last"]


def test_a_chapter_goes_with_all_of_its_sections_and_numbers_close_up(make_folder, small_report):
    folder = make_folder(
        {
            "en/10-a.md": "# Waste\n\n:::{when} waste.generated\nx\n:::\n",
            "en/20-b.md": "# Air\n\nText.\n",
            "en/30-c.md": "# Nothing\n",
        }
    )
    book = build_books(small_report, folder)["en"]
    assert [(c.number, c.title) for c in book.chapters] == [("1", "Air"), ("2", "Nothing")]
    assert {str(f.kind) for f in book.findings} == {"left_out", "empty_chapter"}


def test_what_is_to_be_written_keeps_a_report_a_draft(make_book):
    book = make_book("# T\n\n:::{todo} Who decides\nName the body.\n:::\n")
    assert [(str(f.kind), str(f.severity)) for f in book.standing] == [("to_write", "warning")]
    assert "Who decides" in book.findings[0].message.en
    assert words(book) == "Who decides Name the body."


TARGETS = "title_en,title_zh,metric,base_year,base_value,target_year,target_value,status\n"


@pytest.mark.parametrize(
    ("base", "goal", "status", "contradicted"),
    [
        # 1,529.22 in 2023; half of the way from 2021 to 2025 is 1,500
        ("1000", "2000", "on_track", False),
        ("1000", "2000", "behind", True),
        ("1000", "2000", "achieved", True),
        ("2000", "1000", "on_track", True),
        ("2000", "1000", "behind", False),
        ("2000", "1000", "new", False),
        ("1000", "1400", "achieved", False),
        ("1000", "1400", "on_track", False),
        ("1000", "1400", "behind", True),
        ("", "1400", "behind", False),  # no way, so nothing to compare with
    ],
)
def test_a_status_is_held_against_the_straight_way(
    make_folder, small_report, base, goal, status, contradicted
):
    rows = f"{TARGETS}Emissions,排放,ghg.total,{2021 if base else ''},{base},2025,{goal},{status}\n"
    folder = make_folder({"en/10-a.md": "# T\n\nText.\n", "lists/targets.csv": rows})
    findings = build_books(small_report, folder)["en"].findings
    assert [str(f.kind) for f in findings] == ["target_status"] * contradicted
    if contradicted:
        assert "1,529.22" in findings[0].message.en
        assert findings[0].severity is Severity.WARNING
        assert (findings[0].file, findings[0].line) == ("report/lists/targets.csv", 2)


EXPLANATIONS = "kind,metric,period,reason_en,reason_zh,by,date\n"


def test_a_contradiction_can_be_explained_and_other_explanations_are_told(
    make_folder, small_report
):
    folder = make_folder(
        {
            "en/10-a.md": "# T\n\nText.\n",
            "lists/targets.csv": f"{TARGETS}E,排,ghg.total,2021,1000,2025,2000,behind\n",
            "lists/explanations.csv": f"{EXPLANATIONS}"
            "target_status,ghg.total,,A plant closes.,关厂。,Li Na,2024-03-01\n"
            "target_status,waste.generated,,Rain.,降雨。,Li Na,2024-03-01\n",
        }
    )
    _, books = settled(small_report, folder)
    found = {str(f.kind): f for f in books["en"].findings}
    assert found.keys() == {"target_status", "idle_explanation"}
    assert found["target_status"].severity is Severity.NOTE
    assert "A plant closes." in found["target_status"].message.en
    idle = found["idle_explanation"]
    assert "waste.generated" in idle.message.en
    assert (idle.severity, idle.line) == (Severity.NOTE, 3)


@pytest.mark.parametrize(("before", "settles"), [("1111.4", True), ("1111.5", False)])
def test_a_restated_figure_need_not_foot_with_what_was_printed(
    make_folder, small_report, before, settles
):
    """The report of 2022 printed 1,111.4; its own figures give 1,111.25."""
    folder = make_folder(
        {
            "en/10-a.md": "# T\n\nText.\n",
            "lists/restatements.csv": "metric,year,before,after,reason_en,reason_zh\n"
            f"ghg.total,2022,{before},,A slip.,笔误。\n",
        }
    )

    def printed(report):
        return [
            found
            for found in report.findings
            if any(str(fact.value) == "1111.4" for fact in found.facts)
        ]

    assert printed(small_report)
    assert all(found.severity is Severity.ERROR for found in printed(small_report))
    after, _ = settled(small_report, folder)
    for found in printed(after):
        assert (found.severity is Severity.NOTE) == settles
        assert found.message.en.endswith(". The figure is restated: A slip.") == settles


XMLNS = "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<svg:script>alert(1)</svg:script>",
        "<SCRIPT href='#a'/>",
        "<rect onload='alert(1)'/>",
        "<rect fill='red'\nonClick = 'x'/>",
        "<rect fill='red'/onclick='x'/>",
        "<foreignObject><p>x</p></foreignObject>",
        "<image href='https://example.com/a.png'/>",
        "<image xlink:href='//example.com/a.png'/>",
        "<a xlink:href='java&#115;cript:alert(1)'><rect/></a>",
        "<use href='other.svg#a'/>",
        "<image href='data:image/svg+xml;base64,xx'/>",
        "<style>@import 'https://example.com/a.css';</style>",
        "<style>rect { fill: url(https://example.com/a) }</style>",
        "<rect style=\"fill: url('https://example.com/a')\"/>",
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(make_folder, small_report, inside):
    folder = make_folder(
        {"en/10-a.md": "# T\n\n![A plant](a.svg)", "a.svg": f"<svg {XMLNS}>{inside}</svg>"}
    )
    book = build_books(small_report, folder)["en"]
    assert [(str(f.kind), str(f.severity)) for f in book.findings] == [("image_unsafe", "error")]
    assert book.images == {}


def test_drawings_of_the_usual_programs_are_taken(tmp_path):
    path = tmp_path / "a.svg"
    path.write_text(
        f"<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x.dtd'>"
        f"<svg {XMLNS}><defs><linearGradient id='a' xlink:href='#b'/></defs><style>.a{{}}</style>"
        "<rect fill='url(#a)' style='stroke: url(&quot;#b&quot;)' font-size='3'/>"
        "<image xlink:href='data:image/png;base64,iVBORw0KGgo='/><text>on = off</text></svg>",
        encoding="utf-8",
    )
    assert unsafe(path) == ""
    path.write_text("<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>", encoding="utf-8")
    assert unsafe(path) == "ENTITY"
    path.write_bytes("<svg><script/></svg>".encode("utf-16"))
    assert unsafe(path) == "not UTF-8"


def test_every_kind_of_finding_has_its_words():
    known = all_words()
    own = {"typed_number", "contradicting_number"}
    assert {str(kind) for kind in WritingKind if f"writing.{kind}" not in known} - own == set()
