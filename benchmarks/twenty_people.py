"""Twenty people at once, five seconds between two clicks: how long do pages take?

    python benchmarks/twenty_people.py [--people 20] [--minutes 3] [--port 8017]

Serves the workspace of `records_lists.py` (made at the first run), signs people in by the form, and
lets each look at lists, rows of the ledger, the board, sheets, and enter figures. What happens in
the first half minute is warm-up and does not count. Exit 1 where the 95th of a hundred of any page
takes longer than is promised, or a page fails. Locust patches what it imports: it runs as a process
of its own.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE / "data" / "records"

#: milliseconds that the 95th of a hundred may take, by the name of the page
BOUNDS = {"grid": 400, "enter figures": 400}
LIST = 200

WARM_UP = 30

if "LOCUST" in os.environ:
    import gevent
    from locust import HttpUser, between, events, task
    from records_data import MANAGER, OWNER, PASSWORD

    _TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')

    @events.test_start.add_listener
    def warm(environment, **_) -> None:
        """What comes before does not count."""
        gevent.spawn_later(WARM_UP, environment.stats.reset_all)

    class Colleague(HttpUser):
        """Somebody at work."""

        wait_time = between(4, 6)

        def on_start(self) -> None:
            """Sign in, and see which sheets and batches there are."""
            page = self.client.get("/sign-in", name="sign in").text
            token = _TOKEN.search(page)
            assert token is not None
            sent = {
                "csrfmiddlewaretoken": token[1],
                "email": random.choice((MANAGER, OWNER)),
                "password": PASSWORD,
            }
            self.client.post("/sign-in", sent, name="sign in")
            self.sheets = self._found("/tasks", r"/requests/(\d+)")
            self.batches = self._found("/ledger", r"/ledger/(\d+)\"")
            self.campaigns = self._found("/campaigns", r"/campaigns/(\d+)\"")

        def _found(self, address: str, pattern: str) -> list[str]:
            text = self.client.get(address, name="look around").text
            return sorted(set(re.findall(pattern, text)))

        @task(3)
        def what_waits(self) -> None:
            self.client.get("/tasks", name="tasks")

        @task(2)
        def board(self) -> None:
            self.client.get(f"/campaigns/{random.choice(self.campaigns)}", name="board")

        @task(2)
        def batches_of_rows(self) -> None:
            self.client.get("/ledger", name="batches")

        @task(3)
        def rows(self) -> None:
            site = f"site-{random.randrange(60):02}"
            at = f"/ledger/{random.choice(self.batches)}/rows"
            self.client.get(f"{at}?site={site}", name="rows of a site")

        @task(1)
        def months(self) -> None:
            self.client.get("/meters?year=2022", name="meters by month")

        @task(4)
        def grid(self) -> None:
            self.client.get(f"/requests/{random.choice(self.sheets)}/grid", name="grid")

        @task(4)
        def enter(self) -> None:
            at = f"/requests/{random.choice(self.sheets)}"
            page = self.client.get(f"{at}/grid", name="grid").text
            token = _TOKEN.search(page)
            cells = re.findall(r'name="version-(\d+)" value="(\d+)"', page)
            if token is None or not cells:
                return
            cell, version = random.choice(cells)
            change = {
                "cell": int(cell),
                "version": int(version),
                "value": str(random.randrange(1, 999)),
            }
            with self.client.post(
                f"{at}/cells",
                json={"changes": [change]},
                headers={"X-CSRFToken": token[1], "Referer": self.host or ""},
                name="enter figures",
                catch_response=True,
            ) as answer:
                if answer.status_code == 409:
                    answer.success()  # somebody else was quicker, and is told so


def measured(people: int, minutes: float, address: str, folder: Path) -> list[dict[str, str]]:
    """The lines of Locust's table, one for each page."""
    command = [str(Path(sys.executable).parent / "locust"), "-f", __file__, "--headless"]
    command += ["-u", str(people), "-r", "2", "-t", f"{int(minutes * 60 + WARM_UP)}s"]
    command += ["--host", address, "--csv", str(folder / "load"), "--only-summary"]
    subprocess.run(command, env={**os.environ, "LOCUST": "1"}, check=False, cwd=HERE)
    with (folder / "load_stats.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["Name"] != "Aggregated"]
    return [row for row in rows if int(row["Request Count"])]


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=DATA)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--port", type=int, default=8017)
    given = parser.parse_args()
    if not (given.folder / "crossfoot.sqlite3").exists():
        data = [sys.executable, str(HERE / "records_data.py"), str(given.folder)]
        subprocess.run(data, check=True)
    key = given.folder.resolve().parent / "benchmark.key"
    serve = [str(Path(sys.executable).parent / "crossfoot"), "serve", "--workspace"]
    server = subprocess.Popen(
        [*serve, str(given.folder), "--port", str(given.port)],
        env={"CROSSFOOT_MASTER_KEY_FILE": str(key), **os.environ},
    )
    address = f"http://127.0.0.1:{given.port}"
    try:
        _wait(address)
        with tempfile.TemporaryDirectory() as folder:
            rows = measured(given.people, given.minutes, address, Path(folder))
    finally:
        server.terminate()
        server.wait()
    late = False
    print(f"{'page':20} {'requests':>8} {'failed':>8} {'median':>8} {'p95':>8}")
    for row in rows:
        bound = BOUNDS.get(row["Name"], LIST)
        own = row["Name"] not in ("sign in", "look around")
        slow = own and (float(row["95%"]) > bound or int(row["Failure Count"]) > 0)
        late |= slow
        print(
            f"{row['Name']:20} {row['Request Count']:>8} {row['Failure Count']:>8} "
            f"{row['50%']:>8} {row['95%']:>8}{'  late' if slow else ''}"
        )
    return int(late)


def _wait(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("the server does not answer")


if __name__ == "__main__":
    sys.exit(main())
