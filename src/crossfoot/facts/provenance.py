"""Where a value came from: the answer to "why this number?", one link at a time.

A provenance points to what stands one step before the value. Following the links to the end
gives the lineage that `crossfoot explain` prints (`crossfoot.calculation.trace`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from crossfoot.languages import Text

if TYPE_CHECKING:
    from decimal import Decimal

    from crossfoot.facts.fact import Fact
    from crossfoot.quantities.periods import Period


@dataclass(frozen=True, slots=True)
class Unstated:
    """Nobody said where the value is from. Tests use it; a workspace never stores it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The value was printed in a published document.

    Attributes:
        document: title of the document ("Alpha ESS, ESG report 2022").
        line: line in the text of the document, counted from 1.
        page: page of the document, where known.
        as_printed: the value with its unit as printed ("25.17 10,000 kWh").
        label: what the document calls the value; empty where nobody noted it.
        sha256: hash of the file that the document was read from; empty where it was not.
    """

    document: str
    line: int | None = None
    page: int | None = None
    as_printed: str = ""
    label: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """The value stands in a row of an imported file.

    Attributes:
        file: name of the file as the user gave it.
        sha256: hash of the file, which names the copy kept in the workspace.
        row: row of the file, counted from 1 with the header as row 1.
        sheet: sheet of a workbook, else empty.
        source: what the row says about its own source (meter reading, invoice number).
    """

    file: str
    sha256: str
    row: int
    sheet: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """The value follows from other facts.

    Attributes:
        rule: the rule in words or as the formula ("sum over sites", "ghg.scope1 / ghg.total").
        inputs: the facts used, in the order of the rule.
    """

    rule: str
    inputs: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventoried:
    """The value is a total of inventory lines.

    Attributes:
        rule: the total in words ("sum of the lines with scope 2, location-based").
        where: which lines, as column and value: `{"scope": "2", "site": "hefei"}`; the inventory
            of the run lists them.
        parts: the value by parts of the period, where the share of the entity that counts changes
            within it.
    """

    rule: str
    where: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[tuple[Period, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something, and when.

    Attributes:
        who: name of the person.
        at: the moment, UTC.
    """

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entered:
    """A person entered the value in a campaign; others reviewed and approved it.

    Attributes:
        campaign: name of the campaign.
        request: the request in the journal ("request:5").
        entry: the version that counts ("entry:40").
        typed: the value with its unit as it was typed ("2.5 MWh").
        entered, reviewed, approved: who did it, and when.
        evidence: hashes (SHA-256) of the files that prove it.
        reason: why an earlier value was corrected; empty for a first one.
    """

    campaign: str
    request: str
    entry: str
    typed: str
    entered: Signature
    reviewed: Signature
    approved: Signature
    evidence: tuple[str, ...] = ()
    reason: str = ""

    @property
    def words(self) -> Text:
        """The whole of it on one line."""
        en = [self.campaign, self.request, f"“{self.typed}”" if self.typed else ""]
        zh = list(en)
        for done, done_zh, by in (
            ("entered", "填报", self.entered),
            ("reviewed", "复核", self.reviewed),
            ("approved", "审批", self.approved),
        ):
            en.append(f"{done} by {by.who} {by.at:%Y-%m-%d %H:%M} UTC")
            zh.append(f"{by.who}{done_zh}（{by.at:%Y-%m-%d %H:%M} UTC）")
        if self.reason:
            en.append(f"corrected: {self.reason}")
            zh.append(f"更正原因：{self.reason}")
        proofs = ", ".join(f"SHA-256 {sha256[:12]}" for sha256 in self.evidence)
        if proofs:
            en.append(f"evidence {proofs}")
            zh.append(f"证明材料 {proofs}")
        return Text(", ".join(part for part in en if part), "，".join(part for part in zh if part))


Provenance = Entered | Unstated | Printed | Imported | Computed | Inventoried
