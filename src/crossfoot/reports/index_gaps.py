"""What would close the gaps of a content index, for the manager who has to see to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossfoot.languages import Text
from crossfoot.reports.words import word

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.reports.index import ContentIndex, IndexRow


@dataclass(frozen=True, slots=True)
class Gap:
    """A disclosure that nothing answers.

    Attributes:
        standard: name of the standard.
        row: its row in the index.
    """

    standard: Text
    row: IndexRow


def gaps_of(indices: Iterable[ContentIndex]) -> Iterator[Gap]:
    """The gaps of several indices, in each those that are owed first."""
    for index in indices:
        for row in index.gaps:
            yield Gap(index.title, row)


def obligation(row: IndexRow) -> Text:
    """How firmly a disclosure is asked for."""
    return word(f"obligation.{row.disclosure.obligation}")


def answered_by(row: IndexRow, catalogue: Catalogue | None) -> Text:
    """What answers a disclosure: titles and ids of metrics, else a chapter of text."""
    wanted = [catalogue[id_] for id_ in row.wanted] if catalogue is not None else []
    if not wanted:
        return word("gaps.chapter", name=f"{row.disclosure.standard.upper()} {row.code}")
    return Text(
        "; ".join(f"{metric.title.en} ({metric.id})" for metric in wanted),
        "；".join(f"{metric.title.zh}（{metric.id}）" for metric in wanted),
    )
