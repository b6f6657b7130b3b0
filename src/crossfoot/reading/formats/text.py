"""Plain text: its lines as they are, with the page where form feeds part the pages."""

from __future__ import annotations

from pathlib import Path

from crossfoot.reading.formats.lines import Line
from crossfoot.reading.text_file import Progress, read_lines


def read_text_lines(path: Path, progress: Progress | None = None) -> tuple[Line, ...]:
    """The lines of a text file, unchanged, so that their numbers stay those of the file.

    Raises:
        CrossfootError: as `read_lines` does.
    """
    texts = read_lines(path, progress)
    if not any("\f" in text for text in texts):
        return tuple(Line(text) for text in texts)
    lines, page = [], 1
    for text in texts:
        # a form feed stands before the first line of the next page
        page += text.count("\f")
        lines.append(Line(text.replace("\f", ""), page))
    return tuple(lines)
