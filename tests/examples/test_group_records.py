from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crossfoot.examples.build import EXAMPLES, build
from crossfoot.examples.group.records import PEOPLE, PROGRESS

MAKE = """
import json, sys
from pathlib import Path
from crossfoot.examples.group.records import fill_records
seen = []
people, password = fill_records(Path(sys.argv[1]), lambda *done: seen.append(done))
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.models import Request
states = {}
for request in Request.objects.select_related("unit"):
    states.setdefault(request.unit.code, set()).add(request.state)
print(json.dumps({
    "people": [each.email for each in people],
    "come_in": [u.check_password(password) for u in User.objects.all()],
    "states": {unit: sorted(found) for unit, found in states.items()},
    "seen": seen,
    "password": password,
}))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("demo") / "group"
    build(EXAMPLES[0], folder)
    hidden = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CROSSFOOT_WORKSPACE")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["XDG_CONFIG_HOME"] = str(folder.parent / "config")
    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    found["environment"] = environment
    return folder, found


def run(made: tuple[Path, dict], *arguments: str) -> subprocess.CompletedProcess[str]:
    folder, found = made
    return subprocess.run(
        [sys.executable, "-m", "crossfoot", *arguments, "--workspace", str(folder)],
        env=found["environment"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_everybody_of_the_demo_comes_in_with_the_password(made) -> None:
    found = made[1]
    assert len(found["people"]) == len(found["come_in"]) == len(PEOPLE)
    assert all(found["come_in"])
    assert found["seen"][-1] == [len(PROGRESS), len(PROGRESS)]


def test_the_password_is_kept_nowhere(made) -> None:
    folder, found = made
    for path in folder.rglob("*"):
        if path.is_file():
            assert found["password"].encode() not in path.read_bytes(), path


def test_the_campaign_stands_in_the_middle_of_its_work(made) -> None:
    states = made[1]["states"]
    assert states["hefei"] == ["locked"]
    assert states["changzhou"] == ["approved"]
    assert "returned" in states["yibin"]
    assert states["huizhou"] == ["submitted"]
    assert states["shanghai"] == ["draft"]


def test_the_journal_is_proved_and_the_report_finds_what_was_planted_alone(made) -> None:
    assert run(made, "verify").returncode == 0
    checked = json.loads(run(made, "check", "--format", "json").stdout)
    severities = [finding["severity"] for finding in checked["findings"]]
    assert severities.count("error") == 3
    assert severities.count("warning") == 0


def test_a_locked_figure_is_a_fact_that_says_who_approved_it(made) -> None:
    asked = ("facts", "--metric", "water.use", "--entity", "hefei", "--year", "2024")
    (fact,) = json.loads(run(made, *asked, "--format", "json").stdout)["facts"]
    assert (fact["period"], fact["basis"]) == ("2024-01", "entered")
    assert "Sun Hao" in fact["source"]
