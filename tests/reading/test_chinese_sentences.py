"""Figures in Chinese sentences, and in English ones of the same kinds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reading.reader import read_text
from crossfoot.reading.scopes import is_plan, names_a_part

ZH, EN = "2023年度环境、社会及管治报告\n\n", "Environmental, Social and Governance Report 2023\n\n"


def brief(sentence: str) -> list[tuple[str, str, int | None, str]]:
    title = EN if sentence.isascii() else ZH
    return [
        (f.metric, ";".join(m for _, m in f.dimensions), f.year, f"{f.value.normalize():f}")
        for f in read_text(title + sentence).figures
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("公司共排查安全隐患150项，整改率100%。", [
            ("safety.hazards.identified", "", 2023, "150"),
            ("safety.hazards.rectification_rate", "", 2023, "100"),
        ]),
        ("截至报告期末，公司共有供应商486家，其中新增供应商52家。", [
            ("suppliers.count", "", 2023, "486"),
            ("suppliers.new", "", 2023, "52"),
        ]),
        ("截至2023年底，公司累计拥有有效专利286件，其中发明专利96件。", [
            ("ip.patents.held", "", 2023, "286"),
            ("ip.patents.held", "invention", 2023, "96"),
        ]),
        ("报告期内，公司新增专利申请36件，获得授权专利28件。", [
            ("ip.patents.applied", "", 2023, "36"),
            ("ip.patents.granted", "", 2023, "28"),
        ]),
        ("男性、女性员工人数分别为548人和392人。", [
            ("workforce.headcount", "male", 2023, "548"),
            ("workforce.headcount", "female", 2023, "392"),
        ]),
        ("2021年至2023年，公司研发投入分别为2.8亿元、3.5亿元和4.2亿元。", [
            ("rd.investment", "", 2021, "28000"),
            ("rd.investment", "", 2022, "35000"),
            ("rd.investment", "", 2023, "42000"),
        ]),
        ("范围一、范围二温室气体排放量分别为32.4吨和25.2吨二氧化碳当量。", [
            ("ghg.scope1", "", 2023, "32.4"),
            ("ghg.scope2.location", "", 2023, "25.2"),
        ]),
        ("公司客户满意度由2022年的92.5分提升至95.1分。", [
            ("customer.satisfaction_score", "", 2022, "92.5"),
            ("customer.satisfaction_score", "", 2023, "95.1"),
        ]),
        ("公司董事会由9名董事组成，其中独立董事3名。", [
            ("governance.board_size", "", 2023, "9"),
            ("governance.board_size", "independent", 2023, "3"),
        ]),
        ("於報告期末，本集團共有120名僱員，其中男性僱員70名，女性僱員50名。", [
            ("workforce.headcount", "", 2023, "120"),
            ("workforce.headcount", "male", 2023, "70"),
            ("workforce.headcount", "female", 2023, "50"),
        ]),
        ("本年度僱員流失率為12.5%。", [("workforce.turnover_rate", "", 2023, "12.5")]),
        ("安全生产投入不少于600万元。", [("safety.investment", "", 2023, "600")]),
    ],
)  # fmt: skip
def test_chinese(sentence: str, found: list[tuple[str, str, int | None, str]]) -> None:
    assert brief(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("By the end of 2023, we had a total of 400 employees, of which 270 were male (67.5%) and "
         "130 were female (32.5%).", [
            ("workforce.headcount", "", 2023, "400"),
            ("workforce.headcount", "male", 2023, "270"),
            ("workforce.share", "male", 2023, "67.5"),
            ("workforce.headcount", "female", 2023, "130"),
            ("workforce.share", "female", 2023, "32.5"),
        ]),
        ("In 2022 and 2023, the R&D investment was RMB 3.5 million and RMB 4.2 million, "
         "respectively.", [
            ("rd.investment", "", 2022, "350"),
            ("rd.investment", "", 2023, "420"),
        ]),
        ("The numbers of male and female employees were 548 and 392, respectively.", [
            ("workforce.headcount", "male", 2023, "548"),
            ("workforce.headcount", "female", 2023, "392"),
        ]),
        ("The employee turnover rate fell from 9.8% in 2022 to 8.4%.", [
            ("workforce.turnover_rate", "", 2022, "9.8"),
            ("workforce.turnover_rate", "", 2023, "8.4"),
        ]),
        ("As of December 31, 2023, the Company has a total of 400 patents, of which 300 are "
         "authorized patents and 100 are pending applications.", [
            ("ip.patents.total", "", 2023, "400"),
            ("ip.patents.held", "", 2023, "300"),
        ]),
        (
            "The employee turnover rate was 14.6% during the year (2022: 16.1%).",
            [
                ("workforce.turnover_rate", "", 2023, "14.6"),
                ("workforce.turnover_rate", "", 2022, "16.1"),
            ],
        ),
        (
            "1,024 tonnes of non-hazardous waste and 12.6 tonnes of hazardous waste were made.",
            [
                ("waste.nonhazardous.generated", "", 2023, "1024"),
                ("waste.hazardous.generated", "", 2023, "12.6"),
            ],
        ),
        (
            "R&D expenses were RMB 5 million, RMB 6 million and RMB 7 million in 2021, 2022 and "
            "2023 respectively.",
            [
                ("rd.investment", "", 2021, "500"),
                ("rd.investment", "", 2022, "600"),
                ("rd.investment", "", 2023, "700"),
            ],
        ),
        ("There were 45 new patent applications.", [("ip.patents.applied", "", 2023, "45")]),
    ],
)  # fmt: skip
def test_english(sentence: str, found: list[tuple[str, str, int | None, str]]) -> None:
    assert brief(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        # parts of the company, other times
        "南平分公司开展培训35场。",
        "通过照明改造项目，每年可节约用电12万千瓦时。",
        "约50家供应商参加了公司举办的供应商大会。",
        "2023年8月，公司组织开展消防演练3次。",
        "About 50 suppliers attended the supplier conference held by the Company.",
        "The retrofit of the server room reduced electricity consumption by 36,000 kWh.",
        "The Audit Committee is composed of 3 independent non-executive directors.",
        "Of the respondents, frontline employees account for 34%.",
        "The platform hosts more than 500 training courses.",
        "Five courses of over 70 hours were developed.",
        # plans, others
        "公司计划到2030年将温室气体排放总量降至8,000吨二氧化碳当量以下。",
        "我国2023年光伏发电量达5,833亿千瓦时。",
        "We helped our customers save 1,200,000 kWh of electricity.",
        # two things counted together
        "406 authorized invention patents and software copyrights have been obtained.",
        "Women fill 27% of posts and 38 seats.",
        # applied for or granted?
        "The Company has a total of 400 patents.",
        # a unit at the end of a caption
        "Operating revenue, RMB 10,000",
        # changes, and what is compared with
        "The number of employees increased by 45.",
        "员工总数较上年增加45人。",
        # lists of another length
        "男性、女性员工人数分别为548人、392人和12人。",
    ],
)
def test_what_is_no_figure_of_the_whole_year(sentence: str) -> None:
    assert brief(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("开展应急演练超过20场。", Qualifier.MORE_THAN),
        ("开展应急演练20余场。", Qualifier.MORE_THAN),
        ("开展应急演练20场以上。", Qualifier.AT_LEAST),
        ("员工总数逾500人。", Qualifier.MORE_THAN),
        ("安全生产投入不低于600万元。", Qualifier.AT_LEAST),
        ("员工总数近500人。", Qualifier.APPROXIMATE),
        ("The work safety investment was not less than RMB 6 million.", Qualifier.AT_LEAST),
    ],
)
def test_qualifiers(sentence: str, qualifier: Qualifier) -> None:
    (figure,) = read_text((EN if sentence.isascii() else ZH) + sentence).figures
    assert figure.qualifier is qualifier


def test_money_of_hong_kong_is_not_ours() -> None:
    found = read_text(ZH + "公益捐赠总额为港币50万元。").figures
    assert [(f.unit, str(f.value.normalize())) for f in found] in ([], [("1e4 HKD", "5E+1")])


@pytest.mark.parametrize(
    ("sentence", "metric", "percent"),
    [
        ("研发投入达8,640万元，同比增长15.20%。", "rd.investment", "15.20"),
        ("温室气体排放总量较上年下降约5.3%。", "ghg.total", "-5.3"),
        ("溫室氣體排放總量較去年減少5.3%。", "ghg.total", "-5.3"),
    ],
)
def test_changes(sentence: str, metric: str, percent: str) -> None:
    (change,) = read_text(ZH + sentence).changes
    assert (change.metric, str(change.percent)) == (metric, percent)


def test_plans_and_parts() -> None:
    assert is_plan("By 2030, emissions fall to 100 tons", 2023)
    assert not is_plan("By the end of 2023, there were 100 employees", 2023)
    assert names_a_part("The Nanping Plant used less water")
    assert not names_a_part("报告期内，公司用水总量为100立方米")


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("女性员工占比\n52.3%", [("workforce.share", "female", 2023, "52.3")]),
        ("12场\n安全应急演练", [("safety.drills", "", 2023, "12")]),
        ("100%\nlabor contract signing rate", [("workforce.contract_rate", "", 2023, "100")]),
        ("Female employees\n\n52.3%", []),
        ("12场\n安全应急演练\n36场", []),
    ],
)
def test_a_number_and_its_label_on_two_lines(
    block: str, found: list[tuple[str, str, int | None, str]]
) -> None:
    title = EN if block.isascii() else ZH
    read = read_text(f"{title}{block}\n\nEnd.").figures
    assert [
        (f.metric, ";".join(m for _, m in f.dimensions), f.year, f"{f.value.normalize():f}")
        for f in read
    ] == found
    numbered = [n for n, line in enumerate((title + block).split("\n"), 1) if line[:1].isdigit()]
    assert all(f.line in numbered for f in read)


def test_cells_that_are_sentences() -> None:
    table = (
        "Topic\tWhat was done\n"
        "Safety\tDuring the year, a total of 150 safety hazards were identified.\n"
        "Training\tThe employee training coverage rate reached 98% in 2023.\n"
    )
    found = [(f.metric, f.line, str(f.value)) for f in read_text(EN + table).figures]
    assert found == [("safety.hazards.identified", 4, "150"), ("training.coverage", 5, "98")]


def test_broken_lines_and_page_heads() -> None:
    page = "2023年環境、社會及管治報告　　　　遠東製衣控股有限公司"
    text = (
        f"{ZH}{page}\n\n1\n\n報告期內，本集團外購電力消耗量為2,456.8萬千\n瓦時，較上年有所下降，其中綜合能源消耗量為\n5,230.6噸標準煤。\n\n"
        + "".join(f"{page}\n\n{n}\n\n本集團重視環境。\n\n" for n in range(2, 6))
    )
    report = read_text(text)
    assert [(f.metric, f.value.normalize()) for f in report.figures] == [
        ("energy.electricity.purchased", Decimal(24568000)),
        ("energy.comprehensive", Decimal("5230.6")),
    ]
    assert all(page != heading.text for heading in report.headings)
    assert len(report.furniture) == 10


def test_chapters_with_chinese_numbers_are_those_of_the_contents() -> None:
    contents = "目 录\n\n绿色发展 4\n以人为本 8\n附录 12\n\n"
    text = contents + "第一章 绿色发展\n\n一、能源\n\n二、以人为本\n\n正文。"
    levels = {heading.text: heading.level for heading in read_text(text).headings}
    assert levels["第一章 绿色发展"] == levels["二、以人为本"] == 1
    assert levels["一、能源"] == 2
