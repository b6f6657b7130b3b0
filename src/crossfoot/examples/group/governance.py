"""Yearly facts of the group as a whole: money, bodies, suppliers, customers, community."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from crossfoot.examples.group.rows import FactRow
from crossfoot.examples.group.sites import DATA, YEARS

GROUP = "qingheng"

#: metric, breakdown, unit, and the value of each year
_FIGURES: tuple[tuple[str, str, str, tuple[object, object, object]], ...] = (
    ("finance.revenue", "", "1e4 CNY", (684210.35, 951877.42, 1208349.16)),
    ("finance.net_profit", "", "1e4 CNY", (41872.19, 60114.77, 71385.02)),
    ("finance.tax_paid", "", "1e4 CNY", (21340.55, 29874.08, 36012.44)),
    ("finance.total_assets", "", "1e4 CNY", (1120455.61, 1534209.83, 1897340.27)),
    ("product.output.capacity", "", "MWh", (8120, 11860, 15240)),
    ("governance.board_size", "", "person", (9, 9, 9)),
    ("governance.board_size", "gender=male", "person", (7, 6, 6)),
    ("governance.board_size", "gender=female", "person", (2, 3, 3)),
    ("governance.board_size", "director_type=executive", "person", (4, 4, 4)),
    ("governance.board_size", "director_type=non_executive", "person", (2, 2, 2)),
    ("governance.board_size", "director_type=independent", "person", (3, 3, 3)),
    ("governance.committees", "", "count", (4, 4, 4)),
    ("governance.meetings", "body=board", "count", (7, 8, 9)),
    ("governance.meetings", "body=shareholders", "count", (2, 2, 3)),
    ("ethics.corruption.incidents", "", "case", (0, 0, 0)),
    ("ethics.corruption.lawsuits", "", "case", (0, 0, 0)),
    ("ethics.training.sessions", "", "count", (18, 24, 31)),
    ("ethics.training.person_times", "", "person_time", (5210, 7044, 9120)),
    ("labour.child.cases", "", "case", (0, 0, 0)),
    ("labour.forced.cases", "", "case", (0, 0, 0)),
    ("labour.discrimination.incidents", "", "case", (0, 1, 0)),
    ("rd.investment", "", "1e4 CNY", (37120.44, 52480.91, 69775.30)),
    ("ip.patents.held", "", "count", (812, 1104, 1467)),
    ("ip.patents.held", "patent_type=invention", "count", (214, 322, 471)),
    ("ip.patents.held", "patent_type=utility_model", "count", (520, 688, 880)),
    ("ip.patents.held", "patent_type=design", "count", (78, 94, 116)),
    ("suppliers.count", "", "count", (486, 553, 617)),
    ("suppliers.count", "supplier_region=mainland_china", "count", (452, 511, 566)),
    ("suppliers.count", "supplier_region=overseas", "count", (34, 42, 51)),
    ("suppliers.new", "", "count", (61, 84, 79)),
    ("suppliers.assessed", "", "count", (168, 231, 298)),
    ("suppliers.signed", "agreement=code_of_conduct", "count", (431, 522, 601)),
    ("complaints.count", "", "case", (212, 247, 231)),
    ("complaints.resolved", "", "case", (209, 244, 229)),
    ("customer.satisfaction_rate", "", "percent", (93.1, 94.0, 94.6)),
    ("product.recalls", "", "case", (0, 0, 0)),
    ("quality.inspection_pass_rate", "", "percent", (99.21, 99.34, 99.48)),
    ("privacy.incidents", "", "case", (0, 0, 0)),
    ("environment.investment", "", "1e4 CNY", (4120.6, 5344.2, 6180.9)),
    ("environment.penalties", "", "case", (0, 0, 0)),
    ("packaging.total", "", "t", (1840, 2475, 3010)),
    ("community.investment", "", "1e4 CNY", (320.5, 411.0, 486.2)),
    ("community.donations", "", "1e4 CNY", (180.0, 226.5, 240.0)),
    ("community.volunteer_hours", "", "person*h", (5120, 6480, 8150)),
)


def governance_rows(year: int) -> Iterator[FactRow]:
    """The group's own figures of one year."""
    position = YEARS.index(year)
    for metric, dimensions, unit, values in _FIGURES:
        yield FactRow(metric, GROUP, str(year), str(values[position]), unit, dimensions)


def narrative_rows(year: int) -> Iterator[FactRow]:
    """The texts of the report, one fact for each language."""
    with (DATA / "narratives.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for language in ("en", "zh"):
                yield FactRow(
                    row["metric"], GROUP, str(year), row[language], "", f"language={language}"
                )
