"""A million entries in one register: how long do a list, a board, a search, a figure take?

    python benchmarks/register_million.py [--entries 1000000] [--repeats 20]

Makes the workspace in `benchmarks/data/register` at the first run: hazards of ten years at sixty
sites, a seed of two thousand written as people's entries are, the rest copied from it by SQL, table
by table (each copy with a key, number and words of its own). Prints the median and the 95th of a
hundred in milliseconds, of the clock and of the processor, for the manager of the whole and for
somebody of one company. Exit 1 where the processor needs more than is promised: 300 ms for a list
and a board, 100 ms for one cell, 15 s for all figures of the register.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from records_data import prepare

HERE = Path(__file__).parent
REGISTER = "safety_hazard"
SEED, SITES, COMPANIES, FIRST, YEARS = 2000, 60, 6, 2015, 10
#: milliseconds that are promised
LIST, CELL, ALL = 300, 100, 15_000


def make(folder: Path, entries: int) -> None:
    """The workspace with its entries."""
    from crossfoot.languages import Text
    from crossfoot.workspaces.settings import Settings
    from crossfoot.workspaces.workspace import Workspace

    Workspace.start(folder, Settings(company=Text("Group", "集团"), year=2024))
    prepare(folder)
    from django.core.management import call_command
    from django.db import connection, transaction

    from crossfoot.records.opening import make_database_file
    from crossfoot.records.secret_key import make_secret_key

    make_secret_key(folder)
    make_database_file()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        organise()
        seed()
    began = time.perf_counter()
    with connection.cursor() as cursor:  # while it is made; a run opens it as it is served
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-3000000"):
            cursor.execute(f"PRAGMA {pragma}")
        for table in tables():
            indexes = without_indexes(cursor, table)
            multiply(table, entries // SEED)
            for index in indexes:
                cursor.execute(index)
            print(f"{table}: {time.perf_counter() - began:.0f} s", flush=True)
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("ANALYZE")


def without_indexes(cursor: Any, table: str) -> list[str]:
    """Drop the indexes of a table; what makes them again, which is quicker than keeping them."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s "
        "AND sql IS NOT NULL",
        [table],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def organise() -> None:
    """A group of six companies with ten sites each, a manager and somebody of one company."""
    from crossfoot.facts.entities import Entity
    from crossfoot.languages import Text
    from crossfoot.records.accounts.models import Grant, User
    from crossfoot.records.organisation.models import Unit
    from crossfoot.records.organisation.spans import Span, units, write
    from crossfoot.records.register.models import RoleGrant

    since = datetime.fromisoformat("2014-01-01T00:00:00+08:00")
    made = [Entity("group", Text("Group", "集团"), "group", "", "CN")]
    for company in range(COMPANIES):
        code = f"company-{company}"
        made.append(Entity(code, Text(code, code), "company", "group"))
        for number in range(SITES // COMPANIES):
            site = f"site-{company}{number}"
            made.append(Entity(site, Text(site, site), "site", code))
    units([each.id for each in made])
    for each in made:
        write(each, Span(since.date()), since)
    manager = User.objects.create(email="li@example.org", name="Li", is_active=True)
    clerk = User.objects.create(email="wang@example.org", name="Wang", is_active=True)
    Grant.objects.create(user=manager, role="esg_manager", valid_from=since.date())
    company = Unit.objects.get(code="company-1")
    RoleGrant.objects.create(user=clerk, role="hse", unit=company, valid_from=since.date())


def seed() -> None:
    """Entries as people write them, with lives of their own."""
    from crossfoot.records.register.context import context_for
    from crossfoot.records.register.library import active
    from crossfoot.records.register.writing import New, new_key, write_many
    from crossfoot.registers.records import Record

    definition, chance = active()[REGISTER], random.Random(1)
    for company in range(COMPANIES):
        news = []
        context = context_for(f"company-{company}")
        for number in range(SEED // COMPANIES + (company < SEED % COMPANIES)):
            site = f"site-{company}{number % (SITES // COMPANIES)}"
            values, history = life(definition, chance, context.zone)
            values |= {"entity": f"company-{company}", "site": site}
            news.append(New(Record(new_key(), REGISTER, values, history), "app"))
        write_many(definition, news, context)


def life(definition: Any, chance: random.Random, zone: Any) -> tuple[dict[str, Any], Any]:
    """A hazard from report to closing, or as far as it got."""
    from crossfoot.registers.records import Entered

    day = date(FIRST, 1, 1) + timedelta(days=chance.randrange(365 * YEARS))
    at = datetime.combine(day, datetime.min.time(), zone) + timedelta(hours=chance.randrange(8, 20))
    category = chance.choice(list(definition.fields["category"].options))
    values: dict[str, Any] = {
        "title": f"Hazard 隐患 {category}",
        "found_at": at,
        "location": "31.8, 117.2",
        "place": f"Hall {chance.randrange(40)} 车间",
        "channel": chance.choice(["app", "app", "app", "inspection", "audit"]),
        "finder": f"user:{chance.randrange(3, 500)}",
        "content": f"通道堵塞 aisle blocked at rack {chance.randrange(10_000)}",
        "photos": ("1",),
        "category": category,
    }
    history = [Entered("reported", at, "user:3", recorded=at)]
    path = ["reviewed", "rectified", "closed"]
    if chance.random() < 0.04:
        path = ["rejected"]
    elif chance.random() < 0.02:
        path = path[: chance.randrange(3)]
    for state in path:
        at += timedelta(hours=chance.randrange(1, 120))
        history.append(Entered(state, at, "user:4", "", recorded=at))
    if "reviewed" in path:
        values |= {
            "level": "general" if chance.random() < 0.97 else "major",
            "owner": f"user:{chance.randrange(3, 500)}",
            "due_on": day + timedelta(days=7),
        }
    if "closed" in path:
        values |= {"recheck": "pass", "measure": "Cleared 已清理"}
    return values, tuple(history)


def tables() -> list[str]:
    """What holds entries."""
    from crossfoot.records.register.library import active
    from crossfoot.records.register.projection_tables import tables as projected

    return [
        "register_entry",
        "register_passed",
        "register_concern",
        *projected(active()[REGISTER]).every(),
    ]


def multiply(table: str, copies: int) -> None:
    """Each row again, for further entries, with numbers, keys and words of their own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        columns = [each[0] for each in cursor.description]
        cursor.execute(f'SELECT MAX(id) FROM "{table}"' if "id" in columns else "SELECT 0")
        rows = cursor.fetchone()[0] or 0
        changed = {
            "id": f'"id" + copy.nth * {rows}',
            "entry_id": f'"entry_id" + copy.nth * {SEED}',
            "key": "printf('%08x', copy.nth) || substr(\"key\", 9)",
            "ref_no": "\"ref_no\" || '-' || copy.nth",
            "f_ref_no": "\"f_ref_no\" || '-' || copy.nth",
            "words": "\"words\" || ' ' || copy.nth",
        }
        listed = ", ".join(f'"{each}"' for each in columns)
        wanted = ", ".join(changed.get(each, f'"{each}"') for each in columns)
        cursor.execute(
            f"WITH RECURSIVE copy(nth) AS (SELECT 1 UNION ALL SELECT nth + 1 FROM copy "
            f'WHERE nth < {copies - 1}) INSERT INTO "{table}" ({listed}) '
            f'SELECT {wanted} FROM copy, "{table}" WHERE {copies} > 1'
        )


# -- what is asked -------------------------------------------------------------------------------


def asked(by: Any) -> dict[str, tuple[Callable[[], object], int]]:
    """What is asked, and the bound, by name."""
    from crossfoot.quantities.periods import Period
    from crossfoot.records.register.cells import units_below
    from crossfoot.records.register.figures import rollup
    from crossfoot.records.register.filtering import by_state, filtered, up_to

    def page(**given: Any) -> object:
        found = filtered(by, REGISTER, **given)
        narrow = any(given.get(each) for each in ("condition", "search", "overdue", "order"))
        return len(list(found[:50])), up_to(found) if narrow else found.count()

    def board(**given: Any) -> object:
        found = filtered(by, REGISTER, **given)
        counts = by_state(found)
        return {state: len(list(found.filter(state=state)[:20])) for state in counts}

    def cell(metric: str, period: str, unit: str) -> object:
        when = Period.parse(period)
        return rollup(when, units_below(unit, when), unit=unit).cells(metric).only.value

    narrow = {
        "list": lambda: page(),
        "list by state": lambda: page(states=["reviewed"]),
        "list by filter": lambda: page(condition="category = fire and level = major"),
        "list by filter of a time": lambda: page(
            condition="found_at > today - 400 d and state != closed"
        ),
        "list of a site": lambda: page(units=["site-13"]),
        "list of what is overdue": lambda: page(overdue=True, order="due"),
        "list sorted by title": lambda: page(order="title"),
        "list sorted by a choice": lambda: page(order="-category"),
        "search for two characters": lambda: page(search="堵塞"),
        "search for a number": lambda: page(search="rack 4711"),
        "board": lambda: board(),
        "board of a site": lambda: board(units=["site-13"]),
    }
    found: dict[str, tuple[Callable[[], object], int]] = {
        name: (ask, LIST) for name, ask in narrow.items()
    }
    for metric in ("hazards_found", "hazard_rectification_rate", "hazards_on_time", "hazards_open"):
        for period, unit in (("2023-04", "site-13"), ("2023", "company-1"), ("2023", "group")):
            name = f"cell {metric} {period} {unit}"
            found[name] = (lambda m=metric, p=period, u=unit: cell(m, p, u), CELL)
    return found


def everything() -> int:
    """Every metric of the register for a year: the whole, each breakdown, each site, each month."""
    from crossfoot.quantities.periods import Period
    from crossfoot.records.register.figures import rollup
    from crossfoot.records.register.library import active

    count = 0
    year = Period.year(2023)
    for name, metric in active()[REGISTER].metrics.items():
        for by in ((), ("site",), *(("site", each) for each in metric.by)):
            count += len(rollup(year).cells(name, by).values)
        for month in year.split_by_month():
            count += len(rollup(month).cells(name, ("site",)).values)
    return count


def measured(ask: Callable[[], object], repeats: int) -> dict[str, float]:
    """Clock and processor, in milliseconds."""
    ask()
    clock, processor = [], []
    for _ in range(repeats):
        began, worked = time.perf_counter(), time.process_time()
        ask()
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return {
        "median": median(clock),
        "p95": quantiles(clock, n=20)[-1],
        "processor": median(processor),
        "processor_p95": quantiles(processor, n=20)[-1],
    }


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=HERE / "data" / "register")
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=20)
    given = parser.parse_args()
    folder = given.folder.resolve()
    if (folder / "crossfoot.sqlite3").exists():
        prepare(folder)
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        make(folder, given.entries)
    from crossfoot.records.accounts.models import User
    from crossfoot.records.accounts.person import Person
    from crossfoot.records.register.models import Entry

    print(f"{Entry.objects.filter(register=REGISTER).count()} entries")
    results: dict[str, Any] = {}
    late: list[str] = []
    print(f"{'what':52} {'who':6} {'median':>8} {'p95':>8} {'cpu':>8} {'cpu p95':>8}")
    for user in User.objects.order_by("id"):
        for name, (ask, bound) in asked(Person(user, "benchmark")).items():
            found = measured(ask, given.repeats)
            results[f"{name}, {user.name}"] = found
            late += [f"{name}, {user.name}"] if found["processor_p95"] > bound else []
            said = " ".join(f"{value:8.1f}" for value in found.values())
            mark = " *" if found["processor_p95"] > bound else ""
            print(f"{name:52} {user.name:6} {said}{mark}", flush=True)
    began, worked = time.perf_counter(), time.process_time()
    cells = everything()
    took = {"clock": time.perf_counter() - began, "processor": time.process_time() - worked}
    print(f"all figures of a year ({cells} cells): {took}")
    results["all figures"] = {**took, "cells": cells}
    late += ["all figures"] if took["processor"] * 1000 > ALL else []
    (HERE / "results").mkdir(exist_ok=True)
    path = HERE / "results" / "register_million.json"
    path.write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(f"slower than promised: {', '.join(late) or 'nothing'}")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
