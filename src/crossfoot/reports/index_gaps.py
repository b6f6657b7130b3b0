"""What would close the gaps of a content index, for the manager who has to see to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossfoot.languages import Language, Text
from crossfoot.standards.disclosure import Obligation

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.reports.index import ContentIndex, IndexRow

#: what a report that follows a standard owes to a disclosure
OBLIGATIONS = {
    Obligation.MANDATORY: Text("mandatory", "强制披露"),
    Obligation.COMPLY_OR_EXPLAIN: Text("comply or explain", "不遵守就解释"),
    Obligation.IF_MATERIAL: Text("if material", "如属重要则披露"),
    Obligation.VOLUNTARY: Text("voluntary", "自愿披露"),
}

#: what answers a disclosure for which the catalogue has no metric
_TEXT = Text(
    "a chapter with `answers: [{name}]` in its front matter",
    "文件头含有`answers: [{name}]`的章节",
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A disclosure that nothing answers.

    Attributes:
        standard: name of the standard.
        row: its row in the index.
        obligation: how firmly it is asked for.
    """

    standard: Text
    row: IndexRow
    obligation: Text


def gaps_of(indices: Iterable[ContentIndex]) -> Iterator[Gap]:
    """The gaps of several indices, in each those that are owed first."""
    for index in indices:
        for row in index.gaps:
            yield Gap(index.title, row, OBLIGATIONS[row.disclosure.obligation])


def answered_by(row: IndexRow, catalogue: Catalogue, language: Language) -> str:
    """What answers a disclosure: titles and ids of metrics, else a chapter of text."""
    wanted = [catalogue[id_] for id_ in row.wanted]
    if not wanted:
        return _TEXT[language].format(name=f"{row.disclosure.standard.upper()} {row.code}")
    return "; ".join(f"{metric.title[language]} ({metric.id})" for metric in wanted)
