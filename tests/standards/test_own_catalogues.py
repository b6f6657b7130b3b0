"""Catalogues that a workspace brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.standards.own import own_standards


def write(path: Path, text: str = "code,title_en\n1,Energy\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_catalogues_of_both_folders_are_found_by_the_names_of_their_files(tmp_path: Path) -> None:
    assert own_standards(tmp_path) == {}
    write(tmp_path / "standards" / "buyer.csv")
    write(tmp_path / "report" / "standards" / "cass-esg.csv")
    assert list(own_standards(tmp_path)) == ["buyer", "cass-esg"]


def test_a_name_that_is_taken_is_refused_and_every_mistake_is_told(tmp_path: Path) -> None:
    write(tmp_path / "standards" / "buyer.csv")
    write(tmp_path / "report" / "standards" / "buyer.csv")
    write(tmp_path / "standards" / "gri.csv")
    write(tmp_path / "standards" / "broken.csv", "code,title_en\n,No code\n")
    with pytest.raises(CrossfootError) as caught:
        own_standards(tmp_path)
    assert [problem.where for problem in caught.value.problems] == [
        "broken.csv, line 2",
        "standards/gri.csv",
        "report/standards/buyer.csv",
    ]
