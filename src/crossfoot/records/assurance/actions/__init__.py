"""What is done at the assurer's desk, one file per verb.

Managers open, change and close an engagement and write how metrics are measured; the team asks,
accepts, draws, tests, records and concludes; whoever enters figures of a unit answers for it.
"""

from __future__ import annotations
