"""Three published ESG reports, as facts.

- `report`: which reports there are, and what is known of each
- `loading`: their figures as facts, their content indices as entries
- `<slug>/`: the data of each: `report.toml`, `facts.csv`, `index.csv`; `SOURCES.md` says what ships

Not here: the reports' texts, and what does not agree in them (`crossfoot.footing` finds it).

May import: everything below `examples`.
"""

from __future__ import annotations

from crossfoot.examples.published.loading import IndexEntry, facts_of, index_of
from crossfoot.examples.published.report import (
    PublishedReport,
    published_report,
    published_reports,
)

__all__ = [
    "IndexEntry",
    "PublishedReport",
    "facts_of",
    "index_of",
    "published_report",
    "published_reports",
]
