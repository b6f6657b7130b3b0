"""Figures and changes in sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reading.figure import Figure
from crossfoot.reading.reader import read_text


def figures(sentence: str) -> tuple[Figure, ...]:
    """The figures of a sentence in a report of 2023."""
    title = "Environmental, Social and Governance Report 2023\n\n"
    return tuple(f for f in read_text(title + sentence).figures if f.context == "text")


def brief(sentence: str) -> list[tuple[str, int | None, str]]:
    return [(f.metric, f.year, f"{f.value.normalize():f}") for f in figures(sentence)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "During the year, a total of 150 safety hazards were identified.",
            [("safety.hazards.identified", 2023, "150")],
        ),
        (
            "As of the end of the year, the total number of employees was 16,962.",
            [("workforce.headcount", 2023, "16962")],
        ),
        ("The Company has 738 employees in total.", [("workforce.headcount", 2023, "738")]),
        (
            "In 2022, the total GHG emissions amounted to 1,529.22 tons.",
            [("ghg.total", 2022, "1529.22")],
        ),
        (
            "The per capita training time was 9.28 hours, the training person-time was 68,109.",
            [
                ("training.hours_per_employee", 2023, "9.28"),
                ("training.person_times", 2023, "68109"),
            ],
        ),
        (
            "The R&D expenditure reached RMB 991.96 million.",
            [("rd.investment", 2023, "99196")],
        ),
        ("The R&D expenditure was RMB991,960.", [("rd.investment", 2023, "99.196")]),
        (
            "Female employees accounted for 26% of the workforce.",
            [("workforce.share", 2023, "26")],
        ),
        ("- **35,858** person-times of anti-corruption training", [
            ("ethics.training.person_times", 2023, "35858")
        ]),
        ("- **No** lawsuit of employee corruption", [("ethics.corruption.lawsuits", 2023, "0")]),
        ("2023年，公司员工总数为16,962人。", [("workforce.headcount", 2023, "16962")]),
        ("报告期内，研发投入达9.92亿元。", [("rd.investment", 2023, "99200")]),
    ],
)  # fmt: skip
def test_sentences(sentence: str, found: list[tuple[str, int | None, str]]) -> None:
    assert brief(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "By 2030, we will reduce GHG emissions to 100 tons.",
        "The target is a total number of employees of 20,000.",
        "China's total GHG emissions reached 12 billion tons.",
        "A total of 39 employees from finance took part in the session.",
        "The company passed ISO 9001 in January 2023.",
        "No. 1086, Bihua Road",
        "11 Employee training",
        "Fill in 5 questionnaires for us.",
    ],
)
def test_what_is_no_figure_of_the_company(sentence: str) -> None:
    assert brief(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("The number of suppliers was nearly 600.", Qualifier.APPROXIMATE),
        ("The total number of employees was more than 500.", Qualifier.MORE_THAN),
        ("员工总数约16,900人。", Qualifier.APPROXIMATE),
    ],
)
def test_qualifiers(sentence: str, qualifier: Qualifier) -> None:
    (figure,) = figures(sentence)
    assert figure.qualifier is qualifier


def test_a_broken_sentence_keeps_its_lines() -> None:
    (figure,) = figures(
        "As of the end of the reporting period, and after all branches were counted,\n"
        "the total number of employees was\n16,962."
    )
    assert figure.line == 5
    assert figure.value == Decimal(16962)


@pytest.mark.parametrize(
    ("sentence", "metric", "percent"),
    [
        ("R&D investment saw an increase of 45.24 % over 2022.", "rd.investment", "45.24"),
        ("The total energy consumption decreased by 19% year on year.", "energy.total", "-19"),
        ("We reduced the water consumption by 5.5% compared with 2022.", "water.use", "-5.5"),
        ("研发投入同比增长12.3%。", "rd.investment", "12.3"),
        ("Widgets grew by 7%.", "", "7"),
    ],
)
def test_changes(sentence: str, metric: str, percent: str) -> None:
    (change,) = read_text("ESG Report 2023\n\n" + sentence).changes
    assert (change.metric, change.percent) == (metric, Decimal(percent))


def test_targets_are_no_changes() -> None:
    assert not read_text("We will reduce water consumption by 5% by 2030.").changes
