"""Metrics out of records.

- `cells`: values by breakdown, each with the records behind it
- `aggregates`: counts and sums over records or rows; `punctuality`: due times kept or missed
- `engine`: `RollUp`, which evaluates the formula of a metric for a period
- `figures`: no data or zero, small cells, as a report may print them

Nothing here stores anything; a storage hands over records by the protocol `RecordView`.
"""

from __future__ import annotations
