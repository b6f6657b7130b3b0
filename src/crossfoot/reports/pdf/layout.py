"""Lay out a book piece by piece until every page that it names is the right one.

A piece names pages of others, so it is laid out again when it is known where they begin. The first
time, unknown pages stand as two digits; the numbers that follow from that are printed, and so on
until they stay, mostly at once. A chapter that ends with a few lines on a page of their own is set
a little closer where that saves the page. Whatever was kept from earlier, the rounds are the same
and so is the book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crossfoot.reports.pdf.compose import Piece
from crossfoot.reports.pdf.piece import LaidOut, draw_numbers, lay_out_piece
from crossfoot.reports.store import Store, key_of

#: what `snug-1` and `snug-2` of print.css save of each page at least, and at best
SAVES, SAVES_AT_BEST = 0.05, 0.16

#: rounds after which numbers stand as they are
MOST_ROUNDS = 6

Tell = Callable[[int], None]


class Here(Executor):
    """Does what is submitted at once, in this process."""

    def submit(self, call: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        """Do it."""
        done: Future[Any] = Future()
        try:
            done.set_result(call(*args, **options))
        except BaseException as error:  # it is told by the future
            done.set_exception(error)
        return done


@dataclass(frozen=True, slots=True)
class Paged:
    """A book in pages.

    Attributes:
        pieces: the pieces, packed, in the order of the book.
        numbers: what prints the numbers of pages, as `draw_numbers` gives it.
        pages: page of each place.
        count: how many pages there are.
    """

    pieces: tuple[bytes, ...]
    numbers: bytes
    pages: dict[str, int]
    count: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A piece that is to be laid out: how close it is set, and whether it is drawn."""

    piece: Piece
    snug: int
    draw: bool


