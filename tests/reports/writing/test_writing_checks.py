"""Checks of the text: typed numbers, parity of the languages, lists."""

from __future__ import annotations

import pytest

from crossfoot.reports.writing.books import build_books
from crossfoot.reports.writing.typed_numbers import typed_number_findings

TYPED = [
    ("Emissions came to 1,529.22 tCO2e in all.", "typed_number", "{value}`ghg.total`"),
    ("Emissions came to 1111.25 tCO2e before.", "typed_number", "{value}`ghg.total year=2022`"),
    ("Purchased electricity was 2,400,078 kWh.", "typed_number", "energy.electricity.purchased"),
    (
        "Total GHG emissions, scope 1 and 2, were 1,700 tCO2e.",
        "contradicting_number",
        "{value}`ghg.total`",
    ),
]

TYPED_ZH = [
    ("排放总量为1,529.22吨二氧化碳当量。", "typed_number", "{value}`ghg.total`"),
    ("营业收入为9亿元。", "", ""),  # one digit says nothing
    ("温室气体排放总量为1,600吨二氧化碳当量。", "contradicting_number", "{value}`ghg.total`"),
]

#: numbers that are no figures, or none of this report's
SILENT = [
    "In 2023, as in 2022 and since 1998, we did much.",
    "We follow ISO 14001:2015, GRI 305-1, GB/T 32150-2015 and IEC 62619.",
    "On 31 December 2023 and 2023-12-31, at 12:40, on page 54.",
    "Our office is at 1529 Road, tower 3, room 1111; call +86 551 1529 2200.",
    "1. first\n2. second\n\n54) third",
    "Between 100 and 120 people met 20 times; 45% agreed with 3 of 5 points.",
    "Total GHG emissions, scope 1 and 2, shall be below 900 tCO2e by 2030.",
    "Total GHG emissions of the industry average 1,700 tCO2e, scope 1 and 2.",
    "Scope 2 and Scope 3 of SDG 13, in category 11.",
    "Total GHG emissions, scope 1 and 2, were {value}`ghg.total`.",
    "GB/T 2400078, section 1111.25 and No. 1529.22 have the digits of figures.",
    "The code 600519 and the address https://example.com/1529.22/ are none.",
    "A share of 1529.22.17 is a version, 1,52 a slip, 80000-2 a part number.",
]


@pytest.mark.parametrize(("text", "kind", "reference"), TYPED)
def test_a_typed_number_that_a_fact_has_gets_its_reference(make_book, text, kind, reference):
    found = typed_number_findings(make_book(f"# T\n\nBefore.\n{text}"))
    assert [(str(f.kind), f.line) for f in found] == [(kind, 4)]
    assert reference in found[0].message.en
    assert reference in found[0].message.zh


@pytest.mark.parametrize(("text", "kind", "reference"), TYPED_ZH)
def test_typed_numbers_in_chinese(make_book, text, kind, reference):
    found = typed_number_findings(make_book(f"# T\n\n{text}", "zh"))
    assert [str(f.kind) for f in found] == ([kind] if kind else [])
    assert all(reference in f.message.zh for f in found)


@pytest.mark.parametrize("text", ["公告2400078号。", "见第1529.22条。", "编号1111.25。"])
def test_numbers_that_are_no_figures_in_chinese(make_book, text):
    assert typed_number_findings(make_book(f"# T\n\n{text}", "zh")) == ()


@pytest.mark.parametrize("text", SILENT)
def test_other_numbers_are_left_alone(make_book, text):
    found = typed_number_findings(make_book(f"# T\n\n{text}"))
    assert [f.message.en for f in found] == []


