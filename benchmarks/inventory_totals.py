"""Ten million activity rows: Crossfoot against a careful pandas script and hand-written SQL.

    python benchmarks/inventory_totals.py [--rows 10000000] [--repeats 3]

Each contestant runs in a process of its own, in turn, and all must agree to the milligram on every
site, month, scope, method and gas. Prints ratios of the medians and writes
`benchmarks/results/inventory_totals.json`. Exit 1 where the totals differ or a bound is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from inventory_contestants import CONTESTANTS
from inventory_data import write_factors, write_rows

HERE = Path(__file__).parent
MEASURES = ("seconds", "cpu_seconds", "peak_mb")


@dataclass(frozen=True)
class Bound:
    """What is promised: Crossfoot's measure is at most so many times the other's."""

    measure: str
    other: str
    at_most: float


BOUNDS = (
    Bound("seconds", "pandas", 1 / 2),
    Bound("peak_mb", "pandas", 1 / 3),
    Bound("seconds", "sql", 1.3),
)


def measured(name: str, folder: Path) -> dict[str, Any]:
    """One run in a process of its own."""
    command = [sys.executable, str(HERE / "inventory_contestants.py"), name, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def compare(rows: int, repeats: int, folder: Path) -> dict[str, Any]:
    """Run everything; the results, with medians and ratios."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "activity.parquet").exists():
        write_rows(rows, folder / "activity.parquet")
    write_factors(folder / "factors.csv")
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in CONTESTANTS}
    for _ in range(repeats):
        # in turn, so that other work on the machine falls on all of them
        for name in CONTESTANTS:
            runs[name].append(measured(name, folder))
    medians = {
        name: {measure: median(run[measure] for run in found) for measure in MEASURES}
        for name, found in runs.items()
    }
    ratios = {
        f"{bound.measure} of crossfoot / {bound.other}": {
            "ratio": medians["crossfoot"][bound.measure] / medians[bound.other][bound.measure],
            "at_most": bound.at_most,
        }
        for bound in BOUNDS
    }
    return {
        "rows": rows,
        "repeats": repeats,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "agree": len({run["digest"] for found in runs.values() for run in found}) == 1,
        "totals": runs["crossfoot"][0]["totals"],
        "medians": medians,
        "ratios": ratios,
        "runs": {
            name: [{measure: run[measure] for measure in MEASURES} for run in found]
            for name, found in runs.items()
        },
    }


def show(result: dict[str, Any]) -> None:
    """The results as a table."""
    print(f"{result['rows']:,} rows, medians of {result['repeats']}, "
          f"{result['machine']['cores']} cores")  # fmt: skip
    print(f"{'':12}{'seconds':>10}{'CPU s':>10}{'peak MB':>10}")
    for name, found in result["medians"].items():
        print(f"{name:12}" + "".join(f"{found[measure]:10.1f}" for measure in MEASURES))
    for name, found in result["ratios"].items():
        met = "met" if found["ratio"] <= found["at_most"] else "MISSED"
        print(f"{name:36}{found['ratio']:6.2f}  at most {found['at_most']:.2f}: {met}")
    print("totals agree to the milligram" if result["agree"] else "TOTALS DIFFER")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    result = compare(chosen.rows, chosen.repeats, HERE / "data" / f"inventory-{chosen.rows}")
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    text = json.dumps(result, indent=2)
    (results / "inventory_totals.json").write_text(text, encoding="utf-8")
    show(result)
    met = all(found["ratio"] <= found["at_most"] for found in result["ratios"].values())
    return 0 if result["agree"] and met else 1


if __name__ == "__main__":
    sys.exit(main())
