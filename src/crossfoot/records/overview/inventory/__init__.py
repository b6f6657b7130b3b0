"""The greenhouse-gas inventory as pages read it: kept in files, never calculated in a request.

- `writing`: the files, made with the numbers of the dashboard, for every consolidation approach
- `kept`: these files opened; `asked`: which part of them is wanted; `figures`: their sums
- `lines`: the lines below a sum, and one of them down to factor and row of activity data
- `views`: scope 3, ISO 14064-1, sources, what is apart, balances, uncertainty
- `gaps`: what is unresolved, with the next step
- `sides`: two inventories beside each other: years of now, kept runs, drafts
- `restating`: why two kept runs differ, calculated by a job; `keeping`: a run is kept by a job
- `actions`: keep a run, have a difference explained

No names of people. May import the overview and what it may import.
"""

from __future__ import annotations
