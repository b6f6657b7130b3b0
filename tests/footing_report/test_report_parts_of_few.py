"""Parts above their whole, and shares of a few, within sentences; invented texts."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_text

CHECKS = (
    "share_against_its_row",
    "part_above_its_whole",
    "part_above_the_number_before",
    "share_of_few",
    "share_of_a_named_part",
)


def findings(sentence: str) -> list[ReportFinding]:
    report = read_text(f"Sustainability report 2023\n\nAbout us\n\n{sentence}\n")
    return [each for each in foot_report(report) if each.check in CHECKS]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("It rained. Clients sent back 5,120 old pumps, of which 5,310 were repaired.", "5,310"),
        ("The inspectors identified 812 defects and rectified 845 of them.", "845"),
        ("In 2023, 1,204 leaks were found and 1,240 were closed within a week.", "1,240"),
        ("We filed 77 patents in the year, including 91 invention patents.", "91"),
        ("全年排查隐患1,310项，完成整改1,402项。", "1,402"),
        ("报告期内获得授权专利86件，其中发明专利91件。", "91"),
        ("客服中心受理投诉215件，办结251件。", "251"),
    ],
)
def test_a_part_above_the_number_before_it(sentence: str, shown: str) -> None:
    (found,) = findings(sentence)
    assert (found.kind, found.severity) == (Kind.PARTS_EXCEED_TOTAL, Severity.ERROR)
    assert found.values[0] == shown


@pytest.mark.parametrize(
    "sentence",
    [
        "Clients sent back 5,120 old pumps, of which 4,310 were repaired.",
        "We run 12 plants, including 3,400 machines of the newest kind.",
        "We filed 77 patents and hold 640 patents, including 512 invention patents.",
        "We hold 640 patents, 77 patents of them new, including 512 invention patents.",
        "The inspectors identified 812 defects and rectified 845, including those of prior years.",
        "We wrote 2 national rules, 14 industry rules and 5 group rules, of which 19 are in force.",
        "We held 14 courses, among them 2,310 hours for managers.",
        "The number of staff grew by 120 employees, of whom 2,310 were women.",
        "We identified 12 risks and held 30 workshops, in which 25 issues were resolved.",
        "全年排查隐患1,310项，完成整改1,302项。",
        "全年排查隐患1,310项，连同上年遗留，完成整改1,402项。",
        "新增专利86件，累计拥有专利640件，其中发明专利512件。",
        "全年开展培训12场，其中管理层参训3,400人次。",
        "识别风险12项，组织培训30场，解决问题25个。",
    ],
)
def test_a_part_that_may_be_one_of_something_else(sentence: str) -> None:
    assert not findings(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The coverage of the 7 directors was 93.0%.",
        "The training completion rate for our eight supervisors reached 90.0%.",
        "In June, 55.0% of the nine members of the council took part.",
        "7名董事的培训覆盖率为93.0%。",
        "公司8家子公司的审计覆盖比例达到90%。",
    ],
)
def test_a_share_that_no_whole_number_of_few_gives(sentence: str) -> None:
    (found,) = findings(sentence)
    assert (found.kind, found.severity) == (Kind.IMPOSSIBLE_VALUE, Severity.ERROR)


@pytest.mark.parametrize(
    "sentence",
    [
        "The coverage of the 7 directors was 85.7%.",
        "The average attendance of the 7 directors was 93.0%.",
        "The coverage of the 1,204 employees was 93.1%.",
        "Our plants cover 93.0% of the demand of 7 directors.",
        "The mean coverage of the 9 sites was 93.2%.",
        "7名董事的平均出席率为93.0%。",
        "7名董事的培训覆盖率为100%。",
    ],
)
def test_a_share_that_a_few_can_give_or_a_mean(sentence: str) -> None:
    assert not findings(sentence)


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "The board consists of eight members, three of whom are independent. The share of "
            "independent members is 40.0%.",
            "3 / 8 = 37.5%",
        ),
        (
            "The council has 11 members, two of whom are women. The proportion of women on the "
            "council stood at 20.0%.",
            "2 / 11 = 18.18%",
        ),
        (
            "We employed 3,120 persons, of whom 2,010 were men and 1,110 were women; women thus "
            "accounted for 37.1% of the workforce.",
            "1,110 / 3,120 = 35.58%",
        ),
        (
            "董事会有董事9名，其中独立董事3名，女性董事2名，女性董事占比20.0%，独立董事占比33.3%。",
            "2 / 9",
        ),
        ("监事会共7名，其中职工监事3名，职工监事占比40.0%。", "3 / 7"),
    ],
)
def test_a_share_of_a_part_that_the_sentence_counts(sentence: str, shown: str) -> None:
    (found,) = findings(sentence)
    assert (found.kind, found.severity) == (Kind.RATIO_MISMATCH, Severity.ERROR)
    assert found.recomputed.startswith(shown)


@pytest.mark.parametrize(
    "sentence",
    [
        "The board consists of eight members, three of whom are independent. The share of "
        "independent members is 37.5%.",
        "The board consists of eight members, three of whom are independent. The share of "
        "women is 40.0%.",
        "We employed 3,120 persons, of whom 1,110 were women; women accounted for 35.6% of the "
        "workforce.",
        "We employed 3,120 persons, of whom 1,110 were women; women accounted for 31.0% of the "
        "managers.",
        "The board consists of eight members, three of whom are independent. The share of "
        "independent suppliers is 92.0%.",
        "董事会有董事9名，其中独立董事3名，女性员工占比20.0%。",
        "董事会有董事9名，其中独立董事3名，独立董事占比33.3%。",
    ],
)
def test_a_share_that_holds_or_is_of_another_part(sentence: str) -> None:
    assert not findings(sentence)


TABLE = """Key figures

Indicator\tUnit\t2022\t2023
Share of recycled glass\t%\t31.0\t39.0
外购玻璃占比\t%\t41.0\t44.0
"""


def of_rows(sentence: str) -> list[ReportFinding]:
    report = read_text(f"Sustainability report 2023\n\nGlass\n\n{sentence}\n\n{TABLE}")
    return [each for each in foot_report(report) if each.check == "share_against_its_row"]


@pytest.mark.parametrize(
    "sentence",
    [
        "We melt much. Recycled glass accounted for 43.0% of the glass in our lamps in 2023.",
        "Recycled glass made up 43% of our total glass consumption.",
        "2023年，外购玻璃占比为49.0%。",
    ],
)
def test_a_share_that_its_row_has_otherwise(sentence: str) -> None:
    (found,) = of_rows(sentence)
    assert (found.kind, found.severity) == (Kind.CONFLICTING_VALUES, Severity.WARNING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Recycled glass accounted for 39.0% of the glass in our lamps in 2023.",
        "Recycled glass accounted for 31.0% of the glass in our lamps.",
        "Recycled glass accounted for 43.0% of the bottles that we sold.",
        "In Brno, recycled glass accounted for 43.0% of the glass.",
        "By 2030 recycled glass will have made up 60% of the glass.",
        "Recycled steel accounted for 43.0% of the steel.",
        "2023年，外购玻璃占比为44.0%。",
        "2023年，外购钢材占比为49.0%。",
    ],
)
def test_a_share_that_fits_its_row_or_is_of_something_else(sentence: str) -> None:
    assert not of_rows(sentence)
