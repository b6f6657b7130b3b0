"""A piece of a book laid out in pages: what joining it with the others needs, as plain bytes.

    layout: HTML ──WeasyPrint──► pages ──► objects of a PDF whose numbers are still open

The bytes are JSON and streams, nothing that could run, since they are kept between runs.
"""

from __future__ import annotations

import gc
import json
import logging
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

#: a last page that is filled less than this looks forgotten
SHORT = 0.28

#: an element that no link leads to
_NOWHERE = (0, 0, 0, 0)


#: characters of HTML after whose layout its remains are cleared away; about 150 MB
_MOST_LEFT = 400_000
_since = 0


@dataclass(slots=True)
class LaidOut:
    """A piece in pages.

    Attributes:
        count: how many pages it has.
        anchors: page of each place, counted from 0.
        filled: how much of the last page is filled, from 0 to 1.
        about: what else joining needs; empty where the piece was only measured.
        objects: number, text with marks and stream of each object.
    """

    count: int
    anchors: dict[str, int]
    filled: float = 1.0
    about: dict[str, Any] = field(default_factory=dict)
    objects: list[tuple[int, bytes, bytes | None]] = field(default_factory=list)

    @property
    def is_drawn(self) -> bool:
        """Whether it can be joined."""
        return bool(self.about)

    @property
    def is_short(self) -> bool:
        """Whether it ends with a few lines on a page of their own."""
        return self.count > 1 and self.filled < SHORT

    def packed(self) -> bytes:
        """As bytes."""
        sizes = [
            (number, len(text), -1 if stream is None else len(stream))
            for number, text, stream in self.objects
        ]
        head = json.dumps(
            [self.count, self.anchors, self.filled, self.about, sizes], ensure_ascii=False
        )
        packed_head = zlib.compress(head.encode(), 1)
        texts = zlib.compress(b"".join(text for _, text, _ in self.objects), 1)
        streams = b"".join(stream or b"" for _, _, stream in self.objects)
        return struct.pack("<II", len(packed_head), len(texts)) + packed_head + texts + streams

    @classmethod
    def unpacked(cls, data: bytes) -> LaidOut:
        """The reverse of `packed`."""
        start = struct.calcsize("<II")
        head_size, texts_size = struct.unpack("<II", data[:start])
        head = zlib.decompress(data[start : start + head_size])
        texts = zlib.decompress(data[start + head_size : start + head_size + texts_size])
        count, anchors, filled, about, sizes = json.loads(head)
        return cls(
            count,
            anchors,
            filled,
            about,
            list(_cut(sizes, texts, data[start + head_size + texts_size :])),
        )


def _cut(
    sizes: list[tuple[int, int, int]], texts: bytes, streams: bytes
) -> Iterator[tuple[int, bytes, bytes | None]]:
    text_at = stream_at = 0
    for number, text_size, stream_size in sizes:
        text = texts[text_at : text_at + text_size]
        text_at += text_size
        if stream_size < 0:
            yield number, text, None
        else:
            yield number, text, streams[stream_at : stream_at + stream_size]
            stream_at += stream_size


def lay_out_piece(html: str, parts: Mapping[str, bytes], name: str, *, draw: bool = True) -> bytes:
    """Lay a piece out in pages.

    Args:
        html: a whole document.
        parts: the charts and pictures in it.
        name: of the piece; makes names in it differ from those of others.
        draw: whether it is made ready for joining, or only measured.

    Returns:
        A `LaidOut`, packed.
    """
    global _since
    gc.disable()  # layout makes millions of objects that stay until the end
    try:
        return _lay_out(html, parts, name, draw=draw)
    finally:
        gc.enable()
        _since += len(html)
        if _since > _MOST_LEFT:
            _since = 0
            gc.collect()


def _lay_out(html: str, parts: Mapping[str, bytes], name: str, *, draw: bool) -> bytes:
    document = _document(html, parts)
    anchors: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:
            anchors.setdefault(anchor, number)
    laid = LaidOut(len(document.pages), anchors, _filled(document.pages[-1]))
    if draw:
        from crossfoot.reports.pdf.drawn import draw_pages

        # links to other pieces are kept: they lead somewhere when all are joined
        first = document.pages[0].anchors
        for page in document.pages:
            for kind, target, _, _ in page.links:
                if kind == "internal" and target not in anchors:
                    first.setdefault(target, _NOWHERE)
        laid.about, laid.objects = draw_pages(document, name, anchors)
    return laid.packed()


def _filled(page: Any) -> float:
    """How far down a page its text reaches, as a share of the room for text."""
    box = page._page_box
    [text] = [each for each in box.children if each.element_tag == "html"]
    reached = _bottom(text) - float(box.content_box_y())
    return round(min(max(reached / float(box.height), 0.0), 1.0), 3)


def _bottom(box: Any) -> float:
    """Where the lowest text or picture in a box ends."""
    inner = [each for each in getattr(box, "children", ()) if hasattr(each, "position_y")]
    if inner:
        return max(map(_bottom, inner))
    height = box.height if isinstance(box.height, int | float) else 0.0
    return float(box.position_y + height)


def _document(html: str, parts: Mapping[str, bytes]) -> Any:
    from weasyprint import HTML

    from crossfoot.reports.pdf.fetcher import BASE, ReportFetcher
    from crossfoot.reports.pdf.fonts import configuration

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return HTML(
        string=html, base_url=BASE, url_fetcher=ReportFetcher(parts), media_type="print"
    ).render(font_config=configuration())


def draw_numbers(head: str, count: int) -> bytes:
    """What prints the number of each page, and the glyphs for it, as JSON."""
    from crossfoot.reports.pdf.compose import numbers
    from crossfoot.reports.pdf.drawn import page_contents

    return json.dumps(page_contents(_document(numbers(head, count), {}))).encode()
