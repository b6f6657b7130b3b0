"""What numbers are measured in and counted over.

- `units`: conversion, dimensions and labels of units, all by plain text (`t CO2e/(1e4 CNY)`);
  built of `unit_expressions` (the grammar), `unit_vocabulary` (what is defined, how people spell
  it) and `unit_labels` (how reports print it)
- `gas_volumes`: a volume of gas at other conditions, only when asked for
- `gases`: greenhouse gases and their warming potentials in AR4, AR5 and AR6
- `blends`: refrigerants as shares of gases
- `periods`: months, quarters, years, fiscal years, spans
- `calendars`: working days, with the public holidays and make-up days of China
- `rounding`: the one place where numbers are rounded; splitting whole numbers
- `qualifiers`: exact, approximate, more than, less than
- `data/`: the tables behind these, with `SOURCES.md`; `shipped` reads them

Not here: emission factors and calorific values (`crossfoot.factors`), exchange rates (none are
assumed anywhere), what a metric means (`crossfoot.metrics`).

May import: `crossfoot.errors`, `crossfoot.languages`, `crossfoot.definitions`. Light to import:
pint is loaded by the first conversion between different units.
"""

from __future__ import annotations
