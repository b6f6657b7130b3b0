"""Entries out of files: a sheet of entries, and one for each repeating group.

- `sheets`: a CSV or Excel file as rows of texts
- `columns`: which heading is which field, in either language or by its id
- `rows`: what each row says, by field
- `taking`: each row on its way into the register, as if it had been typed
- `template`: the workbook that is filled

`actions.import_entries` takes them in, all or none.
"""

from __future__ import annotations
