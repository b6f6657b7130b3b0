from __future__ import annotations

import re

import pytest

from writing.chapters import draw

AWARDS = (
    "title_en,title_zh,issuer_en,issuer_zh,date,level\n"
    "Older prize,旧奖,Town,市,2022-05-01,municipal\n"
    "Newer prize,新奖,State,国家,2023-07-09,national\n"
)
TARGETS = (
    "title_en,title_zh,metric,base_year,target_year,target_change,status\n"
    "Halve scope 1,范围一减半,ghg.scope1,2021,2030,-50,on track\n"
)
RESTATEMENTS = (
    "metric,year,before,reason_en,reason_zh\nghg.scope1,2022,100,Meter read anew,重新抄表\n"
)
MATERIALITY = (
    "topic_en,topic_zh,pillar,impact,financial,tier,chapter\n"
    "Climate,气候,E,5,4,high,test\nPeople,员工,S,2.5,0,low,\n"
)
SDG = "goal,contribution_en,contribution_zh,chapter\n13,We cut,减排,test\n7,Solar,光伏,\n"


def rows_of(html: str) -> list[list[str]]:
    """The cells of the table bodies, as words."""
    found = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found.append([re.sub(r"<[^>]*>", "", cell).strip() for cell in cells])
    return found


def test_a_list_is_a_table_in_the_order_of_its_schema(make_book):
    html = draw(make_book("# T\n\n:::{awards}\n:::", awards=AWARDS))
    assert rows_of(html) == [
        ["Date", "Award", "Awarded by", "Level"],
        ["9 July 2023", "Newer prize", "State", "national"],
        ["1 May 2022", "Older prize", "Town", "municipal"],
    ]
    html = draw(make_book("# T\n\n:::{awards}\n:where: level=national\n:::", "zh", awards=AWARDS))
    assert rows_of(html)[1:] == [["2023年7月9日", "新奖", "国家", "国家级"]]


def test_columns_and_number_of_rows_can_be_chosen(make_book):
    text = "# T\n\n:::{records} awards\n:columns: title, level\n:limit: 1\n:title: Prizes\n:::"
    html = draw(make_book(text, awards=AWARDS))
    assert rows_of(html) == [["Award", "Level"], ["Newer prize", "national"]]
    assert "Prizes" in html


def test_a_target_takes_base_and_progress_from_the_facts(make_book):
    # base 100.5, halved 50.25; now 93.6613: (93.6613 - 100.5) / (50.25 - 100.5) = 13.6 percent
    html = draw(make_book("# T\n\n:::{targets}\n:::", targets=TARGETS))
    row = rows_of(html)[1]
    assert row[0] == "Halve scope 1"
    assert row[1].startswith("100.5")
    assert row[1].endswith("tCO₂e (2021)")
    assert row[2] == "50.25 tCO₂e (2030)"
    assert row[3] == "93.6613 tCO₂e"
    assert row[4:] == ["14%", "on track"]
    assert 'href="#why/ghg.scope1/acme/2021"' in html


def test_targets_of_a_pillar(make_book):
    text = "# T\n\n:::{targets}\n:where: pillar=S\n:::"
    assert [f.kind for f in make_book(text, targets=TARGETS).findings] == ["no_records"]
    assert not make_book(text.replace("=S", "=E"), targets=TARGETS).findings


def test_a_restatement_compares_with_the_fact(make_book):
    html = draw(make_book("# T\n\n:::{restatements}\n:::", restatements=RESTATEMENTS))
    row = rows_of(html)[1]
    assert row[1:3] == ["2022", "100"]
    assert row[3].startswith("110.5")
    assert row[4:] == ["+10.5%", "Meter read anew"]


def test_the_matrix_stands_above_the_table_of_its_topics(make_book):
    html = draw(make_book("# T\n\n:::{materiality}\n:::", materiality=MATERIALITY))
    assert html.index('data-chart="materiality"') < html.index('<table class="records">')
    only = "# T\n\n:::{materiality}\n:matrix: only\n:::"
    assert '<table class="records">' not in draw(make_book(only, materiality=MATERIALITY))
    none = draw(make_book(only.replace("only", "none"), materiality=MATERIALITY))
    assert "data-chart" not in none
    assert rows_of(none)[1][0] == "Climate"


