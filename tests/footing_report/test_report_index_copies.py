"""Rows of indices and tables that were copied, sections and codes that there are not."""

from __future__ import annotations

from crossfoot.footing.report import foot_report
from crossfoot.reading.reader import read_text


def checks(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The errors and warnings of a report, without those on codes that it lacks."""
    found = foot_report(read_text(text))
    return [
        (f.check, f.lines)
        for f in found
        if f.severity.value != "note" and f.check not in ("codes_left_out", "expected_codes")
    ]


def of(text: str, check: str) -> list[tuple[int, ...]]:
    return [lines for name, lines in checks(text) if name == check]


NUMBERED = """# Report 2024

4 Products
4.1 Quality
Products are tested.
4.2 Rights
Rights are kept.
5 Environment
5.1 Emissions
Emissions are measured.
5.2 Resources
Resources are used with care.

GRI content index

Code\tDisclosure\tSection
302-1\tEnergy consumption within the organization\t5.2
303-1\tInteractions with water as a shared resource\t5.2
305-1\tDirect GHG emissions\t5.1
416-1\tAssessment of health and safety impacts\t4.1
418-1\tComplaints concerning breaches of customer privacy\t@
"""


def test_a_section_that_there_is_not() -> None:
    assert of(NUMBERED.replace("@", "4.2"), "section_is_missing") == []
    (lines,) = of(NUMBERED.replace("@", "4.7"), "section_is_missing")
    assert lines == (21,)


GASES = """# Report 2024

Air emissions\tUnit\t2022\t2023\t2024
Nitrogen oxides\tt\t7.15\t7.92\t8.64
Sulphur dioxide\tt\t2.21\t2.40\t2.51
Particulate matter\tt\t@
"""


def test_two_pollutants_with_the_numbers_of_one() -> None:
    assert of(GASES.replace("@", "7.15\t7.92\t8.61"), "one_row_twice") == []
    assert of(GASES.replace("@", "7.15\t7.92\t8.64"), "one_row_twice") == [(4, 6)]


def test_counts_that_agree_are_no_copies() -> None:
    text = """# Report 2024

Indicator\tUnit\t2022\t2023\t2024
Safety hazards identified\titem\t1,420\t1,655\t1,842
Safety hazards rectified\titem\t1,420\t1,655\t1,842
"""
    assert of(text, "one_row_twice") == []


INDEX = """# Report 2024

GRI content index

Code\tDisclosure\tPage
403-8\tWorkers covered by an occupational health and safety management system\t4
403-9\tWork-related injuries\t5
403-10\t@
404-1\tAverage hours of training per year per employee\t6
"""


def test_a_short_title_of_another_code() -> None:
    assert of(INDEX.replace("@", "Work-related ill health\t5"), "repeated_description") == []
    assert of(INDEX.replace("@", "Work-related injuries\t5"), "repeated_description") == [(8, 7)]


def test_a_code_in_two_rows() -> None:
    twice = INDEX.replace("403-10\t@", "403-9\tWork-related injuries\t5")
    assert of(twice, "code_listed_twice") == [(8, 7)]
    assert of(INDEX.replace("@", "Work-related ill health\t5"), "code_listed_twice") == []


def test_general_disclosures_have_one_name_in_every_aspect() -> None:
    rows = [f"A{n}\t一般披露 General Disclosure\t{40 + n}" for n in (1, 2, 3)]
    rows += [f"A{n}.1\tDescription number {n} of its own kind\t{40 + n}" for n in (1, 2, 3)]
    text = "# Report 2023\n\nHKEX ESG index\n\nCode\tContent\tPage\n" + "\n".join(rows)
    assert of(text, "repeated_description") == []


def test_a_topic_that_was_withdrawn() -> None:
    rows = ["305-1\tDirect GHG emissions\t5", "306-3\tWaste generated\t5"]
    text = "# Report 2024\n\nGRI content index\n\nCode\tDisclosure\tPage\n" + "\n".join(rows)
    assert of(text, "mixed_editions") == []
    old = f"{text}\n307-1\tNon-compliance with environmental laws and regulations\t6"
    assert of(old, "mixed_editions") == [(8,)]


PLACES = """# Report 2024

# Contents
Climate change 4
Water 6
Suppliers 8

# Climate change
We measure our emissions.
# Water
We save water.
# Suppliers
We visit suppliers.

GRI content index

Code\tDisclosure\tSection
303-1\tInteractions with water as a shared resource\tWater
303-2\tManagement of water discharge-related impacts\tWater, Climate change
305-5\tReduction of GHG emissions\tClimate change, Suppliers
308-2\tNegative environmental impacts in the supply chain\tSuppliers
414-2\tNegative social impacts in the supply chain\t@
"""


def test_places_parted_by_commas_are_looked_up_one_by_one() -> None:
    assert of(PLACES.replace("@", "Suppliers、Water"), "location_is_no_title") == []
    (lines,) = of(PLACES.replace("@", "Suppliers, Community gardens"), "location_is_no_title")
    assert lines == (22,)


SPOKEN = """# Report 2024

At the end of 2024 we had @ employees.

People\tUnit\t2023\t2024
Number of employees\tperson\t1,812\t1,968
Male\tperson\t1,131\t1,214
Female\tperson\t681\t754
"""


def test_a_slip_of_a_sentence_is_told_once() -> None:
    assert checks(SPOKEN.replace("@", "1,968")) == []
    assert checks(SPOKEN.replace("@", "1,986")) == [("same_figure_twice", (3, 6))]


def test_a_place_behind_the_code_is_no_description() -> None:
    text = (
        "Sustainability report 2024\n\nSASB index\n\nTopic\tMetric\tCode\tResponse\n"
        "Supply Chain\tPercentage of facilities audited\tTC-HW-430a.1\tSupply chain duties, p. 42\n"
        "Materials\tDescription of the management of risks\tTC-HW-440a.1\t"
        "Supply chain duties, p. 42\n"
        "Waste\tWeight of products recovered\tTC-HW-410a.4\tWaste of our products, p. 40\n"
    )
    found = foot_report(read_text(text))
    assert not [each for each in found if each.check == "repeated_description"]
