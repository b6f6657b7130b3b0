"""The guide's example runs, and the explanation names every check."""

from __future__ import annotations

import re
from pathlib import Path

from crossfoot.facts.selection import FactSet
from crossfoot.footing.checks import CHECKS
from crossfoot.footing.context import Context
from crossfoot.footing.plausible import RULES
from crossfoot.metrics.catalogue import catalogue
from footing_cases import entered

DOCS = Path(__file__).parents[2] / "docs"


def test_the_example_of_the_guide():
    guide = (DOCS / "guides" / "add-a-check.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    check = names["more_lost_days_than_days"]
    days, injured = entered("safety.lost_days", 900), entered("safety.injured_persons", 2)
    (found,) = check(Context(FactSet([days, injured]), catalogue()))
    assert found.arithmetic == "900 > 2 × 365"
    fewer = entered("safety.lost_days", 700)
    assert list(check(Context(FactSet([fewer, injured]), catalogue()))) == []


def test_the_line_of_the_guide_is_in_the_file():
    guide = (DOCS / "guides" / "add-a-check.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"```text\n(.*?)\n```", guide, re.DOTALL)
    assert line in RULES.read_text(encoding="utf-8")


def test_every_check_is_explained_and_says_what_it_asks():
    page = (DOCS / "explanation" / "footing.md").read_text(encoding="utf-8")
    for check in CHECKS:
        assert f"`{check.__name__}`" in page
        assert check.__doc__