def test_a_broken_list_leaves_the_charts_of_facts(make_book):
    text = "# T\n\n:::{chart} ghg-scopes\n:::\n"
    assert 'data-chart="ghg-scopes"' in draw(make_book(text, materiality="topic_en\nx,y\n"))


def test_goals_have_their_titles_and_are_sorted(make_book):
    html = draw(make_book("# T\n\n:::{sdg}\n:::", "zh", sdg=SDG))
    assert re.findall(r'class="goal-title">([^<]+)', html) == ["经济适用的清洁能源", "气候行动"]
    assert 'href="#chapter-test"' in html


def test_a_table_of_a_topic_is_that_of_the_annex(make_book, small_report):
    html = draw(make_book("# T\n\n:::{table} ghg\n:::"))
    table = next(t for t in small_report.tables() if t.id == "ghg")
    assert len(rows_of(html)) == len(table.rows) + 1
    two = draw(make_book("# T\n\n:::{table} ghg\n:years: 2\n:::"))
    assert rows_of(two)[0] == ["Indicator", "Unit", "2022", "2023", "Change"]


def test_a_table_twice_in_a_chapter_has_its_ids_once(make_book):
    html = draw(make_book("# T\n\n" + ":::{table} ghg\n:::\n" * 2 + ":::{kpi}\n:::"))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)), [each for each in ids if ids.count(each) > 1]


def test_the_annex_has_every_printed_number(make_book, small_report):
    html = draw(make_book("# T\n\n:::{kpi}\n:::"))
    tables = [table.id for table in small_report.tables()]
    assert re.findall(r'id="table-kpi-([\w.-]+)"', html) == tables


def test_a_chart_an_index_and_highlights_are_drawn(make_book):
    text = (
        "# T\n\n:::{chart} ghg-scopes\n:::\n\n:::{index} gri\n:::\n\n:::{highlights} ghg.total\n:::"
    )
    html = draw(make_book(text))
    assert 'data-chart="ghg-scopes"' in html
    assert "305-1" in html
    assert '<p class="card-value">' in html


def test_a_box_has_text_with_references_and_further_directives(make_book):
    text = (
        "# T\n\n:::{case} A case\n:entity: hefei\nWe use {value}`ghg.scope1 year=2022 bare`.\n\n"
        ":::{highlights} ghg.total\n:::\n:::\n"
    )
    book = make_book(text)
    assert not book.findings
    html = draw(book)
    assert "A case" in html
    assert "Hefei plant" in html
    assert "110.5" in html
    assert "card-value" in html


def test_a_statement_says_who_makes_it(make_book):
    text = "# T\n\n:::{statement}\n:name: Zhang Wei\n:role: Chair\nWe **stand** for it.\n:::"
    html = draw(make_book(text))
    assert "<strong>stand</strong>" in html
    assert "<dd>Zhang Wei</dd>" in html


def test_the_form_asks_own_questions_or_the_usual_ones(make_book):
    own = draw(make_book("# T\n\n:::{feedback}\nThank you.\n\n- How clear?\n- How long?\n:::"))
    assert re.findall(r"<li><p>([^<]+)</p>", own) == ["How clear?", "How long?"]
    usual = draw(make_book("# T\n\n:::{feedback}\n:contact: esg@example.com\n:::"))
    assert len(re.findall(r"<li><p>", usual)) == 5
    assert "esg@example.com" in usual


def test_the_boundary_names_every_entity(make_book):
    html = draw(make_book("# T\n\n:::{entities}\n:::", "zh"))
    assert [row[0] for row in rows_of(html)[1:]] == ["安诺电池公司", "合肥工厂", "槟城工厂"]


