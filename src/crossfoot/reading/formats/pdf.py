"""PDF, read by a process of its own: a file made to fill the memory only ends that process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import crossfoot
from crossfoot.errors import CrossfootError, Problem
from crossfoot.reading.formats.limits import PDF_MEMORY, PDF_SECONDS
from crossfoot.reading.formats.lines import Line, Lines
from crossfoot.reading.text_file import Progress

_WORKER = "crossfoot.reading.formats.pdf_worker"


def read_pdf(
    path: Path,
    progress: Progress | None = None,
    seconds: int = PDF_SECONDS,
    memory: int = PDF_MEMORY,
) -> Lines:
    """The lines of a PDF, each with its page.

    Args:
        path: the PDF.
        progress: called with pages read and pages there are; raising from it cancels.
        seconds: of calculation, after which reading is stopped.
        memory: in bytes, beyond which reading is stopped.

    Raises:
        CrossfootError: the PDF is damaged, protected, scanned, or beyond the limits.
    """
    source = str(Path(crossfoot.__file__).parents[1])
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([source, *sys.path]),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", _WORKER, str(path.resolve()), str(seconds), str(memory)]
    with subprocess.Popen(  # noqa: S603  our own module, and a path as one argument
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environment,
    ) as process:
        clock = threading.Timer(2 * seconds + 10, process.kill)
        clock.daemon = True
        clock.start()
        try:
            last = _follow(process, progress)
        finally:
            clock.cancel()
            process.kill()
    return _result(path, last)


def _follow(process: subprocess.Popen[str], progress: Progress | None) -> list[Any]:
    """The last that the process says."""
    said: list[Any] = ["nothing"]
    for text in process.stdout or ():
        said = json.loads(text)
        if said[0] == "page" and progress is not None:
            progress(said[1], said[2])
    return said


def _result(path: Path, last: list[Any]) -> Lines:
    if last[0] == "lines":
        lines = tuple(Line(text, page) for text, page in last[1])
        return Lines(path.name, "pdf", lines, dict(last[2]))
    if last[0] == "problems":
        raise CrossfootError(*(Problem(*words) for words in last[1]))
    if last[0] == "unreadable":
        raise CrossfootError(Problem(f"the file cannot be read: {last[1]}", where=path.name))
    where = f"{path.name}, page {last[1] + 1}" if last[0] == "page" else path.name
    raise CrossfootError(
        Problem(
            "the PDF takes more time or memory than any report",
            where=where,
            why="reading was stopped, so that the machine stays usable",
            remedy="print it to a new PDF without drawings, or give its text",
        )
    )
