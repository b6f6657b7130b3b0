"""Long work that goes on after the page was answered: its progress, its end, how it is stopped.

- `models`: a job: what, for whom, how much is done, how it ended
- `kinds`: what kinds of job there are; apps above register theirs, with what undoes half of one
- `starting`: a job begins in a process of its own when the transaction that made it is committed
- `running`: what that process does
- `told`: progress of jobs that work in one transaction
- `alive`: whether the process of a job lives: it holds a lock that dies with it
- `settling`: jobs whose process died are said to be broken, and their work is finished or undone
- `actions`: stop a job

A job is data (a kind and what it is to work on), so that nothing is lost with a process. May import
`accounts`, `organisation`, `actions`, `journal` of the room, and all rooms below.
"""

from __future__ import annotations
