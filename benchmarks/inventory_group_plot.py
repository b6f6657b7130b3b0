"""Draws what `inventory_group.py` measured: core seconds by number of rows, both axes by powers.

    python benchmarks/inventory_group_plot.py

Reads `results/inventory_group.csv`, writes `docs/explanation/inventory-cost.svg`.
"""

from __future__ import annotations

import csv
from math import log10
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE / "results/inventory_group.csv"
TARGET = HERE.parent / "docs/explanation/inventory-cost.svg"

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 440, 70, 150, 30, 50
#: measure, contestant, words, colour, dashes
CURVES = (
    ("lines_cores", "crossfoot", "Crossfoot, lines", "#0b6e6e", ""),
    ("lines_cores", "sql", "SQL, lines", "#b4530a", "6 4"),
    ("totals_cores", "crossfoot", "Crossfoot, totals", "#0b6e6e", ""),
    ("totals_cores", "sql", "SQL, totals", "#b4530a", "6 4"),
)
#: the first and last power of ten of each axis
ROWS, SECONDS = (6, 8), (0, 3)


def x_of(rows: float) -> float:
    """Where a number of rows lies."""
    span = WIDTH - LEFT - RIGHT
    return LEFT + span * (log10(rows) - ROWS[0]) / (ROWS[1] - ROWS[0])


def y_of(seconds: float) -> float:
    """Where core seconds lie."""
    span = HEIGHT - TOP - BOTTOM
    return HEIGHT - BOTTOM - span * (log10(seconds) - SECONDS[0]) / (SECONDS[1] - SECONDS[0])


def text(x: float, y: float, words: str, anchor: str = "middle", colour: str = "#333") -> str:
    """Words at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def line(one: tuple[float, float], other: tuple[float, float], style: str) -> str:
    """A line between two places."""
    (x1, y1), (x2, y2) = one, other
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {style}/>'


def axes() -> list[str]:
    """Both axes with their powers of ten, and what is exactly linear."""
    grid, found = 'stroke="#ddd"', []
    for power in range(ROWS[0], ROWS[1] + 1):
        x = x_of(10**power)
        found.append(line((x, TOP), (x, HEIGHT - BOTTOM), grid))
        found.append(text(x, HEIGHT - BOTTOM + 20, f"{10 ** (power - 6)} million rows"))
    for power in range(SECONDS[0], SECONDS[1] + 1):
        y = y_of(10**power)
        found.append(line((LEFT, y), (WIDTH - RIGHT, y), grid))
        found.append(text(LEFT - 8, y + 4, f"{10**power} s", "end"))
    linear = [(x_of(10 ** ROWS[0]), y_of(1)), (x_of(10 ** ROWS[1]), y_of(100))]
    found.append(line(*linear, 'stroke="#999" stroke-dasharray="2 4"'))
    found.append(text(x_of(2 * 10**7), y_of(20) + 20, "1 s per million", "start", "#777"))
    return found


def curves(measured: list[dict[str, str]]) -> list[str]:
    """A curve for each measure and contestant, with its name at its end."""
    found, taken = [], []
    for measure, who, words, colour, dashes in CURVES:
        own = [row for row in measured if row["contestant"] == who]
        points = [(x_of(float(row["rows"])), y_of(float(row[measure]))) for row in own]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        found.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'
        )
        found += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        x, y = points[-1]
        while any(abs(y - other) < 14 for other in taken):
            y += 14
        taken.append(y)
        found.append(text(x + 8, y + 4, words, "start", colour))
    return found


def main() -> None:
    """Draw it."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        measured = list(csv.DictReader(file))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Core seconds by number of rows, Crossfoot and hand-written SQL</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        text(LEFT, TOP - 12, "core seconds", "start"),
        *axes(),
        *curves(measured),
        "</svg>",
    ]
    TARGET.write_text("\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    main()
