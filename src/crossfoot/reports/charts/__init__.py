"""Charts: chosen from the facts, described as data, drawn by ECharts on screen and for print.

- `chart`: what a chart is: form, categories, series of printed values
- `choose`: which charts of the plan have their data
- `option`: a chart as an option of ECharts, in the house style, without functions
- `draw`: the same option as SVG, ECharts run by mini-racer
- `alternative`: a chart in words and as a table

No page and no file format here. Imports the report model, never a writer.
"""

from __future__ import annotations
