"""How large a file may be: a small file can unpack into one that fills the memory."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds beyond which a file is refused before it is opened.

    Attributes:
        file_bytes: the file as it lies on disk.
        unpacked_bytes: all parts of a workbook together, unpacked.
        ratio: how many times larger than packed a part of a workbook may be; real sheets stay
            below 100, a part made of one repeated byte reaches 1,000. Parts under 1 MiB are free.
        cells: cells of a sheet, counted as the rectangle that holds all of them.
    """

    file_bytes: int = 200 * MEBIBYTE
    unpacked_bytes: int = 1024 * MEBIBYTE
    ratio: int = 200
    cells: int = 30_000_000


#: for files that a stranger may have sent: uploads
UPLOAD = Limits()

#: for the command line, where the user owns the machine: 20 GiB of CSV or Parquet
IMPORT = Limits(file_bytes=20 * 1024 * MEBIBYTE)
