"""Small made-up reports, each with one slip of the pen and without it.

Every number is made up. With the slip there is one error or warning, by the check named; without
it there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reading.reader import read_text

EN = "# Sustainability Report 2023\n\n## Data\n\n"
ZH = "# 2023年环境、社会及管治报告\n\n## 数据\n\n"
YEARS = "Indicator|Unit|2022|2023"
YEARS_ZH = "指标|单位|2022年|2023年"


@dataclass(frozen=True)
class Slip:
    """A text with a gap, what fills it wrongly and rightly, and the check that tells."""

    check: str
    text: str
    wrong: str
    right: str


def table(*rows: str) -> str:
    return "".join(f"{row}\n" for row in rows).replace("|", "\t")


SLIPS = {
    "energy carriers in tce": Slip(
        "totals_without_the_word",
        EN
        + table(
            "Energy by carrier|Unit|2022|2023",
            "Natural gas|tce|1,210|1,305",
            "Diesel|tce|88|92",
            "Electricity|tce|4,020|4,115",
            "Comprehensive energy consumption|tce|5,318|@",
        ),
        "5,215",
        "5,512",
    ),
    "能源品种，吨标准煤": Slip(
        "totals_without_the_word",
        ZH
        + table(
            YEARS_ZH,
            "天然气|吨标准煤|1,210|1,305",
            "柴油|吨标准煤|88|92",
            "电力|吨标准煤|4,020|4,115",
            "综合能源消耗量|吨标准煤|5,318|@",
        ),
        "5,215",
        "5,512",
    ),
    "a total of one year, one digit off": Slip(
        "totals_a_slip_off",
        EN
        + table(
            "Energy|Unit|2023",
            "Diesel|MWh|120.5",
            "Petrol|MWh|60.2",
            "Purchased electricity|MWh|3,020.1",
            "Total energy consumption|MWh|@",
        ),
        "3,300.8",
        "3,200.8",
    ),
    "parts below their whole without a mark": Slip(
        "totals_without_the_word",
        EN
        + table(
            YEARS,
            "Sorted office waste|tonnes|61.25|70.94",
            "Paper|tonnes|20.14|25.31",
            "Kitchen waste|tonnes|30.02|31.41",
            "Packaging|tonnes|11.09|@",
        ),
        "12.42",
        "14.22",
    ),
    "segments in columns": Slip(
        "total_columns",
        EN
        + table(
            "Indicator|Unit|Property|Electronics|Total",
            "Electricity consumption|MWh|1,250.5|3,840.2|@",
            "Water consumption|m³|9,120|15,400|24,520",
        ),
        "5,900.7",
        "5,090.7",
    ),
    "sites in rows": Slip(
        "parts_against_total",
        EN
        + table(
            "Site|Employees|Water (m³)|Electricity (MWh)",
            "Hillside|412|9,120|1,250",
            "Lakeside|308|15,400|3,840",
            "Riverside|120|2,000|410",
            "Total|840|@|5,500",
        ),
        "25,620",
        "26,520",
    ),
    "kilograms for tonnes": Slip(
        "same_figure_twice",
        EN
        + "In 2023 the hazardous waste generated amounted to @.\n\n"
        + table(YEARS, "Hazardous waste generated|tonnes|8.1|9.42"),
        "942 kg",
        "9,420 kg",
    ),
    "more suppliers assessed than there are": Slip(
        "more_than_there_are",
        ZH + "2023年，派员到@家供应商的厂房稽核。\n\n" + table(YEARS_ZH, "供应商总数|家|390|412"),
        "530",
        "230",
    ),
    "some of fewer": Slip(
        "part_above_its_whole",
        EN + "During 2023 @ of our 57 key suppliers were audited on site.\n",
        "62",
        "52",
    ),
    "其中多于总数": Slip(
        "part_above_its_whole",
        ZH + "本年度识别出重点供应商1,124家，其中@家已完成评估。\n",
        "1,243",
        "1,023",
    ),
    "a rate above 100 %": Slip(
        "rate_above_a_hundred",
        ZH + "全年排查隐患42,618项，完成整改42,537项，整改率@。\n",
        "101.8%",
        "99.8%",
    ),
    "digits of a share exchanged": Slip(
        "mistyped_share",
        ZH + "年末供应商3,605家。对426家供应商开展环境与社会评估，占@。\n",
        "18.1%",
        "11.8%",
    ),
    "one digit of a rate": Slip(
        "mistyped_share",
        ZH + "发放问卷600份，收回566份，其中有效问卷541份，有效率@。\n",
        "98.6%",
        "95.6%",
    ),
    "a change against another year": Slip(
        "change_against_figures",
        EN
        + "Electricity consumption decreased by @ compared with 2022.\n\n"
        + table(YEARS, "Electricity consumption|MWh|1,000|900"),
        "20%",
        "10%",
    ),
    "a change that ends at a printed figure": Slip(
        "change_against_figures",
        EN
        + "Total energy consumption @ by 6.6% to 82,389.38 MWh.\n\n"
        + table(YEARS, "Total energy consumption|MWh|77,310.18|82,389.38"),
        "fell",
        "rose",
    ),
    "a change of a row that is not recognised": Slip(
        "change_against_a_row",
        EN
        + "Glazing waste of kilns was 1,864 crates, @ year on year.\n\n"
        + table(YEARS, "Glazing waste of kilns|crates|1,820|1,864"),
        "down 2.4%",
        "up 2.4%",
    ),
    "a rate over another year's divisor": Slip(
        "rate_of_two_rows",
        EN
        + table(
            "Indicator|Unit|2021|2022|2023",
            "Hotels: linen washed|kg|139,480|243,110|277,302",
            "Guest nights|nights|206,500|359,500|445,900",
            "Linen washed in hotels|kg/nights|0.675|0.676|@",
        ),
        "0.771",
        "0.622",
    ),
    "the rate of all outside its parts": Slip(
        "rate_outside_its_parts",
        EN
        + table(
            YEARS,
            "Employee turnover rate|%|14.0|@",
            "Male|%|15.0|16.0",
            "Female|%|13.0|19.0",
        ),
        "21.0",
        "17.5",
    ),
    "a highlight of its own": Slip(
        "highlight_against_table",
        EN + "@ hours\nof kiln firing\n\n" + table(YEARS, "Total kiln firing|hour|68,843|57,532"),
        "61,532",
        "57,532",
    ),
    "two sentences": Slip(
        "sentence_against_sentence",
        EN
        + "In 2023, we held 45 training sessions with @ participants.\n\n## Community\n\n"
        + "Our 45 training sessions in 2023 reached 1,382 participants.\n",
        "1,328",
        "1,382",
    ),
    "one label for two rows": Slip(
        "rows_with_one_label",
        EN + table(YEARS, "Water withdrawal|m³|100|120", "@|m³|80|90"),
        "Water withdrawal",
        "Water discharge",
    ),
    "a part above its whole": Slip(
        "part_exceeds_whole",
        EN + table(YEARS, "Total employees|persons|900|986", "Of which: female|persons|400|@"),
        "1,014",
        "414",
    ),
    "a share above 100 %": Slip(
        "share_above_whole",
        EN + table(YEARS, "Percentage of employees trained|%|95.0|@"),
        "104.0",
        "94.0",
    ),
    "what has accumulated": Slip(
        "total_columns",
        EN
        + table("Indicator|Unit|2021|2022|2023|Cumulative", "Trees planted|number|100|250|300|@"),
        "600",
        "650",
    ),
    "two boundaries": Slip(
        "years_of_different_scope",
        EN
        + table(YEARS, "Electricity consumption|MWh|1,000|1,100")
        + "\nNote: The data of 2022 cover the headquarters only, while those of 2023 cover all "
        "subsidiaries.@\n",
        "",
        " The data of 2022 were restated.",
    ),
    "two factors": Slip(
        "years_of_different_scope",
        EN
        + table(YEARS, "Scope 2 GHG emissions|tCO2e|1,000|1,100")
        + "\nNote: Scope 2 emissions of 2022 were calculated with the emission factor 0.5810 "
        "tCO2/MWh, those of 2023 with 0.5703 tCO2/MWh.@\n",
        "",
        " The figures of 2022 were restated with the factor of 2023.",
    ),
    "another method": Slip(
        "years_of_different_scope",
        EN
        + table(YEARS, "Water consumption|m³|1,000|1,100")
        + "\nNote: In 2023 the calculation method of water consumption was changed from estimates "
        "to meter readings.@\n",
        "",
        " The data of 2022 have been restated.",
    ),
    "另一因子": Slip(
        "years_of_different_scope",
        ZH
        + table(YEARS_ZH, "温室气体排放总量|吨二氧化碳当量|1,000|1,100")
        + "\n注：2023年范围二排放因子由0.5810调整为0.5703吨二氧化碳/兆瓦时。@\n",
        "",
        "2022年数据已重述。",
    ),
    "新增纳入": Slip(
        "years_of_different_scope",
        ZH
        + table(YEARS_ZH, "用电量|兆瓦时|1,000|1,100")
        + "\n注：2023年新增纳入河畔工厂，统计范围与2022年不同。@\n",
        "",
        "2022年数据已追溯调整。",
    ),
}


def loud(text: str) -> list[ReportFinding]:
    return [f for f in foot_report(read_text(text)) if f.severity is not Severity.NOTE]


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_once(slip: Slip) -> None:
    found = loud(slip.text.replace("@", slip.wrong))
    assert [each.check for each in found] == [slip.check], [each.message.en for each in found]


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_without_it_nothing_is_told(slip: Slip) -> None:
    found = loud(slip.text.replace("@", slip.right))
    assert not found, [each.message.en for each in found]


HOLDS = {
    "parts of three wholes": EN
    + table(
        YEARS,
        "North|persons|744|761",
        "Female|persons|183|192",
        "Male|persons|561|569",
        "South|persons|828|839",
        "Female|persons|300|310",
        "Male|persons|528|529",
        "East|persons|464|633",
        "Female|persons|296|320",
        "Male|persons|168|313",
    ),
    "the total by the market": EN
    + table(
        YEARS,
        "Scope 1 GHG emissions|tCO2e|307|288",
        "Scope 2 GHG emissions (location-based)|tCO2e|15,236|16,211",
        "Scope 2 GHG emissions (market-based)|tCO2e|14,139|15,173",
        "Total GHG emissions (Scope 1 and 2)|tCO2e|14,446|15,461",
    ),
    "scope 1 by gas": EN
    + table(
        "Indicator|Unit|2022|2023",
        "Scope 1 CO2|kg|122,623|123,380",
        "Scope 1 CH4|kg|143|144",
        "Scope 1 N2O|kg|1,047|1,053",
        "Total scope 1 emissions|kg|123,813|124,577",
    ),
    "shares of both": ZH + "范围一排放3,560.20万吨，占92.0%；范围二排放307.61万吨，占8.0%。\n",
    "a loss": ZH
    + "公司净亏损38.52亿元。\n\n"
    + table("指标|单位|2022年|2023年", "净利润|亿元|12.03|-38.52"),
    "what rose stands behind": ZH
    + "氮氧化物排放量5,621吨，同比下降15.1%；颗粒物因露天作业反弹到6,454吨，增长14.9%。\n\n"
    + table("指标|单位|2022年|2023年", "氮氧化物排放量|吨|6,618|5,621"),
    "the part that was not read": ZH
    + "年末持有有效专利6,214件，其中发明专利3,308件，实用新型2,871件，外观设计35件。\n\n"
    + table("指标|单位|2022年|2023年", "有效专利|件|5,796|6,214"),
    "a plan": EN
    + table(YEARS, "Water consumption|m³|1,000|1,100")
    + "\nNote: The calculation method will be changed in 2024.\n",
}


@pytest.mark.parametrize("text", HOLDS.values(), ids=HOLDS)
def test_what_holds_is_let_be(text: str) -> None:
    found = loud(text)
    assert not found, [each.message.en for each in found]


def rates(text: str) -> list[ReportFinding]:
    return [f for f in foot_report(read_text(text)) if f.check.startswith("reachable")]


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 3_000), st.data())
def test_a_share_of_whole_persons_is_never_doubted(employees: int, data: st.DataObject) -> None:
    trained = data.draw(st.integers(0, employees))
    share = round_half_away(Decimal(trained * 100) / employees, 2)
    text = EN + table(
        "Indicator|Unit|2023",
        f"Number of employees|persons|{employees}",
        f"Trained employees|%|{share:.2f}",
    )
    assert not rates(text), text


@pytest.mark.parametrize(("share", "doubted"), [("97.80", True), ("97.83", False)])
def test_a_share_that_no_whole_number_gives(share: str, doubted: bool) -> None:
    """721 of 738 are 97.70 %, 722 are 97.83 %."""
    text = EN + table(
        "Indicator|Unit|2023", "Number of employees|persons|738", f"Trained employees|%|{share}"
    )
    assert bool(rates(text)) is doubted


@pytest.mark.parametrize(("rate", "doubted"), [("10.06", False), ("10.15", True)])
def test_the_mean_of_two_years_may_be_the_base(rate: str, doubted: bool) -> None:
    """34 of 338 are 10.06 %; of the mean, 319, 32 are 10.03 % and 33 are 10.34 %."""
    text = EN + table(
        YEARS,
        "Male employees|persons|300|338",
        f"Turnover rate of male employees|%|10.00|{rate}",
    )
    assert bool(rates(text)) is doubted
