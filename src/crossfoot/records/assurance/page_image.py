"""A page of a PDF as a picture, drawn by a process of its own: what it holds is a stranger's.

python -m crossfoot.records.assurance.page_image FILE PAGE > page.png
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

#: seconds and bytes that drawing may take
_SECONDS, _MEMORY = 20, 2 << 30

_DOTS = 96  # per inch


def page_image(path: Path, page: int) -> bytes | None:
    """PNG of a page, which counts from 1; None where it cannot be drawn."""
    command = [sys.executable, "-m", __name__, str(path), str(page)]
    try:
        done = subprocess.run(  # noqa: S603  # our own program, a path and a number
            command, capture_output=True, timeout=_SECONDS, check=False, env={"PATH": ""}
        )
    except subprocess.TimeoutExpired:
        return None
    drawn = done.returncode == 0 and done.stdout.startswith(b"\x89PNG")
    return done.stdout if drawn else None


def main(path: str, page: str) -> int:
    """Draw, within limits; 1 where there is no such page or it cannot be drawn."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    import pdfplumber

    try:
        with pdfplumber.open(path, pages=[int(page)]) as document:
            document.pages[0].to_image(resolution=_DOTS).original.save(sys.stdout.buffer, "PNG")
    except Exception:  # whatever the file does, there is no picture of it
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
