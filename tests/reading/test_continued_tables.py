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
