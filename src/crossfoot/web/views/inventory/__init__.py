"""Pages of the greenhouse-gas inventory.

- `inquiry`: what a page is asked: unit, year, set of warming potentials, approach, part
- `tables`: tables for the page and for Excel, from the same cells; `charts`: options of ECharts
- `year`: the inventory of a year; `explore`: one level below another down to the lines
- `line`: a line with its factor, gases and evidence; `factors`: all factors that are used
- `views`: ISO 14064-1, scope 3, largest sources, balances
- `statements`: what is stated beside the rows, as forms with their history
- `uncertainty`: intervals, the errors behind them, drawn inventories
- `gaps`: what is unresolved, each with the next step
- `reasons`: why a factor was chosen or is missing, in both languages
- `compare`: two inventories beside each other; `restate`: why they differ
"""

from __future__ import annotations
