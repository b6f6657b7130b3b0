"""Photographs without what they say of camera, place and time; the picture itself is untouched.

Segments and chunks that a picture needs to be drawn are kept, all others are left out, and so is
whatever lies behind its end (second pictures, films). How a photograph is turned is kept.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_SOI, _EOI, _SOS, _APP0, _APP1, _APP14, _APP15, _COM = (
    0xD8,
    0xD9,
    0xDA,
    0xE0,
    0xE1,
    0xEE,
    0xEF,
    0xFE,
)
_RESTARTS = range(0xD0, 0xD8)
_ORIENTATION = 0x0112
_PNG = b"\x89PNG\r\n\x1a\n"
#: chunks of a PNG that only tell of it
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"}
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
#: flags of a WebP that announce a colour profile, Exif and XMP
_WEBP_TOLD = 0x20 | 0x08 | 0x04


class BrokenPictureError(ValueError):
    """It is no whole picture of its kind."""


def clean_jpeg(content: bytes) -> bytes:
    """A JPEG without Exif, XMP, IPTC, comments, profiles and what lies behind its end.

    Raises:
        BrokenPictureError: it is none.
    """
    if content[:2] != b"\xff\xd8":
        raise BrokenPictureError
    kept, turned = [], 1
    for marker, piece, payload in _segments(content):
        if marker == _APP1 and payload.startswith(b"Exif\x00\x00"):
            turned = _orientation(payload[6:])
        if (_APP0 < marker <= _APP15 and marker != _APP14) or marker == _COM:
            continue
        kept.append(piece)
    return b"".join([b"\xff\xd8", _turned(turned), *kept])


def clean_png(content: bytes) -> bytes:
    """A PNG without texts, times, Exif and profiles.

    Raises:
        BrokenPictureError: it is none.
    """
    if not content.startswith(_PNG):
        raise BrokenPictureError
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(content):
        (size,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + size
        piece = content[at:end]
        if end > len(content) or zlib.crc32(piece[4:-4]) != int.from_bytes(piece[-4:], "big"):
            raise BrokenPictureError
        if name in _PNG_KEPT:
            kept.append(piece)
        if name == b"IEND":
            return b"".join(kept)
        at = end
    raise BrokenPictureError


def clean_webp(content: bytes) -> bytes:
    """A WebP without Exif, XMP and profiles.

    Raises:
        BrokenPictureError: it is none.
    """
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise BrokenPictureError
    kept, at = [], 12
    end = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while at + 8 <= end:
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size]
        if len(body) < size:
            raise BrokenPictureError
        if name == b"VP8X":
            body = bytes([body[0] & ~_WEBP_TOLD]) + body[1:]
        if name in _WEBP_KEPT:
            kept.append(name + struct.pack("<I", size) + body + b"\x00" * (size % 2))
        at += 8 + size + size % 2
    inside = b"WEBP" + b"".join(kept)
    if not kept:
        raise BrokenPictureError
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, whole piece and payload of each segment; a scan with what it scans."""
    at = 2
    while at + 2 <= len(content):
        if content[at] != 0xFF:
            raise BrokenPictureError
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _EOI:
            yield marker, b"\xff\xd9", b""
            return
        if at + 4 > len(content):
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        payload = content[at + 4 : end]
        if marker == _SOS:
            end = _end_of_scan(content, end)
        if end > len(content):
            break
        yield marker, content[at:end], payload
        at = end
    raise BrokenPictureError


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is none of a scan's own."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise BrokenPictureError
        following = content[at + 1]
        if following and following not in _RESTARTS and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _orientation(tiff: bytes) -> int:
    """How a photograph is turned, 1 to 8; 1 where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    if at + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for n in range(count):
        place = at + 2 + 12 * n
        if place + 12 > len(tiff):
            break
        tag, kind = struct.unpack_from(f"{order}HH", tiff, place)
        if tag == _ORIENTATION and kind == 3:
            (found,) = struct.unpack_from(f"{order}H", tiff, place + 8)
            return int(found) if 1 <= found <= 8 else 1
    return 1


def _turned(orientation: int) -> bytes:
    """The segment that says how a photograph is turned, and nothing else."""
    if orientation == 1:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + b"\x00" * 4
    payload = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload
