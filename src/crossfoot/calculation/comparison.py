"""Why two kept runs differ, calculated by the engine; the rules are those of `restatement`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from crossfoot.calculation import comparison_plan as plan
from crossfoot.calculation.backends import Engine, open_engine
from crossfoot.calculation.kept_lines import line_of, rates_of
from crossfoot.calculation.plan import MILLIONTHS
from crossfoot.calculation.restatement import (
    CAUSES,
    TOTALS,
    Change,
    changed,
    exceeded,
    relative,
    warm_alike,
    warming,
)
from crossfoot.calculation.streams import is_in_total

#: an integer of the engine has 127 bits; products and their doubles stay inside
_BOUND = 2**124
_MODEL = ("rates_b", "rates_n", "over_b", "under_b", "over_n", "under_n")
_WORDS = (("rates_b", "VARCHAR"), ("rates_n", "VARCHAR"))
_NUMBERS = tuple((name, "BIGINT") for name in _MODEL[2:])


@dataclass(frozen=True, slots=True)
class RunFile:
    """The lines of a run in a file, and what holds for all of them.

    Attributes:
        gwp: set of warming potentials of the lines.
        sites: ids of the sites that belong to it, with or without lines.
        lines: the Parquet file, as `Inventory.write_lines` writes it.
        unresolved: (site, activity, unit) of rows that have no factor and so no line.
    """

    gwp: str
    sites: frozenset[str]
    lines: Path
    unresolved: frozenset[tuple[str, str, str]] = frozenset()


class Comparison:
    """The difference of two runs; closes with `close`.

    Attributes:
        base: the run to compare with.
        new: the run that is compared.
    """

    def __init__(self, base: RunFile, new: RunFile, engine: str = "duckdb") -> None:
        self.base, self.new = base, new
        self._engine = open_engine(engine)
        try:
            self._load("b", base)
            self._load("n", new)
            self._compare()
        except BaseException:
            self._engine.close()
            raise

    def by_cause(self, total: str) -> dict[str, int]:
        """The difference of a total, in mg of CO2e, by every cause in their order."""
        sums = dict.fromkeys(CAUSES, 0)
        for scope, method, *effects in self._sums:
            if is_in_total(scope, method, total):
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
        rows = self._engine.batches(plan.listed(limit))
        causes = len(plan.CAUSES)
        for row in rows:
            effects = dict(zip(plan.CAUSES, row[:causes], strict=True))
            has_base, has_new, *cells = row[causes:]
            half = len(cells) // 2
            yield Change(
                line_of(cells[:half]) if has_base else None,
                line_of(cells[half:]) if has_new else None,
                {cause: int(effects[cause]) for cause in CAUSES if effects[cause]},
            )

    def close(self) -> None:
        """Free the engine's memory and files."""
        self._engine.close()

    # -- inside ---------------------------------------------------------------------------

    def _load(self, side: str, run: RunFile) -> None:
        engine = self._engine
        engine.view_of_parquet(f"kept_{side}", [run.lines])
        engine.run(
            f"CREATE TABLE lines_{side} AS "
            f"SELECT * EXCLUDE (file, filename, activity_file), activity_file AS file "
            f"FROM kept_{side}"
        )
        engine.create(f"sites_{side}", [("site", "VARCHAR")], [(site,) for site in run.sites])
        names = [(name, "VARCHAR") for name in ("site", "activity", "unit")]
        engine.create(f"without_{side}", names, sorted(run.unresolved))

    def _compare(self) -> None:
        engine = self._engine
        engine.run(plan.words())
        for salt in range(8):
            for step in (plan.hashed("b", salt), plan.hashed("n", salt), plan.unmatched()):
                engine.run(step)
            for step in (plan.left("b", "n"), plan.left("n", "b"), plan.paired()):
                engine.run(step)
            if not engine.rows(plan.wrong_pairs())[0][0]:
                break
        engine.create("alike", [("rates", "VARCHAR"), ("same", "BOOLEAN")], self._alike())
        engine.run(plan.both())
        _fill_models(engine, self.base.gwp, self.new.gwp)
        engine.run(plan.changes())
        self._add_long_numbers()

    def _alike(self) -> list[tuple[str, bool]]:
        """Rates whose gases have other potentials in the other set."""
        if self.base.gwp == self.new.gwp:
            return []
        rows = self._engine.rows("SELECT rates FROM lines_b UNION SELECT rates FROM lines_n")
        sets = self.base.gwp, self.new.gwp
        return [(text, warm_alike(tuple(rates_of(text)), *sets)) for (text,) in rows]

    def _add_long_numbers(self) -> None:
        """Pairs with factors of very many digits are split one by one."""
        found = self._engine.rows(plan.pairs_without_model())
        if not found:
            return
        columns = [(name, "BIGINT") for name in ("b", "n")]
        self._engine.create("long_pairs", columns, found)
        rows = self._engine.rows(
            "SELECT p.b, p.n, b.*, n.* FROM long_pairs p "
            f"JOIN ({_columns('b')}) b ON b.rowid = p.b JOIN ({_columns('n')}) n ON n.rowid = p.n"
        )
        values = []
        for b, n, *cells in rows:
            half = len(cells) // 2
            base, new = line_of(cells[1:half]), line_of(cells[half + 1 :])
            change = changed(base, new, self.base.gwp, self.new.gwp)
            effects = [change.effects.get(cause, 0) for cause in plan.CAUSES]
            if change.effects:
                values.append((b, n, new.milligrams - base.milligrams, *effects))
        wide = [(name, "HUGEINT") for name in ("difference", *plan.CAUSES)]
        self._engine.create("long_changes", [*columns, *wide], values)
        self._engine.run("INSERT INTO changes SELECT * FROM long_changes")

    @cached_property
    def _sums(self) -> list[tuple[Any, ...]]:
        return self._engine.rows(plan.sums())

    @cached_property
    def _totals(self) -> Mapping[str, Sequence[tuple[str, str, int]]]:
        return {
            side: [
                (scope, method, int(mass))
                for scope, method, mass in self._engine.rows(
                    f"SELECT scope, method, sum(milligrams) FROM lines_{side} GROUP BY ALL"
                )
            ]
            for side in ("b", "n")
        }

    def _total(self, side: str, total: str) -> int:
        return sum(
            m for scope, method, m in self._totals[side] if is_in_total(scope, method, total)
        )


