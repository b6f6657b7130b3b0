"""Tables that go on over pages, members below titles, contents lists side by side."""

from __future__ import annotations

from crossfoot.reading.reader import read_text

HEAD = "Indicator\tUnit\t2022\t2023"


def read(*lines):
    figures = read_text("\n".join(lines)).figures
    return [(f.metric, dict(f.dimensions), f.year, str(f.value)) for f in figures if f.year == 2023]


def test_rows_below_a_head_that_is_printed_again_are_parts_of_the_row_above_it():
    found = read(
        "Employees, new hires and leavers",
        "",
        HEAD,
        "Employees at the end of the period\tpersons\t700\t900",
        "by region Mainland China\tpersons\t650\t820",
        "",
        HEAD,
        "Overseas\tpersons\t50\t80",
    )
    assert found[1:] == [
        ("workforce.headcount", {"region": "mainland_china"}, 2023, "820"),
        ("workforce.headcount", {"region": "overseas"}, 2023, "80"),
    ]


def test_a_table_with_another_head_does_not_go_on():
    found = read(
        HEAD,
        "Employees who left in the period\tpersons\t70\t90",
        "",
        "Employees",
        "",
        HEAD,
        "Female\tpersons\t50\t80",
    )
    assert found[-1] == ("workforce.headcount", {"gender": "female"}, 2023, "80")


def test_members_below_the_title_of_a_metric_are_of_that_metric():
    found = read(
        "Benefits and parental leave",
        "",
        HEAD,
        "Employees entitled to parental leave\tpersons\t50\t60",
        "Female\tpersons\t20\t25",
        "Male\tpersons\t30\t35",
        "Employees who took parental leave\tpersons\t40\t45",
        "Female\tpersons\t19\t24",
    )
    assert [(metric, value) for metric, _, _, value in found] == [
        ("workforce.parental_leave.entitled", "60"),
        ("workforce.parental_leave.entitled", "25"),
        ("workforce.parental_leave.entitled", "35"),
        ("workforce.parental_leave.taken", "45"),
        ("workforce.parental_leave.taken", "24"),
    ]


def test_a_title_that_is_printed_above_its_first_member_holds_for_the_next():
    found = read(
        HEAD,
        "Employees at the end of the period\tpersons\t700\t900",
        "Ratio of women's to men's remuneration Middle management\t\t0.94\t0.95",
        "General staff\t\t0.97\t0.98",
    )
    assert found[1:] == [
        ("workforce.pay_ratio", {"employee_category": "middle_management"}, 2023, "0.95"),
        ("workforce.pay_ratio", {"employee_category": "general_staff"}, 2023, "0.98"),
    ]


def test_new_hires_are_a_whole_of_their_own():
    found = read(
        "Employees, new hires and leavers",
        "",
        HEAD,
        "Contractors\tpersons\t10\t12",
        "New employee hires\tpersons\t70\t90",
        "Female\tpersons\t30\t40",
    )
    assert found[-1] == ("workforce.new_hires", {"gender": "female"}, 2023, "40")


def test_contents_that_stand_in_two_columns_are_contents():
    report = read_text(
        "Contents\n\n"
        "About this report\t3\t7\tSupply chain\t28\n"
        "Message from the chairman\t5\tOverview\t28\n"
        "\t\tRules\t29\n"
        "8 Environment\t31\t9 People\t48\n"
        "\nAbout this report\n\nWe report on the year 2023.\n"
    )
    assert [(entry.title, entry.page) for entry in report.contents] == [
        ("About this report", 3),
        ("Supply chain", 28),
        ("Message from the chairman", 5),
        ("Overview", 28),
        ("Rules", 29),
        ("8 Environment", 31),
        ("9 People", 48),
    ]
    assert not report.figures


def test_the_name_of_a_breakdown_before_its_first_member_is_no_part_of_it():
    found = read(
        HEAD,
        "Direct (scope 1) GHG emissions\ttCO2e\t12.5\t18.9",
        "by greenhouse gas Carbon dioxide\ttCO2e\t12.0\t18.0",
        "Methane\ttCO2e\t0.5\t0.9",
    )
    assert [(metric, of, value) for metric, of, _, value in found] == [
        ("ghg.scope1", {}, "18.9"),
        ("ghg.scope1", {"gas": "CO2"}, "18.0"),
        ("ghg.scope1", {"gas": "CH4"}, "0.9"),
    ]


def test_members_repeat_below_each_whole():
    found = read(
        HEAD,
        "Patents granted and in force\tnumber\t10\t14",
        "Inventions\tnumber\t4\t6",
        "Patents granted in the period\tnumber\t3\t4",
        "Inventions\tnumber\t1\t2",
    )
    assert [(metric, value) for metric, _, _, value in found] == [
        ("ip.patents.held", "14"),
        ("ip.patents.held", "6"),
        ("ip.patents.granted", "4"),
        ("ip.patents.granted", "2"),
    ]


def test_marks_behind_numbers_are_no_part_of_them():
    found = read(HEAD, "Training hours received\thours\t157,984\t267,576¹", "Water used\tm³\t5\t7²")
    assert [value for _, _, _, value in found] == ["267576", "7"]


def test_dates_years_and_units_of_money_are_no_figures():
    report = read_text(
        "Suppliers, restated\n\n"
        "Indicator\tYear\tReason\nSuppliers\t2022\tfour were missing\n\n"
        "Operating revenue\tRMB 10,000\n\n"
        "Policy\tIn force since\nCases of forced labour\t1 June 2018\n"
    )
    assert not report.figures


def test_parts_of_an_index_that_repeat_no_head_have_its_columns():
    report = read_text(
        "Content index\n\nCode\tDisclosure\tStatus\tLocation\tData points\n\n"
        "GRI 205 Anti-corruption\n"
        "205-1\tOperations assessed for risks\tdisclosed\tBusiness ethics 19\t2\n"
        "205-2\tCommunication and training\tdisclosed\tBusiness ethics 19\t10\n"
        "205-3\tConfirmed incidents\tdisclosed\tBusiness ethics 19\t4\n"
    )
    assert [entry.location for entry in report.index] == ["Business ethics 19"] * 3


def test_a_row_with_a_title_of_its_own_ends_a_breakdown():
    report = read_text(
        "\n".join(
            (
                HEAD,
                "Employees at the end of the period\tpersons\t700\t900",
                "By education",
                "Bachelor\tpersons\t300\t400",
                "Below junior college\tpersons\t400\t500",
                "Employees trained\tpersons\t600\t800",
            )
        )
    )
    rows = {row.label: row.groups for table in report.tables for row in table.data_rows}
    assert rows["Bachelor"] == ("By education",)
    assert rows["Employees trained"] == ()
