"""Progress grows to its end, and a person who cancels leaves no process behind."""

from __future__ import annotations

import psutil
import pytest

from crossfoot.errors import CrossfootError
from crossfoot.reading.formats.pdf import read_pdf
from crossfoot.reading.reader import read_report
from reading_formats.typesetting import HEAD, page

ROWS = "<table><tr><td>Indicator<td>Unit<td>2023<tr><td>Water use<td>m3<td>5</table>"


@pytest.fixture
def report(print_pdf):
    pages = [f"<div style='break-after:page'><p>Page {n}</p>{ROWS}</div>" for n in range(6)]
    return print_pdf("progress", page("".join(pages)), head=False)


@pytest.mark.browser
def test_progress_of_a_pdf_grows_to_its_end(report):
    seen: list[tuple[int, int]] = []
    read_report(report, lambda done, count: seen.append((done, count)))
    assert seen == sorted(seen)
    assert seen[-1] == (100, 100)
    assert len({done for done, _ in seen}) > 6


@pytest.mark.browser
def test_running_heads_and_page_numbers_are_left_out(print_pdf):
    pages = [f"<div style='break-after:page'><p>Page {n}</p>{ROWS}</div>" for n in range(6)]
    read = read_pdf(print_pdf("running", page("".join(pages))))
    assert HEAD not in read.texts
    assert read.page_labels == {number: str(number) for number in range(1, 7)}


def test_progress_of_a_text_grows_to_its_end(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("Water\tm3\t5\n" * 1000, encoding="utf-8")
    seen: list[tuple[int, int]] = []
    read_report(path, lambda done, count: seen.append((done, count)))
    assert seen == sorted(seen)
    assert seen[-1] == (100, 100)


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True) if child.is_running()}


@pytest.mark.browser
def test_cancelling_leaves_no_process(report):
    before = children()
    during: list[set[int]] = []

    def cancel(done: int, _count: int) -> None:
        during.append(children() - before)
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_pdf(report, cancel)
    assert during[0]
    assert children() <= before


@pytest.mark.browser
def test_a_process_out_of_time_is_ended(report):
    before = children()
    with pytest.raises(CrossfootError, match="more time or memory"):
        read_pdf(report, seconds=-10)
    assert children() <= before