def test_a_figure_has_a_caption_and_words(make_folder, small_report):
    from crossfoot.reports.writing.book import build_book

    folder = make_folder(
        {
            "en/10-test.md": "# T\n\n:::{figure} images/a.svg\n:alt: A plant\n*The plant*\n:::",
            "images/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        }
    )
    book = build_book(small_report, folder, "en")
    assert not book.findings
    html = draw(book)
    assert '<img src="images/a.svg" alt="A plant">' in html
    assert "<em>The plant</em>" in html
    assert list(book.images) == ["images/a.svg"]


def test_a_passage_may_need_its_figures(make_book):
    text = (
        "# T\n\nwords\n\n::::{when} ghg.total, workforce.headcount\n## A heading\n\n"
        "{value}`ghg.total bare`\n\n:::{highlights} ghg.total\n:::\n::::\n"
    )
    book = make_book(text)
    assert not book.findings
    assert [heading.text for heading in book.chapters[0].headings] == ["A heading"]
    assert "card-value" in draw(book)
    lacking = make_book(text.replace("workforce.headcount", "water.recycled"))
    assert [(str(f.kind), f.severity, f.line) for f in lacking.findings] == [
        ("left_out", "note", 5)
    ]
    assert "`water.recycled`" in lacking.findings[0].message.en
    assert draw(lacking).strip() == "<p>words</p>"
    wrong = make_book(text.replace("workforce.headcount", "workforce.headcuont"))
    assert [str(f.kind) for f in wrong.findings] == ["unknown_metric"]


WRONG = [
    (":::{tabel} ghg\n:::", "unknown_directive", "`table`"),
    (":::{table}\n:::", "missing_argument", "table"),
    (":::{table} gkg\n:::", "unknown_topic", "`ghg`"),
    (":::{table} ghg.scop1, ghg.total\n:::", "unknown_metric", "`ghg.scope1`"),
    (":::{table} labour\n:::", "no_table", "labour"),
    (":::{table} ghg\n:yaers: 2\n:::", "unknown_option", "`years`"),
    (":::{table} ghg\n:years: many\n:::", "bad_option", "many"),
    (":::{table} ghg\nwords\n:::", "unexpected_content", "table"),
    (":::{chart} ghg-scope\n:::", "unknown_chart", "`ghg-scopes`"),
    (":::{index} gir\n:::", "unknown_standard", "`gri`"),
    (":::{records} award\n:::", "unknown_list", "`awards`"),
    (":::{awards}\n:::", "no_records", "awards"),
    (":::{case} Empty\n:::", "nothing_given", "case"),
    (":::{assurance}\n:level: absolute\nText\n:::", "bad_option", "absolute"),
    (":::{figure} ../secret.png\n:::", "image_outside", "../secret.png"),
    (":::{table} ghg", "not_closed", "table"),
]


@pytest.mark.parametrize(("text", "kind", "said"), WRONG, ids=[text for text, _, _ in WRONG])
def test_what_a_directive_does_not_find_is_a_finding_with_its_line(make_book, text, kind, said):
    book = make_book(f"# T\n\nwords\n\n{text}\n")
    assert [(str(f.kind), f.where) for f in book.findings] == [(kind, "report/en/10-test.md:5")]
    assert said in book.findings[0].message.en
    if kind != "not_closed":
        assert "writing-mark" in draw(book)


@pytest.mark.parametrize("text", [":::{awards}\n:if-any:\n:::", ":::{table} labour\n:if-any:\n:::"])
def test_a_block_without_data_may_disappear(make_book, text):
    book = make_book(f"# T\n\nwords\n\n{text}\n")
    assert not book.findings
    assert draw(book).strip() == "<p>words</p>"


def test_a_mistake_does_not_disappear_with_the_data(make_book):
    book = make_book("# T\n\nwords\n\n:::{table} gkg\n:if-any:\n:::\n")
    assert [f.kind for f in book.findings] == ["unknown_topic"]


def test_lines_within_a_box_are_those_of_the_file(make_book):
    text = (
        "# T\n\n::::{case} C\n:entity: hefei\n\nfine\n\nnot {value}`nix` fine\n\n"
        ":::{chart} nix\n:::\n::::\n"
    )
    found = [(f.line, str(f.kind)) for f in make_book(text).findings]
    assert found == [(8, "unknown_metric"), (10, "unknown_chart")]


def test_directives_within_each_other_have_an_end(make_book):
    text = "# T\n\n" + "".join(f"{':' * (20 - n)}{{case}} C\nx\n\n" for n in range(12))
    assert "too_deep" in {str(f.kind) for f in make_book(text).findings}
