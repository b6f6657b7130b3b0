"""What the API says: assurance.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

#: How sure the conclusion is; AA1000AS calls them moderate and high.
Level = Literal["limited", "reasonable"]


@dataclass(frozen=True, slots=True)
class Engagement:
    """What an assurer was engaged to look at.

    Attributes:
        units: Each with all below it; empty for the whole.
        reopened_at: When it was last opened again.
    """

    id: int
    name: str
    name_zh: str
    standard: str
    level: Level
    start: date
    end: date
    units: tuple[str, ...]
    terms: str
    opinion: str
    opened_at: datetime
    closed_at: datetime | None
    reopened_at: datetime | None
    reopened_why: str


#: How materiality is stated.
Measure = Literal["percent", "amount"]


@dataclass(frozen=True, slots=True)
class MetricSum:
    """What the uncorrected misstatements of a metric come to.

    Attributes:
        materiality: For the team alone.
        standing: For the team alone.
    """

    metric: str
    over: Decimal
    under: Decimal
    corrected: Decimal
    materiality: Decimal | None
    standing: str


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Something that the team asks for."""

    id: int
    number: int
    title: str
    text: str
    metric: str
    unit: str
    figure: str
    owner: int | None
    due: date
    state: str
    at: datetime


#: What a person does to it.
InquiryStep = Literal["answer", "accept", "ask_again", "withdraw"]


#: How items are selected.
Method = Literal["random", "value", "stratified", "threshold"]


#: What a population is made of.
Source = Literal["entries", "rows", "evidence", "files"]


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the population, and what the sample says of it.

    Attributes:
        projected: A whole number or a fraction; empty while not known.
    """

    name: str
    count: int
    total: Decimal
    lines: int
    tested: int
    book: Decimal
    error: Decimal
    projected: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample, with all that is needed to draw it again.

    Attributes:
        digest: SHA-256 of the population.
    """

    id: int
    number: int
    purpose: str
    source: Source
    metric: str
    unit: str
    method: Method
    size: int
    seed: str
    threshold: str
    procedure: str
    digest: str
    count: int
    total: Decimal
    interval: str
    start: str
    unreached: int
    lines_count: int
    tested: int
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An item of a sample, with what its test came to."""

    id: int
    place: int
    item: str
    subject: str
    label: str
    label_zh: str
    unit: str
    book: str
    stratum: str
    result: str
    audited: str
    note: str


#: What a test came to.
Result = Literal["agreed", "exception", "not_available"]


#: How sure it is that something is wrong.
MisstatementKind = Literal["factual", "judgemental", "projected"]


@dataclass(frozen=True, slots=True)
class Misstatement:
    """A difference between what is reported and what should be.

    Attributes:
        amount: Above zero where too much is reported.
    """

    id: int
    number: int
    kind: MisstatementKind
    metric: str
    unit: str
    amount: Decimal
    text: str
    line: int | None
    sample: int | None
    state: str
    correction: str
    why: str


@dataclass(frozen=True, slots=True)
class MethodOf:
    """How a metric is measured here, in both languages."""

    text: str
    text_zh: str
