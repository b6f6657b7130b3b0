"""What can be done in a campaign, one file per verb.

- `open_campaign`, `add_units`: ask units for figures; `set_boundary`: leave a unit out of a metric
- `close_campaign`: close it, open it again; `set_due`: move due days
- `save_template`: write a template on the pages, offer it no more
- `assign`: whose task a request is; `remind`: tell those whose turn it is
- `run_reminders`: what the rule of a campaign says for a day; `set_feed`: duties as a calendar
- `set_cells`: values, attestations, "not applicable"; the one way in for pages, Excel and the API
- `steps`: submit, review, return, approve, lock, reopen, of one request or of many
- `comment`: say something of a request or of a cell

Each is an action (`crossfoot.records.actions`) in the stream "collection".
"""

from __future__ import annotations
