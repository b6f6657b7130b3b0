"""What the files that tests make have in common."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

HEADING = "site,activity,quantity,unit,start,end"
ROW = "hefei,electricity.grid,125000,kWh,2023-01-01,2023-01-31"


def repack(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Rewrite the parts of a zip archive."""
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path
