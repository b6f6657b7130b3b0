"""Why two kept runs differ, calculated by the engine; the rules are those of `restatement`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from pathlib import Path
from typing import Any

from crossfoot.calculation import comparison_plan as plan
from crossfoot.calculation.backends import Engine, open_engine
from crossfoot.calculation.base_year import Policy
from crossfoot.calculation.common_ids import CommonIds
from crossfoot.calculation.kept_lines import COLUMNS, LineKinds, rates_of
from crossfoot.calculation.plan import MILLIONTHS
from crossfoot.calculation.restatement import (
    CAUSES,
    TOTALS,
    Change,
    Held,
    changed,
    exceeded,
    moved_sites,
    relative,
    warm_alike,
    warming,
)

#: an integer of the engine has 127 bits; products and their doubles stay inside
_BOUND = 2**124
#: the causes that the lines tell; errors are what the policy calls so
_FOUND = plan.CAUSES[:-1]
#: the cells of a kept line, as `lines_b` and `lines_n` name them
_OF_LINES = tuple("place" if name == "site" else name for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class RunFile:
    """The lines of a run in a file, and what holds for all of them.

    Attributes:
        gwp: set of warming potentials of the lines.
        sites: ids of the sites that belong to it, with or without lines.
        lines: the Parquet file, as `Inventory.write_lines` writes it.
        unresolved: (site, activity, unit) of rows that have no factor and so no line.
        held: what of a site counts by days, for those of which that changes.
    """

    gwp: str
    sites: frozenset[str]
    lines: Path
    unresolved: frozenset[tuple[str, str, str]] = frozenset()
    held: Mapping[str, Sequence[Held]] = field(default_factory=dict)


class Comparison:
    """The difference of two runs; closes with `close`.

    Attributes:
        base: the run to compare with.
        new: the run that is compared.

    The policy of the base year says which changed quantities are errors that were corrected.
    """

    def __init__(
        self,
        base: RunFile,
        new: RunFile,
        policy: Policy | None = None,
        engine: str = "duckdb",
    ) -> None:
        self.base, self.new = base, new
        self._policy = policy
        self._ids = CommonIds(LineKinds.read(base.lines), LineKinds.read(new.lines))
        self._engine = open_engine(engine)
        try:
            self._engine.create("keys", *self._ids.keys_table())
            self._moved = moved_sites(base.held, new.held)
            dated = base.held.keys(), new.held.keys()
            sites = self._ids.sites_table(base.sites, new.sites, dated, self._moved)
            self._engine.create("sites", *sites)
            self._load("b", base)
            self._load("n", new)
            self._compare()
        except BaseException:
            self._engine.close()
            raise

    def by_cause(self, total: str) -> dict[str, int]:
        """The difference of a total, in mg of CO2e, by every cause in their order."""
        sums = dict.fromkeys(CAUSES, 0)
        for number, *effects in self._sums:
            if self._ids.is_in(number, total):
                for cause, effect in zip(plan.CAUSES, effects, strict=True):
                    sums[cause] += int(effect)
        return sums

    def totals(self, total: str) -> tuple[int, int]:
        """A total of the base run and of the new one, in mg of CO2e."""
        return self._total("b", total), self._total("n", total)

    def share(self, total: str) -> Decimal | None:
        """The difference as a share of the base; None where the base is zero."""
        return relative(*self.totals(total))

    def exceeds(self, threshold: Decimal) -> tuple[str, ...]:
        """The totals that changed by more than a share; a total that was zero counts as such."""
        return exceeded({total: self.totals(total) for total in TOTALS}, threshold)

    @cached_property
    def count(self) -> int:
        """How many lines differ."""
        return int(self._engine.rows("SELECT count(*) FROM changes")[0][0])

    def changes(self, limit: int | None = None) -> Iterator[Change]:
        """The lines that differ, the largest difference first."""
        causes, half = len(plan.CAUSES), len(COLUMNS)
        for row in self._engine.batches(plan.listed(_OF_LINES, limit)):
            effects = dict(zip(plan.CAUSES, row[:causes], strict=True))
            has_base, has_new, *cells = row[causes:]
            yield Change(
                self._ids.base.line(cells[:half]) if has_base else None,
                self._ids.new.line(cells[half:]) if has_new else None,
                {cause: int(effects[cause]) for cause in CAUSES if effects[cause]},
            )

    def close(self) -> None:
        """Free the engine's memory and files."""
        self._engine.close()

    # -- inside ---------------------------------------------------------------------------

    def _load(self, side: str, run: RunFile) -> None:
        engine = self._engine
        engine.view_of_parquet(f"kept_{side}", [run.lines])
        engine.create(f"kinds_{side}", *self._ids.kinds_table(side))
        engine.create(f"places_{side}", *self._ids.places_table(side))
        engine.run(plan.prints(side))
        engine.create(f"without_{side}", *self._ids.without_table(run.unresolved))
        engine.create(f"spans_{side}", *self._ids.spans_table(run.held))
        engine.run(plan.rows_of_moved(side))

    def _compare(self) -> None:
        engine = self._engine
        for step in (plan.differing(), plan.lines("b"), plan.lines("n"), plan.words()):
            engine.run(step)
        for salt in range(8):
            for step in (plan.hashed("b", salt), plan.hashed("n", salt), plan.unmatched()):
                engine.run(step)
            for step in (plan.left("b", "n"), plan.left("n", "b"), plan.paired()):
                engine.run(step)
            if not engine.rows(plan.wrong_pairs())[0][0]:
                break
        engine.create("alike", [("rates", "INTEGER"), ("same", "BOOLEAN")], self._alike())
        engine.run(plan.both())
        _fill_models(engine, self._ids, self.base.gwp, self.new.gwp)
        engine.run(plan.changes())
        self._add_long_numbers()
        errors = self._errors()
        if not errors:
            engine.run(plan.without_errors())
            return
        engine.create("errors", [(name, "INTEGER") for name in ("site", "activity")], errors)
        engine.run(plan.with_errors())

    def _errors(self) -> list[tuple[int, int]]:
        """Activities at sites of which the policy says that an error was corrected."""
        return [] if self._policy is None else self._ids.matching(self._policy.is_error)

    def _alike(self) -> list[tuple[int, bool]]:
        """Whether the gases of rates have the same potentials in both sets."""
        if self.base.gwp == self.new.gwp:
            return []
        sets = self.base.gwp, self.new.gwp
        return [
            (number, warm_alike(tuple(rates_of(text)), *sets))
            for number, text in enumerate(self._ids.rates)
        ]

    def _add_long_numbers(self) -> None:
        """Pairs with factors of very many digits are split one by one."""
        found = self._engine.rows(plan.pairs_without_model())
        if not found:
            return
        columns = [(name, "BIGINT") for name in ("b", "n")]
        self._engine.create("long_pairs", columns, found)
        lines = ", ".join(f"{side}.{name}" for side in ("b", "n") for name in _OF_LINES)
        rows = self._engine.rows(
            f"SELECT p.b, p.n, {lines} FROM long_pairs p "
            "JOIN lines_b b ON b.rowid = p.b JOIN lines_n n ON n.rowid = p.n"
        )
        half, values = len(COLUMNS), []
        for b, n, *cells in rows:
            base, new = self._ids.base.line(cells[:half]), self._ids.new.line(cells[half:])
            change = changed(base, new, self.base.gwp, self.new.gwp, self._moved)
            effects = [change.effects.get(cause, 0) for cause in _FOUND]
            if change.effects:
                values.append((b, n, new.milligrams - base.milligrams, *effects))
        wide = [(name, "HUGEINT") for name in ("difference", *_FOUND)]
        self._engine.create("long_changes", [*columns, *wide], values)
        self._engine.run(plan.with_long_numbers())

    @cached_property
    def _sums(self) -> list[tuple[Any, ...]]:
        return self._engine.rows(plan.sums())

    @cached_property
    def _totals(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        return {
            side: [(number, int(mass)) for number, mass in self._engine.rows(plan.totals(side))]
            for side in ("b", "n")
        }

    def _total(self, side: str, total: str) -> int:
        return sum(mass for number, mass in self._totals[side] if self._ids.is_in(number, total))


# -- several causes at once ---------------------------------------------------------------


def _fill_models(engine: Engine, ids: CommonIds, base_gwp: str, new_gwp: str) -> None:
    """What the two quantities are multiplied with, for each cause alone.

    The CO2e of a line is quantity in the year x share x sum of rate and potential. With the
    quantities q (share included) of both runs, shares s, and sums W of the base run:

    - activity: (q_n / s_n - q_b / s_b) x s_b x W
    - factor, potentials: q_b x (W' - W)
    - ownership: q_b x (s_n / s_b - 1) x W

    Each is an integer combination of the two quantities over one divisor.
    """
    names = [f"{cause}_{part}" for cause in plan.CHANGED for part in ("n", "b", "d")]
    rows = []
    for *key, largest_b, largest_n in engine.rows(plan.model_keys()):
        rates, shares = [ids.rates[n] for n in key[:2]], [ids.shares[n] for n in key[2:]]
        numbers = _model(rates[0], rates[1], shares[0], shares[1], base_gwp, new_gwp)
        bound = max(
            abs(n) * int(largest_n) + abs(b) * int(largest_b) + d for n, b, d in numbers.values()
        )
        if 4 * bound < _BOUND:
            rows.append((*key, *(value for triple in numbers.values() for value in triple)))
    columns = [(name, "INTEGER") for name in plan.MODEL] + [(name, "HUGEINT") for name in names]
    engine.create("models", columns, rows)


def _model(
    rates_b: str, rates_n: str, share_b: Fraction, share_n: Fraction, gwp_b: str, gwp_n: str
) -> dict[str, tuple[int, int, int]]:
    before = warming(rates_of(rates_b), gwp_b)
    coefficients = {
        "activity": (share_b / share_n * before, -before),
        "factor": (Fraction(0), warming(rates_of(rates_n), gwp_b) - before),
        "potentials": (Fraction(0), warming(rates_of(rates_b), gwp_n) - before),
        "ownership": (Fraction(0), (share_n / share_b - 1) * before),
    }
    found = {}
    for cause, pair in coefficients.items():
        new, base = (each / MILLIONTHS for each in pair)
        divisor = lcm(new.denominator, base.denominator)
        found[cause] = (int(new * divisor), int(base * divisor), divisor)
    return found