def test_the_reference_that_is_suggested_prints_the_number(make_book):
    # the reference of each suggestion, put into a chapter, gives the number that was typed
    from writing.chapters import words

    for text, kind, _ in TYPED:
        if kind != "typed_number":
            continue
        finding = typed_number_findings(make_book(f"# T\n\n{text}"))[0]
        reference = finding.message.en.split("write ")[1].split(", so")[0]
        again = words(make_book(f"# T\n\n{reference}"))
        number = next(w for w in text.split() if w[0].isdecimal())
        assert again.split()[0].replace(",", "") == number.replace(",", "").rstrip(".")


def test_lines_of_chinese_follow_without_a_space(make_book):
    from writing.chapters import words

    text = (
        "# 题\n\n排放总量\n为{value}`ghg.total`，\n{change}`ghg.total`。Crossfoot\nand 2400078 度"
    )
    assert words(make_book(text, "zh")).splitlines()[:2] == [
        "排放总量为1,529.22吨二氧化碳当量，上升37.6%。Crossfoot",
        "and 2400078 度",
    ]
    found = typed_number_findings(make_book("# 题\n\n排放\n总量为\n1,529.22吨二氧化碳当量", "zh"))
    assert [f.line for f in found] == [5]


def test_a_number_within_a_box_has_its_line(make_book):
    text = "# T\n\n:::{case} C\n:entity: hefei\n\nEmissions were\n1,529.22 t.\n:::\n"
    found = typed_number_findings(make_book(text))
    assert [f.line for f in found] == [7]


def pair(make_folder, small_report, en, zh, **lists):
    files = {"en/10-a.md": en, "zh/10-a.md": zh}
    files |= {f"lists/{name}.csv": rows for name, rows in lists.items()}
    return build_books(small_report, make_folder(files))


def kinds(books):
    return sorted({(str(f.kind), f.file) for book in books.values() for f in book.findings})


def test_languages_that_say_the_same(make_folder, small_report):
    books = pair(
        make_folder,
        small_report,
        "# A\n\n## B\n\n{value}`ghg.total` {change}`ghg.total noun` {period}`year`",
        "# 甲\n\n## 乙\n\n{change}`ghg.total`，{value}`ghg.total`，{company}`name`",
    )
    assert kinds(books) == []


def test_what_one_language_lacks(make_folder, small_report):
    en = "# A\n\n## B\n\n{value}`ghg.total year=2022`\n\n:::{table} ghg\n:::\n"
    books = pair(make_folder, small_report, en, "# 甲\n\n{value}`ghg.total`\n")
    assert kinds(books) == [
        ("headings_differ", "report/zh/10-a.md"),
        ("references_differ", "report/en/10-a.md"),
        ("references_differ", "report/zh/10-a.md"),
    ]
    lacking = next(f for f in books["zh"].findings if f.file.endswith("zh/10-a.md"))
    assert lacking.severity == "warning"


def test_a_chapter_in_one_language_alone(make_folder, small_report):
    folder = make_folder(
        {"en/10-a.md": "# A\n\nx", "en/20-b.md": "# B\n\nx", "zh/10-a.md": "# 甲\n\n文"}
    )
    books = build_books(small_report, folder)
    assert kinds(books) == [("chapter_missing", "report/en/20-b.md")]
    assert books["en"].standing


def test_a_report_in_one_language_is_compared_with_nothing(make_folder, small_report):
    books = build_books(small_report, make_folder({"en/10-a.md": "# A\n\nx"}))
    assert list(books) == ["en"]
    assert kinds(books) == []


GLOSSARY = (
    "term_en,term_zh,definition_en,definition_zh\nDouble materiality,双重重要性,Both,两者\n"
    "Scope 2,范围二,Energy,能源\n"
)


def test_terms_are_used_alike(make_folder, small_report):
    books = pair(
        make_folder,
        small_report,
        "# A\n\nDouble materiality of {term}`Scope 2`",
        "# 甲\n\n双重实质性与{term}`范围二`",
        glossary=GLOSSARY,
    )
    assert kinds(books) == [("term_missing", "report/zh/10-a.md")]
    finding = next(f for f in books["zh"].findings if f.kind == "term_missing")
    assert "双重重要性" in finding.message.zh
    assert finding.severity == "note"


