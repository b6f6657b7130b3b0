"""Catalogues of what reporting standards ask for, as dated data.

Here:

- `disclosure`: one disclosure: code, title, nature, obligation, and the days on which it applies
- `codes`: how people write codes ("GRI 302-1", "KPI A1.1"), brought to one form
- `standard`: one standard: its editions, what it asks for on a day, a code looked up in it
- `catalogue`: the standards that ship with Crossfoot, and the reading of one's own
- `data/`: the catalogues as CSV; `data/SOURCES.md` says what ships and where it comes from

Not here: which metric answers which disclosure (`crossfoot.metrics`), content indices
(`crossfoot.reports`), the texts of the standards.

May import: `quantities`, `languages`, `errors`.
"""

from __future__ import annotations
