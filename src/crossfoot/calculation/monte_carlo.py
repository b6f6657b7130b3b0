"""How uncertain an inventory is, by Monte Carlo: thousands of inventories with drawn errors.

What is one error is drawn once: the quantities of an activity at a site share theirs, and all
lines of a factor share the factor's. A percentage is drawn from a normal distribution with the
value as its mean, pedigree scores from a lognormal one with the value as its median.

Each error has a stream of random numbers of its own, which follows from the seed and from its
name: the order of the lines cannot matter, nor what else is in the inventory, and memory holds a
few rows of draws, however many lines there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from crossfoot.calculation.lines import tonnes
from crossfoot.calculation.uncertainty import Source, percent
from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.rounding import CONTEXT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crossfoot.calculation.uncertainty_statements import Statement, Statements

    Draws = NDArray[np.float64]

DRAWS, SEED = 10_000, 20_260_101
#: bars of the distribution of the draws
BARS = 40
#: edges of the 95 % interval, in percent
_EDGES = (2.5, 97.5)
#: standard deviations of a normal distribution within which 95 % lie
_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Simulated:
    """What the draws of a total say, in mg of CO2e.

    Attributes:
        mean: mean of the draws.
        median: median of the draws.
        low: lower edge of the 95 % interval.
        high: upper edge.
        stated: the sources whose uncertainties are stated; the draws are of them alone.
        whole: all sources.
        bars: the distribution of the draws: from, to, and how many of them.
    """

    mean: int
    median: int
    low: int
    high: int
    stated: int
    whole: int
    bars: tuple[tuple[int, int, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """In tonnes, as `crossfoot inventory --monte-carlo` prints it."""
        names = ("mean", "median", "low", "high", "stated")
        share = CONTEXT.divide(Decimal(self.stated), Decimal(self.whole)) if self.whole else None
        masses = {f"{name}_t": tonnes(getattr(self, name)) for name in names}
        return masses | {"stated_percent": percent(share)}


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulation, so that it can be repeated.

    Attributes:
        seed: what the random numbers follow from.
        draws: how many inventories were drawn.
        generator: the generator of random numbers, and its version.
        totals: the totals by name; None where nothing is stated.
    """

    seed: int
    draws: int
    generator: str
    totals: Mapping[str, Simulated | None]

    def to_json(self) -> dict[str, Any]:
        """As `crossfoot inventory --monte-carlo` prints it."""
        found = {name: one.to_json() if one else None for name, one in self.totals.items()}
        how = {"seed": self.seed, "draws": self.draws, "generator": self.generator}
        return how | {"totals": found}


def simulate(
    sources: Iterable[Source],
    totals: Sequence[str],
    statements: Statements,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Simulation:
    """Draw the totals of an inventory.

    A source counts as stated where the uncertainties of its quantity and of its factor both are.
    `progress` is told after each factor; it may raise to stop.

    Raises:
        CrossfootError: numpy is not installed.
    """
    numpy = _numpy()
    whole = dict.fromkeys(totals, 0)
    stated = dict.fromkeys(totals, 0)
    by_factor: dict[str, list[Source]] = {}
    for source in sorted(sources, key=_name):
        names = [total for total in totals if source.is_in(total)]
        known = _both(source, statements)
        for name in names:
            whole[name] += source.milligrams
            stated[name] += source.milligrams if known else 0
        if known and names and source.milligrams:
            by_factor.setdefault(source.factor, []).append(source)
    drawn = {name: numpy.zeros(draws) for name in totals}
    for done, (factor, group) in enumerate(by_factor.items()):
        progress(done, len(by_factor))
        sums = _of_factor(group, totals, statements, draws, seed)
        # one factor may be stated otherwise at another site: each statement is one error
        for (within, statement), part in sums.items():
            product = part * _errors(statement, f"factor {factor}", draws, seed)
            for name in within:
                drawn[name] += product
    found = {name: _read(drawn[name], stated[name], whole[name]) for name in totals}
    return Simulation(seed, draws, f"numpy {numpy.__version__}, PCG64", found)


_Part = tuple[tuple[str, ...], "Statement"]


def _of_factor(
    group: Sequence[Source],
    totals: Sequence[str],
    statements: Statements,
    draws: int,
    seed: int,
) -> dict[_Part, Draws]:
    """Quantities with their errors, added up over all sources of one factor."""
    numpy = _numpy()
    sums: dict[_Part, Draws] = {}
    for source in group:
        of_quantity, of_factor = _both(source, statements) or _never()
        names = tuple(total for total in totals if source.is_in(total))
        part = sums.setdefault((names, of_factor), numpy.zeros(draws))
        name = f"quantity {source.site} {source.activity}"
        part += source.milligrams * _errors(of_quantity, name, draws, seed)
    return sums


def _both(source: Source, statements: Statements) -> tuple[Statement, Statement] | None:
    quantity = statements.of_quantity(source.activity, source.site)
    factor = statements.of_factor(source.activity, source.site, source.factor)
    return None if quantity is None or factor is None else (quantity, factor)


def _never() -> tuple[Statement, Statement]:
    message = "only stated sources are drawn"
    raise ValueError(message)


def _name(source: Source) -> tuple[str, ...]:
    return source.factor, source.site, source.activity, source.method, source.category


def _errors(statement: Statement, name: str, draws: int, seed: int) -> Draws:
    """The error of one quantity or factor in each draw, as a multiple of its value."""
    numpy = _numpy()
    errors: Draws
    if not statement.relative:
        errors = numpy.ones(draws)
        return errors
    key = int.from_bytes(sha256(f"{seed} {name}".encode()).digest()[:16], "big")
    normal: Draws = numpy.random.Generator(numpy.random.PCG64(key)).standard_normal(draws)
    if statement.spread95 is None:
        return 1 + float(statement.relative) / _NORMAL_95 * normal
    # spread95 is the square of the geometric standard deviation
    errors = numpy.exp(float(CONTEXT.ln(statement.spread95)) / 2 * normal)
    return errors


def _read(drawn: Draws, stated: int, whole: int) -> Simulated | None:
    if not stated:
        return None
    low, median, high = _numpy().percentile(drawn, [_EDGES[0], 50, _EDGES[1]])
    mean, *edges = (round(float(each)) for each in (drawn.mean(), median, low, high))
    return Simulated(mean, edges[0], edges[1], edges[2], stated, whole, _bars(drawn))


def _bars(drawn: Draws) -> tuple[tuple[int, int, int], ...]:
    """The distribution of draws in bars of one width; none where all are the same."""
    low, high = float(drawn.min()), float(drawn.max())
    if low == high:
        return ()
    counts, edges = _numpy().histogram(drawn, BARS)
    at = [round(float(edge)) for edge in edges]
    return tuple(zip(at, at[1:], map(int, counts), strict=False))


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:  # pragma: no cover
        what = "Monte Carlo needs numpy, which is not installed"
        remedy = "pip install numpy; --uncertainty alone does without it"
        raise CrossfootError(Problem(what, remedy=remedy)) from None
    return numpy
