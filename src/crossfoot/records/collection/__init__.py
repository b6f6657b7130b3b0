"""Collection: an organisation's figures, asked for by campaigns, entered, reviewed and approved.

- `templates`, `templates/*.yaml`: which metrics a campaign asks for, of whom, how often
- `workflow`: states of a request and the steps between them, one table
- `models`: campaigns, requests (campaign x unit x topic), cells, entries, approvals, comments
- `actions`: open a campaign, assign, set cells, submit, review, return, approve, lock, reopen
- `entering`: what a person typed, as a value in the unit of the metric
- `variance`: against the same figure one period before
- `boundaries`: which units a metric covers, and the footnote that says so
- `progress`, `tasks`: how far a campaign is; what a person has to do, by when
- `subjects`: what evidence can be attached to
- `facts`: what was approved, as facts with their whole provenance

May import `evidence`, `notices`, `accounts`, `organisation`, `actions` and `journal` of the room,
and all rooms below. Here are no pages, and no file of Excel.
"""

from __future__ import annotations