def _columns(side: str) -> str:
    from crossfoot.calculation.kept_lines import COLUMNS

    return f"SELECT rowid, {', '.join(COLUMNS)} FROM lines_{side}"


# -- several causes at once ---------------------------------------------------------------


def _fill_models(engine: Engine, base_gwp: str, new_gwp: str) -> None:
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
        numbers = _model(tuple(key), base_gwp, new_gwp)
        bound = max(
            abs(n) * int(largest_n) + abs(b) * int(largest_b) + d for n, b, d in numbers.values()
        )
        if 4 * bound < _BOUND:
            rows.append((*key, *(value for triple in numbers.values() for value in triple)))
    engine.create("models", [*_WORDS, *_NUMBERS, *((name, "HUGEINT") for name in names)], rows)


def _model(key: tuple[Any, ...], base_gwp: str, new_gwp: str) -> dict[str, tuple[int, int, int]]:
    rates_b, rates_n, over_b, under_b, over_n, under_n = key
    shares = Fraction(over_b, under_b), Fraction(over_n, under_n)
    before = warming(rates_of(rates_b), base_gwp)
    coefficients = {
        "activity": (shares[0] / shares[1] * before, -before),
        "factor": (Fraction(0), warming(rates_of(rates_n), base_gwp) - before),
        "potentials": (Fraction(0), warming(rates_of(rates_b), new_gwp) - before),
        "ownership": (Fraction(0), (shares[1] / shares[0] - 1) * before),
    }
    found = {}
    for cause, (new, base) in coefficients.items():
        new, base = new / MILLIONTHS, base / MILLIONTHS
        divisor = (new.denominator * base.denominator) // _common(new.denominator, base.denominator)
        found[cause] = (int(new * divisor), int(base * divisor), divisor)
    return found


def _common(one: int, other: int) -> int:
    from math import gcd

    return gcd(one, other)
