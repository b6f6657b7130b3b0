"""One disclosure of a standard: what is asked for, how firmly, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crossfoot.languages import Text


class Nature(StrEnum):
    """What an answer is made of."""

    QUANTITATIVE = "quantitative"  # figures
    QUALITATIVE = "qualitative"  # words
    BOTH = "both"  # words with figures
    GUIDANCE = "guidance"  # a rule about other disclosures; nothing of its own to disclose


class Obligation(StrEnum):
    """What a report that follows the standard owes to a disclosure."""

    MANDATORY = "mandatory"  # no reason for leaving it out is accepted
    COMPLY_OR_EXPLAIN = "comply_or_explain"  # disclose, or say why not
    IF_MATERIAL = "if_material"  # the same, once the topic has been found material
    VOLUNTARY = "voluntary"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one code of a standard asks for.

    Attributes:
        code: the code without the name of the standard: "302-1", "306-3 (2016)", "A1.1",
            "D-strategy", "29(a)(ii)", "Governance a", "8.8".
        title: short title in Crossfoot's own words.
        standard: id of the standard: "gri", "hkex", …
        group: what it stands under: "GRI 302", "A1", "Strategy".
        group_title: title of that group.
        nature: figures, words, both, or a mere rule.
        obligation: what is owed to it.
        valid_from: first day on which it applies; see `Standard.date_of` for the day of a report.
        valid_to: last day on which it applies; None while no end is known.
        edition: year of the text that it stands in.
        source: the text that it stands in.
        replaced_by: codes of the same standard that ask for the matter once `valid_to` is past.
        aliases: other codes under which people know it: "Metrics and Targets a".
        metrics: ids of metrics that answer it, as an own catalogue states them.
        same_as: disclosures of other standards that ask for the same: "GRI 305-1".
    """

    code: str
    title: Text
    standard: str
    group: str
    group_title: Text
    nature: Nature
    obligation: Obligation
    valid_from: date
    valid_to: date | None
    edition: str
    source: str
    replaced_by: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()

    def applies(self, on: date) -> bool:
        """Whether the disclosure is in effect on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def asks_for_figures(self) -> bool:
        """Whether an answer without a number is incomplete."""
        return self.nature in (Nature.QUANTITATIVE, Nature.BOTH)

    @property
    def asks_for_answer(self) -> bool:
        """Whether there is something to disclose at all."""
        return self.nature is not Nature.GUIDANCE