def test_an_empty_chapter_and_one_without_title(make_folder, small_report):
    folder = make_folder({"en/10-a.md": "# A\n\n## B\n", "en/20-b.md": "words alone\n"})
    assert kinds(build_books(small_report, folder)) == [
        ("empty_chapter", "report/en/10-a.md"),
        ("no_title", "report/en/20-b.md"),
    ]


BROKEN = [
    ("awards", "title_en,title_zh,issuer_en,issuer_zh,date\nA,甲,X,某,soon\n", "row 2"),
    ("awards", "title_en,title_zh,issuer_en,issuer_zh,level\nA,甲,X,某,galactic\n", "level"),
    ("awards", "title_en,title_zh,issuer_en,issuer_zh\n,,X,某\n", "title_en"),
    ("targets", "title_en,title_zh,metric,target_year\nA,甲,ghg.nix,2030\n", "ghg.nix"),
    ("materiality", "topic_en,topic_zh,pillar,impact,financial\nA,甲,E,x,1\n", "impact"),
    ("materiality", "topic_en,topic_zh,pillar,impact,financial\nA,甲,E,101,1\n", "100"),
    ("sdg", "goal,contribution_en,contribution_zh\n18,A,甲\n", "18"),
]


@pytest.mark.parametrize(("name", "rows", "said"), BROKEN)
def test_a_list_says_what_is_wrong_and_where(make_folder, small_report, name, rows, said):
    folder = make_folder({"en/10-a.md": "# A\n\nx", f"lists/{name}.csv": rows})
    findings = build_books(small_report, folder)["en"].findings
    assert [f.kind for f in findings] == ["broken_list"]
    assert said in findings[0].message.en
    assert "row 2" in findings[0].message.en


def test_lists_are_checked_for_names_words_and_chapters(make_folder, small_report):
    folder = make_folder(
        {
            "en/10-a.md": "# A\n\nx",
            "lists/award.csv": "x\n1\n",
            "lists/explanations.csv": "kind,reason_en,reason_zh,by,date\n"
            "sum_mismach,a,b,c,2024-01-01\n",
            "lists/sdg.csv": "goal,contribution_en,contribution_zh,chapter\n13,Cut,,nowhere\n",
        }
    )
    found = kinds(build_books(small_report, folder))
    assert found == [
        ("unknown_chapter", "report/lists/sdg.csv"),
        ("unknown_kind", "report/lists/explanations.csv"),
        ("unknown_list", "report/lists/award.csv"),
        ("words_missing", "report/lists/sdg.csv"),
    ]


OWN = """
[visitors]
title = { en = "Visitors", zh = "来访" }
show = ["name", "count"]
[visitors.columns]
name = { type = "text-bilingual", required = true, en = "Name", zh = "名称" }
count = { type = "number", en = "Persons", zh = "人数" }
"""


def test_a_list_of_ones_own_costs_no_code(make_folder, small_report):
    from writing.chapters import draw

    folder = make_folder(
        {
            "en/10-a.md": "# A\n\n:::{records} visitors\n:::",
            "lists/lists.toml": OWN,
            "lists/visitors.csv": "name_en,name_zh,count\nSchools,学校,1234.50\n",
        }
    )
    book = build_books(small_report, folder)["en"]
    assert not book.findings
    html = draw(book)
    assert "1,234.50" in html
    assert "Visitors" in html


def test_the_lists_that_come_along_are_bilingual():
    from crossfoot.reports.lists.schema import built_in

    for schema in built_in().values():
        for text in (schema.title, *(column.title for column in schema.columns)):
            assert text.en.isascii(), text
            assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh), text


def test_every_kind_of_finding_has_words():
    from crossfoot.reports.words import words
    from crossfoot.reports.writing.findings import WritingKind

    assert {f"writing.{kind}" for kind in WritingKind} <= set(words())
