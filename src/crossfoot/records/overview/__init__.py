"""The overview: figures of group and sites as pages show them, without calculating anything.

- `store`: all facts of a run in one file beside the workspace, read in milliseconds
- `building`: makes that file; `starting`: in a process of its own; `fresh`: when it is out of date
- `headlines` (headlines.toml): which figures stand first; `targets`: what they shall reach
- `board`: these of one unit and period: change, target, the periods before
- `charts`: how they are drawn
- `lineage`: what a figure was made of, down to the entry of a person; `entries`: who that was
- `origins`: the same in one line, for lists; `wording`: how figures are named and printed
- `gaps`: what is missing, late, or does not foot
- `audited` (denominators.toml): revenue, headcount and the like as the auditor has them
- `drafts`: figures as they were; `changes`: why they changed since

The file holds no name of a person: who entered and approved is asked of the records. May import
all apps of the records.
"""

from __future__ import annotations