class Layout:
    """The layout of one book.

    Args:
        head: the head of every document.
        pieces: the pieces of the book.
        parts: charts and pictures by name.
        executor: where pieces are laid out.
        store: what was laid out earlier; None for nothing.
        tell: told how many characters of HTML were laid out since it was told before.
    """

    def __init__(
        self,
        head: str,
        pieces: tuple[Piece, ...],
        parts: Mapping[str, bytes],
        executor: Executor,
        store: Store | None,
        tell: Tell = lambda _size: None,
    ) -> None:
        self._head = head
        self._pieces = pieces
        self._parts = parts
        self._executor = executor
        self._store = store
        self._tell = tell
        self._packed: dict[str, bytes] = {}
        self._laid: dict[str, LaidOut] = {}
        self._html: dict[str, str] = {}
        self._snug: dict[str, int] = {}
        self._known: set[str] = set()

    def paged(self, machine: str) -> Paged:
        """Lay everything out.

        Args:
            machine: hash of what this machine adds: fonts and libraries.
        """
        pages: dict[str, int] = {}
        # what names pages is only measured the first time
        first = [_Wanted(piece, 0, not piece.shows_pages) for piece in self._pieces]
        self._lay_out(machine, first, pages)
        self._fit(machine)
        for _ in range(MOST_ROUNDS):
            pages = self._pages()
            wanted = [
                _Wanted(piece, self._snug[piece.name], True)
                for piece in self._pieces
                if self._is_open(piece, pages)
            ]
            if not wanted:
                break
            self._lay_out(machine, wanted, pages)
        count = sum(each.count for each in self._laid.values())
        numbers = self._once(machine, "numbers", str(count), draw_numbers, self._head, count)
        return Paged(tuple(self._packed[each.name] for each in self._pieces), numbers, pages, count)

    def _fit(self, machine: str) -> None:
        """Set chapters closer that end with a few lines on a page, where that saves the page."""
        tried = [
            _Wanted(piece, snug, not piece.shows_pages)
            for piece in self._pieces
            if (snug := _closer(self._laid[piece.name]))
        ]
        found = self._results(machine, tried, {})
        for each in tried:
            packed = found[each.piece.name, each.snug]
            if LaidOut.unpacked(packed).count < self._laid[each.piece.name].count:
                self._take(each.piece, each.snug, packed, {})

    def _is_open(self, piece: Piece, pages: Mapping[str, int]) -> bool:
        if not self._laid[piece.name].is_drawn:
            return True
        return self._html[piece.name] != piece.html(self._head, pages, self._snug[piece.name])

    def _lay_out(self, machine: str, wanted: list[_Wanted], pages: Mapping[str, int]) -> None:
        found = self._results(machine, wanted, pages)
        for each in wanted:
            self._take(each.piece, each.snug, found[each.piece.name, each.snug], pages)

    def _results(
        self, machine: str, wanted: list[_Wanted], pages: Mapping[str, int]
    ) -> dict[tuple[str, int], bytes]:
        """What is wanted, packed, by piece and how close it is set."""
        found: dict[tuple[str, int], bytes] = {}
        running: dict[Future[bytes], tuple[_Wanted, str]] = {}
        # the longest first, so that no one waits for it alone at the end
        for each in sorted(wanted, key=lambda each: -len(each.piece.text)):
            name, html = each.piece.name, each.piece.html(self._head, pages, each.snug)
            # a picture counts when its name stands anywhere in the document
            parts = {name: part for name, part in self._parts.items() if name in html}
            named = [one for part in sorted(parts.items()) for one in part]
            key = key_of(machine, str(each.draw), name, html, *named)
            kept = self._store.get(key) if self._store else None
            if kept is not None:
                found[name, each.snug] = kept
                self._told(each.piece)
            else:
                future = self._executor.submit(lay_out_piece, html, parts, name, draw=each.draw)
                running[future] = (each, key)
        for future in as_completed(running):
            each, key = running[future]
            found[each.piece.name, each.snug] = future.result()
            if self._store:
                self._store.put(key, found[each.piece.name, each.snug])
            self._told(each.piece)
        return found

    def _told(self, piece: Piece) -> None:
        """Tell of a piece when it was laid out for the first time."""
        if piece.name not in self._known:
            self._known.add(piece.name)
            self._tell(len(piece.text))

    def _take(self, piece: Piece, snug: int, packed: bytes, pages: Mapping[str, int]) -> None:
        self._packed[piece.name] = packed
        self._laid[piece.name] = LaidOut.unpacked(packed)
        self._snug[piece.name] = snug
        self._html[piece.name] = piece.html(self._head, pages, snug)

    def _pages(self) -> dict[str, int]:
        """Page of each place; the first one where several places have a name."""
        found: dict[str, int] = {}
        before = 1
        for piece in self._pieces:
            laid = self._laid[piece.name]
            for anchor, page in laid.anchors.items():
                found.setdefault(anchor, before + page)
            before += laid.count
        return found

    def _once(
        self, machine: str, name: str, of: str, make: Callable[..., bytes], *args: Any
    ) -> bytes:
        key = key_of(machine, name, of, self._head)
        found = self._store.get(key) if self._store else None
        if found is None:
            made: bytes = self._executor.submit(make, *args).result()
            if self._store:
                self._store.put(key, made)
            return made
        return found


def _closer(laid: LaidOut) -> int:
    """How much closer a piece is to be set to save its last page; 0 where that would not do."""
    before = laid.count - 1
    if not laid.is_short or laid.filled > SAVES_AT_BEST * before:
        return 0
    return 1 if laid.filled < SAVES * before else 2


def machine() -> str:
    """Hash of what this machine adds to every layout: its fonts, libraries and this program."""
    from crossfoot.reports.pdf.fonts import installed

    return key_of(installed(), _code(), *(version(name) for name in ("weasyprint", "pydyf")))


@cache
def _code() -> str:
    """Hash of the code of this room, but not of its templates, which are in what it lays out."""
    return key_of(*(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))))
