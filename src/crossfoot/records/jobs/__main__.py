"""`python -m crossfoot.records.jobs 7`: do job 7 of the workspace that the environment names."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    import django

    django.setup()
    from crossfoot.records.jobs.running import run

    run(int(sys.argv[1]))
