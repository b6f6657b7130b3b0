"""Monte Carlo of many lines: seconds and memory.

    python benchmarks/inventory_monte_carlo.py [--lines 50000] [--draws 10000]

Each line is a source of its own (site and activity), the worst case: rows of one meter share their
error and are drawn once. 400 factors.
"""

from __future__ import annotations

import argparse
import resource
from decimal import Decimal
from time import perf_counter, process_time

from crossfoot.calculation.monte_carlo import simulate
from crossfoot.calculation.uncertainty import Source
from crossfoot.calculation.uncertainty_statements import FACTOR, QUANTITY, Statement, Statements


def main() -> None:
    """Time it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--draws", type=int, default=10_000)
    asked = parser.parse_args()
    sources = [
        Source(f"site-{n % 500}", f"process.a{n}", "1", "process", "", f"f{n % 400}", 10**9 + n)
        for n in range(asked.lines)
    ]
    spread = Decimal("1.2")
    statements = Statements(
        [
            Statement("*", "", QUANTITY, Decimal("0.05")),
            Statement("*", "", FACTOR, spread - 1, spread95=spread),
        ]
    )
    start, busy = perf_counter(), process_time()
    simulate(sources, ("scope1", "total_location"), statements, asked.draws)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{asked.lines:,} lines x {asked.draws:,} draws")
    print(
        f"{perf_counter() - start:.1f} s, {process_time() - busy:.1f} core seconds, {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
