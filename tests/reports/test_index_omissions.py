"""Reasons for leaving a disclosure out, and where a standard accepts none."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind
from crossfoot.languages import Text
from crossfoot.reports.index import Status, content_index
from crossfoot.reports.stated_index import Omission, OmissionKind, StatedEntry
from crossfoot.standards.catalogue import standard
from report_cases import make_input

REASON = Omission(OmissionKind.UNAVAILABLE, Text("not collected yet", "尚未收集"))


def refused(claim: str, code: str, name: str = "gri") -> list[str]:
    stated = {name: (StatedEntry(code, omission=REASON),)}
    index = content_index(make_input(stated=stated, claim=claim), standard(name))
    codes = [f.metric for f in index.findings if f.kind is Kind.INDEX_MISSING_CODE]
    return [each for each in codes if each.endswith(code)]


@pytest.mark.parametrize("code", ["2-1", "2-2", "2-3", "2-4", "2-5", "3-1", "3-2"])
def test_gri_accepts_no_reason_for_these_in_accordance(code: str) -> None:
    """GRI 1: Foundation 2021, requirement 6."""
    assert refused("in accordance", code) == [f"GRI {code}"]
    assert refused("with reference", code) == []


@pytest.mark.parametrize("code", ["2-6", "2-21", "305-1"])
def test_gri_accepts_a_reason_for_any_other(code: str) -> None:
    assert refused("in accordance", code) == []


def test_the_mandatory_part_of_hkex_cannot_be_left_out() -> None:
    assert refused("", "Materiality", "hkex") == ["HKEX Materiality"]
    assert refused("", "A1.2", "hkex") == []


@pytest.mark.parametrize("kind", list(OmissionKind))
def test_each_kind_of_reason_has_its_status(kind: OmissionKind) -> None:
    stated = {"gri": (StatedEntry("2-21", omission=Omission(kind, REASON.reason)),)}
    index = content_index(make_input(stated=stated), standard("gri"))
    row = next(row for row in index.rows if row.code == "2-21")
    left_out = kind is OmissionKind.NOT_APPLICABLE
    assert row.status is (Status.NOT_APPLICABLE if left_out else Status.EXPLAINED)


def test_a_disclosure_may_have_several_places() -> None:
    stated = {"gri": (StatedEntry("305-1", ("12", "40-42")), StatedEntry("305-1", ("Annex", "12")))}
    index = content_index(make_input(stated=stated), standard("gri"))
    row = next(row for row in index.rows if row.code == "305-1")
    assert [each.chapter.en for each in row.locations if not each.anchor] == [
        "12",
        "40-42",
        "Annex",
    ]
