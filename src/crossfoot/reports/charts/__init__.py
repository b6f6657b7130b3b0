"""Charts: chosen from facts and lists, described as data, drawn by ECharts on screen and for print.

- `chart`: what a chart is: words, table, legend, option; each form is a class of its own
- `choose`: which charts of the plan have their data; the forms in one table
- `category`, `by_category`: stacks, bars, lines, shares by year, member, site, month
- `intensity`, `waterfall`, `flow` (with `flow_parts`), `donut`, `profile`, `pyramid`: one form each
- `places` (regions.toml), `matrix`: marks with numbers and their list (`numbered`)
- `pathway` of a `target`
- `values`: which facts are drawn; `look`: axes, labels, legend; `wording` (words.toml)
- `option`: any chart as an option of ECharts, in a house style
- `draw`: an option as SVG, ECharts run by mini-racer
- `alternative`: a chart in words and as a table

No page and no file format here. Imports the report model, never a writer.
"""

from __future__ import annotations
