"""Objects of a PDF that can get other numbers: what is laid out alone becomes part of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf

_REFERENCE = re.compile(rb"(\d+) 0 R")
# control characters that the text of an object does not hold
_MARKS = re.compile(rb"\x01(\d+)\x01|\x02(\d+)\x02")

#: entries that number the places where an object is listed in the tree of tags
_LISTED = ("StructParent", "StructParents")


@dataclass(frozen=True, slots=True)
class Loose:
    """An object whose references can be led elsewhere.

    Attributes:
        number: what others of its piece call it.
        text: the object, references marked; the dictionary of a stream.
        stream: what the stream holds, as it is written; None for any other object.
    """

    number: int
    text: bytes
    stream: bytes | None = None

    def placed(self, numbers: Mapping[int, int], listed: int) -> Written:
        """The object as part of a whole.

        Args:
            numbers: the number of each object by the one it had.
            listed: what is added to the places in the tree of tags.
        """

        def lead(mark: re.Match[bytes]) -> bytes:
            if mark[1]:
                return b"%d 0 R" % numbers[int(mark[1])]
            return b"%d" % (listed + int(mark[2]))

        return Written(_MARKS.sub(lead, self.text), self.stream)


class Written(pydyf.Object):  # type: ignore[misc]  # the library has no types
    """An object whose bytes are known."""

    def __init__(self, text: bytes, stream: bytes | None = None) -> None:
        super().__init__()
        self.text = text
        self._stream = stream

    @property
    def data(self) -> bytes:
        """The object as it stands in the file."""
        if self._stream is None:
            return self.text
        return b"\n".join((self.text, b"stream", self._stream, b"endstream"))

    @property
    def compressible(self) -> bool:
        """Whether it may stand in a stream of objects."""
        return self._stream is None


def loose(item: Any) -> Loose:
    """An object of a document that is about to be written.

    A text inside must not hold control characters, which mark references: they are dropped.
    """
    if isinstance(item, pydyf.Stream):
        head, stream = _parts(item)
        return Loose(item.number, head, stream)
    return Loose(item.number, _marked(item))


def _parts(item: pydyf.Stream) -> tuple[bytes, bytes]:
    """A stream as it is written: what it says of itself, and what it holds."""
    data: bytes = item.data
    stream = data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    extra = pydyf.Dictionary({**item.extra, "Length": len(stream)})
    if item.compress:
        extra["Filter"] = "/FlateDecode"
    return _marked(extra), stream


def _marked(value: Any) -> bytes:
    if isinstance(value, pydyf.Dictionary):
        return b"<<" + b"".join(_entry(str(key), each) for key, each in value.items()) + b">>"
    if isinstance(value, pydyf.Array):
        return b"[" + b" ".join(map(_marked, value)) + b"]"
    if isinstance(value, bytes) and (found := _REFERENCE.fullmatch(value)):
        return b"\x01%s\x01" % found[1]
    data: bytes = pydyf.Array([value]).data[1:-1]
    return data.translate(None, b"\x01\x02")


def _entry(key: str, value: Any) -> bytes:
    if key in _LISTED:
        return b"/%s \x02%d\x02" % (key.encode(), value)
    return b"/%s %s" % (key.encode(), _marked(value))


def referred(value: Any) -> Iterator[int]:
    """Numbers of the objects that an object refers to."""
    if isinstance(value, pydyf.Stream):
        yield from referred(value.extra)
    elif isinstance(value, dict):
        for each in value.values():
            yield from referred(each)
    elif isinstance(value, list):
        for each in value:
            yield from referred(each)
    elif isinstance(value, bytes) and (found := _REFERENCE.fullmatch(value)):
        yield int(found[1])


def number_of(reference: bytes) -> int:
    """The number in a reference."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        message = f"{reference!r} is not a reference"
        raise ValueError(message)
    return int(found[1])
