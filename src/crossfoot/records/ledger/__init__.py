"""The activity ledger: batches of rows that were sent as files, and the meters they come from.

- `models`: a batch with its totals; a remembered mapping of columns; meters, readings, estimates
- `heads`: the first look at a file, and the mapping that is remembered for its shape
- `checking`: all rows of a file are checked, in a job; the problems, or the rows as Parquet
- `joining`: the two journals, of the workspace's files and of the database, made to agree
- `meters`, `periods`, `spans`: bills and readings over days; `true_ups`: estimates and bills
- `values`: the words of a file and what they mean
- `queries`: batches that a person may see, totals, pages of rows
- `actions`: receive, check, import, reverse, drop

Rows count when the journal of the workspace says so; the database says who, why, and what they
come to. A batch that is not imported yet is no record: a job may change it without an action.
May import `evidence`, `jobs`, `accounts`, `organisation`, `actions`, `journal` of the room, and all
rooms below.
"""

from __future__ import annotations
