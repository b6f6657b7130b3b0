"""`crossfoot demo`: builds, writes, serves. Slow: all reports are written once."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from threading import Thread

import pytest

from crossfoot.commands.demo import _server
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


def test_a_port_that_is_taken_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("the demo")
    with _server(tmp_path, 0) as first, _server(tmp_path, first.server_port) as second:
        assert second.server_port != first.server_port
        Thread(target=second.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{second.server_port}/") as page:
            assert page.read() == b"the demo"
        second.shutdown()
