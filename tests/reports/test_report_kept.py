"""What was made before is kept where nothing changed, and made again where anything did.

Every case compares with the same report made without anything from before, byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from crossfoot.calculation.formulas import evaluate
from crossfoot.facts.selection import FactSet
from crossfoot.languages import LANGUAGES, OwnTraditional, Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.reports.build import build_report
from crossfoot.reports.digests import Digests
from crossfoot.reports.model import Report
from crossfoot.reports.pdf.layout import Here
from crossfoot.reports.pdf.piece import lay_out_piece
from crossfoot.reports.pdf.write import lay_out, prepare
from crossfoot.reports.short_book import printed_books
from crossfoot.reports.store import Store
from crossfoot.reports.theme import theme_of
from crossfoot.reports.write import write_reports
from crossfoot.reports.writing.books import build_books
from crossfoot.reports.writing.folder import ReportFolder
from report_cases import entered_facts, make_input

CHAPTERS = {
    "10-people": ("People", "We have {value}`suppliers.count` suppliers. See {chapter}`climate`."),
    "20-climate": ("Climate", "Revenue was {value}`finance.revenue`."),
    "30-awards": ("Awards", "What we received.\n\n:::{records} awards\n:::"),
    "40-last": ("Last", "Nothing of note."),
}
AWARDS = "title_en,title_zh,issuer_en,issuer_zh,date\nPrize,奖,Town,市,2023-05-01\n"
THEME = '[colours]\nprimary = "#204060"\n'


class Folder:
    """A report folder that a test changes, with the facts beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.suppliers = 20
        for language in LANGUAGES:
            for name, (title, text) in CHAPTERS.items():
                self.write(f"{language}/{name}.md", f"# {title}\n\n{text}\n")
        self.write("lists/awards.csv", AWARDS)

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.path / name).read_text(encoding="utf-8") + text)

    def report(self) -> Report:
        facts = [
            replace(fact, value=type(fact.number)(self.suppliers))
            if fact.metric == "suppliers.count" and str(fact.period) == "2023"
            else fact
            for fact in entered_facts()
        ]
        entered = FactSet(facts)
        model = build_report(make_input(facts=entered.plus(evaluate(catalogue(), entered))))
        return replace(model, house=theme_of(self.path, "theme.toml"))

    def books(self, report: Report):
        return build_books(report, ReportFolder(self.path))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "report")


class Counting(Here):
    """Notes which pieces are laid out."""

    def __init__(self) -> None:
        self.laid: list[str] = []

    def submit(self, call, /, *args, **options) -> Future:
        if call is lay_out_piece:
            self.laid.append(args[2] or "front")
        return super().submit(call, *args, **options)


def pdf_of(folder: Folder, out: Path, store: Store | None, language="en") -> tuple[bytes, list]:
    """The PDF of a language, and the pieces that were laid out for it."""
    counting = Counting()
    report = folder.report()
    book = printed_books(report, folder.books(report), LANGUAGES)[language]
    parts = prepare(book)
    written = lay_out(parts, out, lambda: None, executor=counting, store=store, anew=store is None)
    return written.path.read_bytes(), sorted(set(counting.laid))


def change_fact(folder: Folder) -> None:
    folder.suppliers += 1


def change_chapter(folder: Folder) -> None:
    folder.append("en/20-climate.md", "\nOne more sentence.\n")


def lengthen_chapter(folder: Folder) -> None:
    folder.append("en/10-people.md", "\nA paragraph of some words.\n" * 80)


def change_theme(folder: Folder) -> None:
    folder.write("theme.toml", THEME)


def change_list(folder: Folder) -> None:
    folder.append("lists/awards.csv", "Medal,奖牌,State,省,2023-06-01\n")


def change_other_language(folder: Folder) -> None:
    folder.append("zh/20-climate.md", "\n又一句。\n")


@pytest.mark.parametrize(
    ("change", "laid"),
    [
        (change_fact, ["people"]),
        (change_chapter, ["climate"]),
        # the contents and the reference in it name other pages
        (lengthen_chapter, ["front", "people"]),
        (change_list, ["awards"]),
        (change_other_language, []),
        (change_theme, ["awards", "climate", "findings", "front", "last", "people"]),
    ],
)
def test_what_changed_is_laid_out_and_nothing_else(
    folder: Folder, tmp_path: Path, change: Callable[[Folder], None], laid: list[str]
) -> None:
    store, out = Store(tmp_path / "store"), tmp_path / "out"
    before, everything = pdf_of(folder, out, store)
    assert everything == ["awards", "climate", "findings", "front", "last", "people"]
    assert pdf_of(folder, out, store) == (before, [])
    change(folder)
    after, found = pdf_of(folder, out, store)
    assert found == laid
    assert (after != before) is bool(laid)
    assert after == pdf_of(folder, tmp_path / "anew", None)[0]


