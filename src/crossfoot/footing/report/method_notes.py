"""Notes on method and boundary that two reports give differently for one metric."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crossfoot.reading.notes import read_definition

if TYPE_CHECKING:
    from crossfoot.reading.report import ReadReport

_ABOUT_METHOD = re.compile(
    r"scopes?\b|calib(?:er|re)|boundar\w+|coverage|covers?\b|emission factors?|warming potential|"
    r"method\w*|calculated|approach|口径|范围|边界|排放因子|方法|计算|核算",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:notes?|remarks?|注|备注)?\s*[\d¹²³⁴⁵⁶⁷⁸⁹*]{0,3}\s*[:：.]?\s*", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

Note = tuple[int, str]


@dataclass(frozen=True, slots=True)
class NoteChange:
    """A note that differs.

    Attributes:
        metrics: the metrics that it is about, those of the table above it.
        before: the notes of the first report, with their lines; empty where it has none.
        after: those of the second one.
    """

    metrics: tuple[str, ...]
    before: tuple[Note, ...]
    after: tuple[Note, ...]

    def to_json(self) -> dict[str, Any]:
        """The change as JSON."""
        return {
            "metrics": list(self.metrics),
            "first": [{"line": line, "text": text} for line, text in self.before],
            "second": [{"line": line, "text": text} for line, text in self.after],
        }


def changed_notes(first: ReadReport, second: ReadReport) -> tuple[NoteChange, ...]:
    """Notes on method or boundary of metrics that both have, and that say something else.

    Years, footnote marks and the word "Note" do not count: they move on with the report. A note
    that only one of the two prints is a change as well.
    """
    before, after = _notes(first), _notes(second)
    groups: dict[tuple[tuple[Note, ...], tuple[Note, ...]], list[str]] = {}
    both = {f.metric for f in first.figures} & {f.metric for f in second.figures}
    for metric in sorted(both):
        ours, theirs = before.get(metric, {}), after.get(metric, {})
        only_ours = tuple(note for key, note in ours.items() if key not in theirs)
        only_theirs = tuple(note for key, note in theirs.items() if key not in ours)
        if only_ours or only_theirs:
            groups.setdefault((only_ours, only_theirs), []).append(metric)
    return tuple(NoteChange(tuple(names), *notes) for notes, names in groups.items())


def _notes(report: ReadReport) -> Mapping[str, Mapping[str, Note]]:
    """For each metric its notes, by what they say."""
    metrics: dict[str, list[str]] = {}
    marks = {row.line: row.marks for table in report.tables for row in table.rows}
    marked: dict[str, set[str]] = {}
    for figure in report.figures:
        if figure.table:
            metrics.setdefault(figure.table, []).append(figure.metric)
            marked.setdefault(figure.metric, set()).update(marks.get(figure.line, ()))
    found: dict[str, dict[str, Note]] = {}
    for table in report.tables:
        for line, text in table.notes:
            definition = read_definition(line, text)
            if definition is None and not _ABOUT_METHOD.search(text):
                continue
            own = definition.marks if definition else ()
            for metric in metrics.get(table.id, ()):
                if not own or marked[metric] & set(own):
                    found.setdefault(metric, {})[_said(text)] = (line, text)
    return found


def _said(text: str) -> str:
    """What a note says, without what moves on from year to year."""
    return re.sub(r"\W+", " ", _YEAR.sub("", _HEAD.sub("", text, count=1))).strip().casefold()
