"""The overview: figures of group and sites as pages show them, without calculating anything.

- `store`: all facts of a run in one file beside the workspace, read in milliseconds
- `building`: makes that file; `starting`: in a process of its own, when it is out of date
- `headlines` (headlines.toml): which figures stand first
- `board`: these of one unit and period: change, target, chart
- `charts`: how they are drawn
- `lineage`: what a figure was made of, down to the entry of a person
- `gaps`: what is missing, late, or does not foot
- `audited`: revenue, headcount and the like as the auditor has them, against those used
- `drafts`: figures as they were, and why they changed since

The file holds no name of a person: who entered and approved is asked of the records. May import
all apps of the records.
"""

from __future__ import annotations
