"""`python -m crossfoot.records.overview DIR`: make the numbers of a workspace anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: how often they are made again where something changed meanwhile
_ROUNDS = 3


def main(folder: Path) -> None:
    """Make the numbers until they are those of this moment, then draw their charts."""
    from crossfoot.errors import CrossfootError
    from crossfoot.records.overview.building import build, digest_of
    from crossfoot.records.overview.charts import draw_all
    from crossfoot.records.overview.fresh import state_of_file
    from crossfoot.records.overview.inventory.kept import state_of_kept
    from crossfoot.records.overview.starting import drawn, failed, lock

    with lock(folder) as mine:
        if not mine:
            return
        for _ in range(_ROUNDS):
            state = digest_of(folder)
            if state_of_file(folder) == state == state_of_kept(folder):
                break
            try:
                build(folder)
            except CrossfootError as error:
                failed(folder, state, "\n".join(str(problem) for problem in error.problems))
                return
        draw_all(folder)
        drawn(folder, state_of_file(folder))


if __name__ == "__main__":
    import django

    os.nice(5)  # pages come first
    django.setup()
    main(Path(sys.argv[1]))
    sys.stdout.flush()
    os._exit(0)  # the engine of the charts keeps a thread
