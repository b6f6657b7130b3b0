"""The report: one model built from facts, drawn as HTML pages and as an Excel data book.

- `report_input`: everything that a report is made from, gathered by the caller
- `build`: from that to the model; `figures`, `tables`, `plan` (plan.toml) help it
- `model`: sections, topics, KPI tables, statements: data in both languages, no look
- `index`, `index_checks`, `stated_index`: the content index of a standard
- `charts`: which charts can be drawn, and how
- `lineage`: the trees behind the printed numbers, ready for a page
- `findings`: how many stand, and the values that each names
- `units` (measure_words.toml): units beside numbers
- `numbers` (number_styles.toml), `words` (words.toml), `theme` (theme.toml): how numbers are
  printed, what pages say, how they look
- `writing`: the chapters of text, whose numbers are references; approval and publication
- `lists` (lists.toml): records that text refers to
- `html`, `pdf`, `excel`: the writers; they draw the model and decide nothing
- `kept`, `made`, `digests`, `program`: which outputs stay, since all they are made from does
- `store`: what was laid out or drawn once and can be used again
- `assets/vendor`: ECharts, fetched at set-up by tools/fetch_assets.py

No calculation, no reading of files of data, no engine. May import every room below workspaces.
"""

from __future__ import annotations