def test_a_stored_piece_that_was_tampered_with_is_laid_out_again(folder, tmp_path) -> None:
    store = Store(tmp_path / "store")
    before, _ = pdf_of(folder, tmp_path / "one", store)
    for path in (tmp_path / "store").glob("??/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    again, laid = pdf_of(folder, tmp_path / "two", store)
    assert again == before
    assert len(laid) == 6


def test_a_store_keeps_what_was_used_last(tmp_path) -> None:
    store = Store(tmp_path, largest=250)
    for age, name in enumerate(("aaold", "bbnew", "ccused")):
        store.put(name, name.encode() * 10)
        os.utime(tmp_path / name[:2] / name, (1000 + age, 1000 + age))
    os.utime(tmp_path / "bb" / "bbnew", (900, 900))
    assert store.get("aaold") is not None  # used just now
    store.prune()
    assert [name for name in ("aaold", "bbnew", "ccused") if store.get(name)] == ["aaold", "ccused"]


def files_in(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def written_since(out: Path, since: dict[str, int]) -> set[str]:
    """The outputs of which a file was written."""
    return {
        path.relative_to(out).parts[0]
        for path in out.rglob("*")
        if path.is_file() and since.get(str(path)) != path.stat().st_mtime_ns
    } - {".made.json", "assets"}


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (lambda _folder: None, set()),
        (change_fact, {"en", "zh", "data-book.en.xlsx", "data-book.zh.xlsx"}),
        (change_chapter, {"en"}),
        (change_other_language, {"zh"}),
        (change_list, {"en", "zh"}),
        (change_theme, {"en", "zh", "data-book.en.xlsx", "data-book.zh.xlsx"}),
        (lambda folder: (folder.path / "en" / "40-last.md").unlink(), {"en", "zh"}),
    ],
)
def test_pages_and_data_books_are_made_again_when_their_parts_changed(
    folder: Folder, tmp_path: Path, change: Callable[[Folder], None], made: set[str]
) -> None:
    store, out = Store(tmp_path / "store"), tmp_path / "out"

    def write(to: Path, from_store: Store | None) -> None:
        report = folder.report()
        write_reports(
            report, folder.books(report), to, LANGUAGES, ("html", "xlsx"), store=from_store
        )

    write(out, store)
    since = {str(path): path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    change(folder)
    write(out, store)
    assert written_since(out, since) == made
    write(tmp_path / "anew", None)
    ours, theirs = files_in(out), files_in(tmp_path / "anew")
    del ours[".made.json"]
    assert ours == theirs


def test_a_file_that_somebody_changed_is_made_again(folder: Folder, tmp_path: Path) -> None:
    store, out = Store(tmp_path / "store"), tmp_path / "out"
    report = folder.report()
    for _ in range(2):
        write_reports(report, folder.books(report), out, ("en",), ("html", "xlsx"), store=store)
        page, book = out / "en" / "climate.html", out / "data-book.en.xlsx"
        assert "Revenue" in page.read_text(encoding="utf-8")
        assert book.read_bytes().startswith(b"PK")
        page.write_text("mine", encoding="utf-8")
        book.unlink()


def test_what_is_printed_differs_when_anything_in_it_does() -> None:
    """Also words that are put together when they are asked for."""
    words = [
        OwnTraditional("a", "甲", "甲"),
        OwnTraditional("a", "甲", "乙"),
        OwnTraditional("a", "甲", partial(str.format, "{}", "甲")),
        OwnTraditional("a", "甲", partial(str.format, "{}", "乙")),
        Text("a", "甲"),
    ]
    values = [*words, Decimal("1.0"), Decimal("1.00"), "1.0", 1.0, True, 1, (1,), [1, 2], (1, (2,))]
    assert len({Digests().of(value) for value in values}) == len(values)
    assert Digests().of({"a", "b", "c"}) == Digests().of({"c", "b", "a"})
    assert Digests().of(object.__new__(object)) != Digests().of(object.__new__(object))


ORPHANS = """
import multiprocessing, os, signal
from concurrent.futures import ProcessPoolExecutor
from crossfoot.reports.write import end_with_parent

if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=end_with_parent)
    print(pool.submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does")
def test_no_process_is_left_when_the_program_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(ORPHANS, encoding="utf-8")
    done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, check=False)
    assert done.returncode == -signal.SIGKILL
    worker = int(done.stdout)
    for _ in range(600):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the process that lays out is still there")
