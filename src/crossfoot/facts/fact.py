"""The fact: one value of one metric for one entity and period, with where it came from.

The terms are those of XBRL's Open Information Model: concept (here `metric`), entity, period,
dimensions, unit, decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from crossfoot.facts.provenance import Provenance, Unstated
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier


class Basis(StrEnum):
    """How a value came to be; a published and a recomputed value stand side by side."""

    ENTERED = "entered"
    PUBLISHED = "published"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True, init=False)
class Dimensions(Mapping[str, str]):
    """Breakdown of a figure, such as `gender=female`; hashable, in the order of its keys.

    >>> Dimensions.parse("gender=female;age_group=under_30")
    Dimensions(age_group=under_30;gender=female)
    """

    pairs: tuple[tuple[str, str], ...]

    def __init__(self, members: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        object.__setattr__(self, "pairs", tuple(sorted(dict(members).items())))

    @classmethod
    def parse(cls, text: str) -> Dimensions:
        """Read `key=member;key=member`; the empty text is no breakdown.

        Raises:
            ValueError: a part has no `=`.
        """
        parts = (part.partition("=") for part in text.split(";") if part.strip())
        members = {}
        for key, equals, member in parts:
            if not equals or not key.strip() or not member.strip():
                message = f"dimensions {text!r} are not of the form key=member;key=member"
                raise ValueError(message)
            members[key.strip()] = member.strip()
        return cls(members)

    def without(self, *keys: str) -> Dimensions:
        """The same breakdown with some keys dropped."""
        return Dimensions((key, member) for key, member in self.pairs if key not in keys)

    def only(self, keys: Iterable[str]) -> Dimensions:
        """The same breakdown with nothing but the keys named."""
        kept = set(keys)
        return Dimensions((key, member) for key, member in self.pairs if key in kept)

    def fixed(self, **members: str) -> Dimensions:
        """The same breakdown with some members set."""
        return Dimensions({**dict(self.pairs), **members})

    def __getitem__(self, key: str) -> str:
        """The member of a key."""
        return dict(self.pairs)[key]

    def __iter__(self) -> Iterator[str]:
        """The keys, in order."""
        return iter([key for key, _ in self.pairs])

    def __len__(self) -> int:
        """The number of keys."""
        return len(self.pairs)

    def __hash__(self) -> int:
        """Equal breakdowns hash alike."""
        return hash(self.pairs)

    def __str__(self) -> str:
        """The form that `parse` reads."""
        return ";".join(f"{key}={member}" for key, member in self.pairs)

    def __repr__(self) -> str:
        """Short, for test output."""
        return f"Dimensions({self})"


NO_DIMENSIONS = Dimensions()


@dataclass(frozen=True, slots=True)
class FactKey:
    """What a fact is about. Two facts with one key say the same thing, perhaps differently."""

    metric: str
    entity: str
    period: Period
    dimensions: Dimensions = NO_DIMENSIONS
    # keys are looked up millions of times in a run; the hash is worth keeping
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        known = hash((self.metric, self.entity, self.period, self.dimensions.pairs))
        object.__setattr__(self, "_hash", known)

    def __hash__(self) -> int:
        """Equal keys hash alike."""
        return self._hash

    def __str__(self) -> str:
        """Readable name of the figure: `ghg.scope1 · hefei · 2023 · gas=CO2`."""
        parts = [self.metric, self.entity, str(self.period), str(self.dimensions)]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ConfidenceInterval:
    """Within which bounds a value lies, and how sure that is.

    Attributes:
        lower: in the unit of the value.
        upper: in the unit of the value.
        level: percent of confidence.
        method: how it was found ("error propagation, IPCC 2006 approach 1").
        covered: share of the value whose uncertainty is stated, 0 to 1; the rest counts as exact.
            None where nothing is known of that.
    """

    lower: Decimal
    upper: Decimal
    level: Decimal = Decimal(95)
    method: str = ""
    covered: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One value, and everything that a reader may ask of it.

    Attributes:
        metric: id in the metric catalogue.
        entity: the organisation, legal entity or site that the value is of.
        period: the time it covers; for a stock, the value is that of the period's last day.
        value: Decimal in `unit`; text for a metric of kind text; None for a stated nil
            (then `nil_reason` says why).
        unit: a unit expression of `crossfoot.quantities.units`; empty for text.
        dimensions: the breakdown; empty for the whole.
        basis: entered, published or computed.
        variant: what else changes the value, such as consolidation approach and warming
            potentials ("operational_control/AR6"); empty where nothing does.
        run: the run that computed it; empty for entered and published values.
        version: counts corrections of the same key; the highest is current.
        qualifier: exact, or "more than" and the like.
        estimated: an estimate stands in for a measurement.
        simulated: the value comes from a model, such as expected generation.
        decimals: places after the point as printed; None where the value was not printed.
        note: boundary or method note that is printed with the figure.
        nil_reason: why there is no value ("not applicable: no such source").
        context: where a published figure stands in its report (annex, body, highlight).
        provenance: where the value came from.
        interval: how uncertain the value is; None where that is not known.
    """

    metric: str
    entity: str
    period: Period
    value: Decimal | str | None
    unit: str = ""
    dimensions: Dimensions = NO_DIMENSIONS
    basis: Basis = Basis.ENTERED
    variant: str = ""
    run: str = ""
    version: int = 1
    qualifier: Qualifier = Qualifier.EXACT
    estimated: bool = False
    simulated: bool = False
    decimals: int | None = None
    note: str = ""
    nil_reason: str = ""
    context: str = ""
    provenance: Provenance = field(default_factory=Unstated, compare=False)
    interval: ConfidenceInterval | None = None

    @property
    def key(self) -> FactKey:
        """What the fact is about, without how the value came to be."""
        return FactKey(self.metric, self.entity, self.period, self.dimensions)

    @property
    def number(self) -> Decimal:
        """The value as a number.

        Raises:
            TypeError: the fact is a text or a nil.
        """
        if not isinstance(self.value, Decimal):
            message = f"{self.key} has no number but {self.value!r}"
            raise TypeError(message)
        return self.value

    @property
    def is_number(self) -> bool:
        """Whether there is a number to calculate with."""
        return isinstance(self.value, Decimal)
