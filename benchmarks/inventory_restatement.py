"""A changed factor on a million rows: from the change to the explained difference.

    python benchmarks/inventory_restatement.py [--rows 1000000]

Rows as in `inventory_data.py`. The base run is kept beforehand. Timed is what a person waits for:
calculate with the changed factor, keep the lines, compare line by line, and read the difference of
every total by cause with the forty largest lines. Exit 1 where causes do not add up.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter, process_time

from inventory_data import write_factors, write_rows

from crossfoot.calculation.comparison import Comparison, RunFile
from crossfoot.calculation.inventory import inventory
from crossfoot.calculation.restatement import TOTALS
from crossfoot.factors.files import read_factor_file
from crossfoot.factors.library import FactorLibrary

DATA = Path(__file__).parent / "data" / "restatement"


def kept(rows: Path, factors: Path, target: Path) -> dict[str, float]:
    """Calculate and keep; seconds of each."""
    start = perf_counter()
    result = inventory(rows, FactorLibrary([read_factor_file(factors)]))
    result.totals()
    calculated = perf_counter()
    result.write_lines(target, {})
    written = perf_counter()
    result.close()
    return {"calculate": calculated - start, "keep": written - calculated}


def main() -> int:
    """Time it and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    folder = DATA / str(asked.rows)
    folder.mkdir(parents=True, exist_ok=True)
    rows, factors, changed = (folder / name for name in ("rows.parquet", "factors.csv", "new.csv"))
    if not rows.exists():
        write_rows(asked.rows, rows)
    write_factors(factors)
    text = factors.read_text("utf-8")
    changed.write_text(
        text.replace(",2.6765,", ",2.6391,").replace(",0.7035,", ",0.5703,"), "utf-8"
    )
    base, new = folder / "base.parquet", folder / "new.parquet"
    kept(rows, factors, base)
    busy = process_time()
    seconds = kept(rows, changed, new)
    start = perf_counter()
    sites = frozenset(f"site-{number:03}" for number in range(300))
    found = Comparison(RunFile("AR6", sites, base), RunFile("AR6", sites, new))
    by_cause = {total: found.by_cause(total) for total in TOTALS}
    list(found.changes(40))
    seconds["compare"] = perf_counter() - start
    busy = process_time() - busy
    exact = all(
        sum(by_cause[total].values()) == found.totals(total)[1] - found.totals(total)[0]
        for total in TOTALS
    )
    print(f"{asked.rows:,} rows, {found.count:,} lines differ")
    for step, value in [*seconds.items(), ("together", sum(seconds.values()))]:
        print(f"{step:10} {value:6.2f} s")
    print(f"core seconds {busy:4.2f}")
    print("causes add up" if exact else "causes do NOT add up")
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main())
