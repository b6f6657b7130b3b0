"""The assurer's desk: what an engagement looks at, asks for, samples, finds and concludes.

- `standards`, `workflow`, `sampling`, `projection`, `materiality`: plain tables and arithmetic,
  without a database
- `models`, `sample_models`: engagements, requests for information; samples and misstatements
- `access`: who belongs to the team, who may see what
- `population`: entries, rows of the ledger and evidence as what samples are drawn from
- `criteria`: what a metric means, as a document; `following`: from a figure to its evidence
- `actions`: one file per verb

The team changes nothing outside its own desk. May import all other apps of the records.
"""

from __future__ import annotations
