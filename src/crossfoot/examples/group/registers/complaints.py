"""The complaints of the reporting year: as many as the report's figures say, each a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from crossfoot.examples.group.chance import between, parts
from crossfoot.examples.group.sites import DATA

YEAR = 2023
_RECEIVED, _RESOLVED = "complaints.count", "complaints.resolved"
_CATEGORIES = {"product": 0.44, "service": 0.2, "delivery": 0.18, "software": 0.13, "other": 0.05}
_CHANNELS = ("hotline", "app", "platform_form", "email", "sales", "visit")
_CUSTOMERS = ("A", "B", "C", "D", "E", "F", "G", "H")
_WHAT = {
    "product": "Battery pack shows a cell voltage alarm 电池包报单体电压告警",
    "service": "Maintenance visit was not announced 维保上门未提前通知",
    "delivery": "Delivered later than agreed 交付晚于约定",
    "software": "Monitoring platform shows no data 监控平台无数据",
    "other": "Invoice with a wrong address 发票地址有误",
}
_HOTLINE_HOURS, _SPREAD_HOURS = 8, 10
_TIME = "%Y-%m-%dT%H:%M"
COLUMNS = (
    "external_id", "entity", "received_at", "channel", "customer", "region", "category",
    "description", "key_client", "class", "fault", "responded_at", "onsite_needed", "valid",
    "remote", "diagnosis", "repaired_at", "step",
)  # fmt: skip


def write_complaints(folder: Path, entity: str) -> Path:
    """The file that the after-sales system gave: a row for each complaint of the year."""
    path = folder / f"complaints-{YEAR}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(_rows(entity))
    return path


def _rows(entity: str) -> Iterator[dict[str, str]]:
    received, resolved = _figure(_RECEIVED), _figure(_RESOLVED)
    kinds = [
        category
        for category, count in parts(received, _CATEGORIES, "complaints", YEAR).items()
        for _ in range(count)
    ]
    for number, category in enumerate(kinds, start=1):
        yield _row(number, category, entity, is_resolved=number <= resolved)


def _row(number: int, category: str, entity: str, *, is_resolved: bool) -> dict[str, str]:
    name = ("complaint", YEAR, number)
    at = datetime(YEAR, 1, 3) + timedelta(  # noqa: DTZ001  # the file has local times
        days=int(between(0, 355, *name)),
        hours=_HOTLINE_HOURS + int(between(0, _SPREAD_HOURS, *name, "h")),
        minutes=int(between(0, 59, *name, "m")),
    )
    responded = at + timedelta(minutes=between(6, 70, *name, "r"))
    repaired = at + timedelta(hours=between(1.5, 8.6, *name, "d"))
    row = {
        "external_id": f"CRM-{YEAR}-{number:04d}",
        "entity": entity,
        "received_at": at.strftime(_TIME),
        "channel": _CHANNELS[int(between(0, len(_CHANNELS), *name, "c"))],
        "customer": f"Customer {_CUSTOMERS[int(between(0, len(_CUSTOMERS), *name, 'k'))]}",
        "region": "overseas" if between(0, 1, *name, "o") < 0.12 else "mainland_china",
        "category": category,
        "description": _WHAT[category],
        "key_client": "no",
        "class": "routine",
        "fault": "general" if category in ("product", "software") else "none",
        "responded_at": responded.strftime(_TIME),
        "onsite_needed": "no",
        "valid": "yes",
        "step": f"Respond {responded:%Y-%m-%d}",
    }
    if is_resolved:
        row |= {
            "remote": "yes",
            "diagnosis": "Settled by telephone and remote access 电话及远程处理",
            "repaired_at": repaired.strftime(_TIME),
            "step": f"{row['step']}; Solved remotely {repaired:%Y-%m-%d}",
        }
    return row


def _figure(metric: str) -> int:
    """What the group's report says for the year (data/figures.csv)."""
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as file:
        return next(
            int(row[str(YEAR)])
            for row in csv.DictReader(file)
            if row["metric"] == metric and not row["dimensions"]
        )
