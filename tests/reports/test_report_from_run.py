from __future__ import annotations

from crossfoot.metrics.catalogue import catalogue
from crossfoot.reports.from_run import _resting_on, stated_entries
from crossfoot.reports.stated_index import OmissionKind


def test_what_rests_on_a_carried_factor_is_followed_through_the_formulas():
    found = _resting_on({"ghg.scope2.location"}, catalogue())
    assert {"ghg.scope2.location", "ghg.total", "ghg.intensity.revenue"} <= set(found)
    assert "ghg.scope1" not in found
    assert "finance.revenue" not in found


def test_a_stated_index_is_read_with_its_locations_and_reasons(tmp_path):
    file = tmp_path / "index.csv"
    file.write_text(
        "standard,code,locations,status,line,reason_en,reason_zh\n"
        "gri,305-1,Energy;Climate,answered,12,,\n"
        "gri,2-21,,confidential,,pay is secret,薪酬保密\n"
        "hkex,A1.1,82,answered,13,,\n",
        encoding="utf-8",
    )
    entries = stated_entries(file)
    first, second = entries["gri"]
    assert first.locations == ("Energy", "Climate")
    assert first.place.line == 12
    assert second.omission is not None
    assert (second.omission.kind, second.omission.reason.zh) == (
        OmissionKind.CONFIDENTIAL,
        "薪酬保密",
    )
    assert [entry.code for entry in entries["hkex"]] == ["A1.1"]
    assert stated_entries(tmp_path / "absent.csv") == {}
