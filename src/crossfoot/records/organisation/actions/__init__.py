"""What can be done to the organisation, one file per verb.

- `set_unit`: add a unit, or change what holds of it from a day on
- `close_unit`: a unit ends, with all below it
- `set_fiscal_year`: in which month its year begins
- `set_reporting`: which metrics it must report, or need not
- `import_organisation`: take the whole tree of a file from a day on

Each is an action (`crossfoot.records.actions`) in the stream "organisation".
"""

from __future__ import annotations
