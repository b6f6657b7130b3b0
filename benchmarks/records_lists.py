"""Lists over five million ledger rows and a hundred thousand values: how long does a page take?

    python benchmarks/records_lists.py [--rows 5000000] [--values 100000] [--repeats 30]

Makes the workspace in `benchmarks/data/records` at the first run (`records_data.py`). Each page is
asked for in this process, after a warm-up, by a manager and by the owner of a tenth of the sites;
prints the median and the 95th of a hundred in milliseconds, of the clock and of the processor, and
the number of queries. Exit 1 where the processor needs more than is promised.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from records_data import MANAGER, OWNER, make, prepare

HERE = Path(__file__).parent

#: milliseconds that a page may take
LIST, GRID = 200, 400


def pages() -> dict[str, tuple[str, int]]:
    """What is asked for: address and bound, by what it is."""
    from crossfoot.records.collection.models import Campaign, Request
    from crossfoot.records.ledger.models import Batch, Meter

    batch = Batch.objects.order_by("id")[0]
    last = batch.rows - 20
    meter = Meter.objects.order_by("id")[0].pk
    request = Request.objects.order_by("id")[0].pk
    campaign = Campaign.objects.order_by("id")[0].pk
    rows = f"ledger/{batch.pk}/rows"
    found = {
        "batches": "ledger",
        "batches by name": "ledger?q=bills-003&state=standing",
        "a batch": f"ledger/{batch.pk}",
        "rows": rows,
        "rows of a site": f"{rows}?site=site-07",
        "rows of a month": f"{rows}?month=2023-05&activity=electricity.grid",
        "rows by text": f"{rows}?q=invoice+4999",
        "rows by text, far below": f"{rows}?q=invoice+499999",
        "rows, the last page": f"{rows}?after={last}",
        "meters by month": "meters?year=2022",
        "meters of a site": "meters?year=2022&site=site-07",
        "a meter": f"meters/{meter}?year=2022",
        "estimates to true up": "meters/true-ups",
        "campaigns": "campaigns",
        "board": f"campaigns/{campaign}",
        "tasks": "tasks",
        "a request": f"requests/{request}",
        "evidence": "evidence",
        "jobs": "jobs",
        "journal": "journal",
        "API: batches": "api/v1/ledger/batches",
        "API: rows": f"api/v1/ledger/batches/{batch.pk}/rows?limit=100",
        "API: requests": f"api/v1/requests?campaign={campaign}",
    }
    return {name: (address, LIST) for name, address in found.items()} | {
        "grid": (f"requests/{request}/grid", GRID)
    }


def measured(client: Any, address: str, repeats: int) -> dict[str, float]:
    """Clock and processor of a page, in milliseconds, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock, processor = [], []
    with CaptureQueriesContext(connection) as queries:
        status = client.get(f"/{address}").status_code
        asked = len(queries)
    for _ in range(repeats):
        began, worked = time.perf_counter(), time.process_time()
        client.get(f"/{address}")
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return {
        "status": status,
        "queries": asked,
        "median": median(clock),
        "p95": quantiles(clock, n=20)[-1],
        "processor": median(processor),
        "processor_p95": quantiles(processor, n=20)[-1],
    }


def clients() -> dict[str, Any]:
    """A browser and a program for each person."""
    from django.conf import settings
    from django.test import Client

    from crossfoot.records.accounts.actions.make_token import MakeToken
    from crossfoot.records.accounts.backend import PATH
    from crossfoot.records.accounts.models import User
    from crossfoot.records.accounts.person import Person
    from crossfoot.records.roles import Duty

    settings.ALLOWED_HOSTS = ["testserver"]
    found: dict[str, Any] = {}
    for email in (MANAGER, OWNER):
        user = User.objects.get(email=email)
        page, program = Client(), Client()
        page.force_login(user, PATH)
        token = MakeToken("benchmark", frozenset({Duty.READ})).do(Person(user, "benchmark")).text
        program.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        found[email] = (page, program)
    return found


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=HERE / "data" / "records")
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--values", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=30)
    given = parser.parse_args()
    folder = given.folder.resolve()
    if (folder / "crossfoot.sqlite3").exists():
        prepare(folder)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        make(folder, given.rows, given.values)
    results: dict[str, dict[str, Any]] = {}
    late = []
    print(f"{'page':28} {'who':8} {'median':>8} {'p95':>8} {'cpu':>8} {'cpu p95':>8} queries")
    for email, (page, program) in clients().items():
        for name, (address, bound) in pages().items():
            client = program if address.startswith("api/") else page
            found = measured(client, address, given.repeats)
            results[f"{name}, {email}"] = found
            slow = found["status"] == 200 and found["processor_p95"] > bound
            late += [name] if slow else []
            print(
                f"{name:28} {email.partition('@')[0]:8} {found['median']:8.1f} {found['p95']:8.1f} "
                f"{found['processor']:8.1f} {found['processor_p95']:8.1f} {found['queries']:7}"
                f"{'  late' if slow else ''}{'' if found['status'] == 200 else found['status']}",
                flush=True,
            )
    target = HERE / "results" / "records_lists.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=2), encoding="utf-8")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
