"""Calculation: from activity rows to facts, from facts to further facts, and why each number is.

The inventory (activity rows times factors):

- `inventory`: the way in: totals, lines, months, facts
- `worksheet`: quantities that follow from what is known, by the methods of a table
- `activity`: the rows; `sites`: where they are and how much of them counts
- `streams`: the factor look-ups, one per distinct combination; `slots`: their numbers as tables
- `keys`: what rows have in common; `scope2`: which factors purchased energy takes
- `contracts`: instruments and their quality criteria; `claims`: how much is claimed with each;
  `instrument_report`: what became of them
- `changes`: where factors, or shares of sites, change inside a year, and rows are cut
- `cells`: the sums by site, month, scope, category, method and gas
- `plan`, `plan_words`: the SQL, written once; `backends`: the engines that run it; `preparation`:
  the steps; `sums`: by class for totals, by combination for facts, when they are asked for
- `lines`, `line_query`: which lines stand behind a figure
- `uncertainty`: error propagation from line to total; `uncertainty_statements`: what is stated
- `yearly_sources`, `fact_intervals`: the interval of a figure
- `pedigree`: scores of data quality as a spread; `monte_carlo`: drawn inventories
- `kept_lines`: lines with all that their CO2e follows from; `kept_plan`: the SQL that writes them
- `month_lines`: every line in every month, as files that pages read
- `base_year`: its policy, and the events that ask for it to be calculated again
- `restatement`: why two runs differ; `comparison`, `comparison_plan`, `common_ids`: the same by
  the engine, for millions of lines
- `inventory_facts`, `activity_metrics`: emissions, energy, water and waste as facts
- `parted_facts`: those of sites that are bought or sold, by the parts of their periods
- `verification`: statements of verifiers against what the inventory says now

- `views`: the categories of ISO 14064-1; `scope3`: the fifteen categories, covered or left out
- `sources`: where most of it comes from
- `footprint`: products, cradle to gate; `pact`, `pact_declared`: as customers ask for them

From facts to facts:

- `formulas`: every metric with a formula, from its inputs
- `balances`: what goes in, comes out, stays, and is unexplained
- `consolidation`: sums over periods, breakdowns and sites, by the rule of each metric
- `shares`: what a holder counts of a figure where that changes within the period
- `combining`, `intervals`, `rules`: what both share
- `trace`: the lineage of a number as a tree, down to line and factor

Not here: factors and warming potentials (`factors`, `quantities`), checks (`footing`). Knows no
engine outside `backends`. May import `tables` and below.
"""

from __future__ import annotations
