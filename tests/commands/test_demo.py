"""`crossfoot demo`: builds, writes, serves. Slow: all reports are written once."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from crossfoot.commands.demo import free_port
from crossfoot.examples.build import EXAMPLES


@pytest.fixture
def one_example(monkeypatch) -> None:
    """Only the quickest example: the others are built in tests/examples."""
    monkeypatch.setattr("crossfoot.examples.build.EXAMPLES", EXAMPLES[1:2])


@pytest.mark.usefixtures("one_example")
def test_the_demo_is_built_and_built_anew(crossfoot, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    answer = crossfoot("demo", folder, "--no-serve")
    assert answer.code == 0
    assert "alphaess-2022" in answer.out
    assert f"crossfoot check --workspace {folder / 'group'}" in answer.out
    exports = folder / "alphaess-2022" / "exports"
    assert len(list(exports.rglob("*.xlsx"))) == 2
    page = (folder / "index.html").read_text(encoding="utf-8")
    for path in sorted(exports.rglob("*.xlsx")):
        assert path.relative_to(folder).as_posix() in page
    (folder / "alphaess-2022" / "left.txt").write_text("from before")
    assert crossfoot("demo", folder, "--no-serve", "--lang", "zh").out.startswith("示例内容")
    assert not (folder / "alphaess-2022" / "left.txt").exists()


@pytest.mark.usefixtures("one_example")
def test_what_the_demo_did_not_build_is_left_alone(crossfoot, tmp_path: Path) -> None:
    own = tmp_path / "alphaess-2022" / "own.txt"
    own.parent.mkdir()
    own.write_text("mine")
    answer = crossfoot("demo", tmp_path, "--no-serve")
    assert answer.code == 2
    assert "was not built by the demo" in answer.err
    assert own.read_text() == "mine"


def test_a_port_that_is_taken_is_replaced() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        other = free_port(port)
        assert other != port
    assert free_port(port) == port


def test_the_records_and_the_reports_are_served(tmp_path: Path) -> None:
    """As a newcomer does: build, read the password from the terminal, sign in, open a report."""
    pages, files = free_port(0), 0
    command = [
        sys.executable,
        "-m",
        "crossfoot",
        "demo",
        str(tmp_path / "demo"),
        "--port",
        str(pages),
    ]
    hidden = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CROSSFOOT_WORKSPACE")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"XDG_CONFIG_HOME": str(tmp_path / "config"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as program:
        try:
            said = ""
            for line in program.stdout or ():
                said += line
                if found := re.search(r"reports http://127.0.0.1:(\d+)/", line):
                    files = int(found[1])
                    break
            password = re.search(r"Password of all: (.+)", said)
            assert password is not None, said
            browser = Browser(f"http://127.0.0.1:{pages}")
            assert browser.sign_in("manager@qingheng.example", password[1].strip())
            assert "2024年1月" in browser.get("/campaigns")
            with urllib.request.urlopen(f"http://127.0.0.1:{files}/") as page:
                assert b"group/exports" in page.read()
        finally:
            os.killpg(program.pid, signal.SIGTERM)
            program.wait(timeout=120)  # it may be in the middle of numbers, on a busy machine


class Browser:
    """Signs in as a browser does, without one."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = http.cookiejar.CookieJar()
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open
        for _ in range(100):
            try:
                self.get("/sign-in")
                return
            except (urllib.error.URLError, http.client.RemoteDisconnected):
                time.sleep(0.2)

    def get(self, path: str) -> str:
        with self.open(self.address + path) as page:
            return page.read().decode()

    def sign_in(self, email: str, password: str) -> bool:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get("/sign-in"))
        assert token is not None
        sent = {"csrfmiddlewaretoken": token[1], "email": email, "password": password}
        with self.open(self.address + "/sign-in", urllib.parse.urlencode(sent).encode()) as page:
            return "sign-out" in page.read().decode()


@pytest.mark.parametrize("missing", ["crossfoot.reports.charts.draw.ECHARTS", "STYLE"])
def test_what_was_not_fetched_is_said_before_anything_is_built(
    crossfoot, tmp_path: Path, monkeypatch, missing: str
) -> None:
    place = "crossfoot.commands.demo.STYLE" if missing == "STYLE" else missing
    monkeypatch.setattr(place, tmp_path / "not-there.js")
    answer = crossfoot("demo", tmp_path / "demo", "--no-serve")
    assert answer.code != 0
    assert "make setup" in answer.out + answer.err
    assert not (tmp_path / "demo").exists()
