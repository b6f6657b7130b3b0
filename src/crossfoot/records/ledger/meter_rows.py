"""Rows that are made here, of estimates and of readings, and imported like a file that was sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Actor
from crossfoot.records.counting import filled
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.ledger.actions.drop import DropBatch
from crossfoot.records.ledger.actions.receive import ReceiveBatch
from crossfoot.records.ledger.actions.reverse import ReverseBatch
from crossfoot.records.ledger.actions.take import ImportBatch
from crossfoot.records.ledger.checking import check_rows
from crossfoot.records.ledger.meters import bills_of, meter_of, uncounted, used_of
from crossfoot.records.ledger.models import Batch, Meter, State
from crossfoot.records.ledger.periods import Bill, estimate, next_month
from crossfoot.records.ledger.problems import placed
from crossfoot.records.ledger.spans import gaps
from crossfoot.records.ledger.true_ups import TrueUp, true_ups, waiting
from crossfoot.records.messages import language, problem

_HEADING = ("site", "activity", "quantity", "unit", "start", "end", "source", "note")

_MEAN = Text("estimate: mean per day of {days} {days:day|days}", "估算：按 {days} 天的日均值")
_TRUE_UP = Text(
    "true-up of {month}: estimate {estimate}, actual {actual}, difference {difference}",
    "{month} 调整：估算 {estimate}，实际 {actual}，差额 {difference}",
)
_BY_ITSELF = Text(
    "true-up of {month} by itself: estimate {estimate}, actual {actual}, difference {difference}",
    "{month} 自动调整：估算 {estimate}，实际 {actual}，差额 {difference}",
)
_READ = Text("from readings", "由读数计算")


def estimate_month(meter: int, month: date, by: Actor) -> Batch:
    """Estimate the days of a month that no bill says; it is a batch of its own until one comes.

    Raises:
        CrossfootError: no day of the month is missing, or there is nothing to estimate from.
    """
    found = meter_of(meter)
    bills = bills_of([found])[found.pk]
    last = next_month(month) - timedelta(1)
    start, end = max(month, found.valid_from), min(last, found.valid_to or date.max)
    missing = list(gaps([each.bill for each in bills], start, end))
    if not missing:
        raise CrossfootError(
            problem(
                Text("{month} is not missing", "{month} 并未缺失"),
                month=f"{month:%Y-%m}",
            )
        )
    guessed = estimate([each.bill for each in bills], month)
    if guessed is None:
        raise CrossfootError(
            problem(
                Text("there is no bill to estimate from", "没有可供估算的账单"),
                remedy=Text("import a bill, or enter a reading", "请导入账单或填写读数"),
            )
        )
    quantity, days = guessed
    length = (last - month).days + 1
    note = filled(_MEAN[language()], days=days)
    rows = [
        Bill(each.start, each.end, (quantity * each.days / length).quantize(quantity), True)
        for each in missing
    ]
    name = f"estimate {found.code} {month:%Y-%m}.csv"
    return _take(found, [(row, note) for row in rows], name, by)


def true_up(meter: int, batch: int, by: Actor) -> Batch:
    """A bill has come: the estimate is reversed, the difference stands in the reason.

    Days that the bill does not say are estimated anew, from all that is known by now.

    Raises:
        CrossfootError: no bill has come.
    """
    found = meter_of(meter)
    for each in true_ups(found, bills_of([found])[found.pk]):
        if each.batch.pk == batch and not each.reversed and each.difference is not None:
            done = ReverseBatch(batch, _reason(each)).do(by)
            if not each.covered:
                estimate_month(meter, each.month, by)
            return done
    raise CrossfootError(
        problem(
            Text("no bill has come for this estimate", "该估算尚无对应账单"),
            remedy=Text("import the bill first", "请先导入账单"),
        )
    )


def settle_estimates(by: Actor, sites: Collection[str] | None = None) -> list[Batch]:
    """Reverse the estimates of automatic meters for all of whose days bills have come.

    Args:
        by: who brought the bills.
        sites: of the bills; None for all.
    """
    return [
        ReverseBatch(each.true_up.batch.pk, _reason(each.true_up, by_itself=True)).do(by)
        for each in waiting(sites, automatic=True)
        if each.true_up.covered
    ]


def _reason(each: TrueUp, *, by_itself: bool = False) -> str:
    said = _BY_ITSELF if by_itself else _TRUE_UP
    return said[language()].format(
        month=f"{each.month:%Y-%m}",
        estimate=_plain(each.estimate if each.compared is None else each.compared),
        actual=_plain(each.actual),
        difference=_plain(each.difference, signed=True),
    )


def count_readings(meter: int, by: Actor) -> Batch:
    """What was used between readings becomes rows, unless it counts already.

    Raises:
        CrossfootError: there is nothing new.
    """
    found = meter_of(meter)
    fresh = uncounted(used_of(found), bills_of([found])[found.pk])
    if not fresh:
        raise CrossfootError(
            problem(
                Text("there is nothing new between the readings", "读数之间没有新的用量"),
                remedy=Text("enter a later reading", "请填写更晚的读数"),
            )
        )
    note = _READ[language()]
    rows = [(Bill(each.start, each.end, each.quantity), note) for each in fresh]
    name = f"readings {found.code} {fresh[0].start} {fresh[-1].end}.csv"
    return _take(found, rows, name, by)


def _take(meter: Meter, rows: Iterable[tuple[Bill, str]], name: str, by: Actor) -> Batch:
    """The rows as a file, received, checked and imported."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADING)
    bills = list(rows)
    for bill, note in bills:
        writer.writerow(
            (
                meter.site.code,
                meter.activity,
                f"{bill.quantity:f}",
                meter.measure,
                bill.start.isoformat(),
                bill.end.isoformat(),
                meter.code,
                note,
            )
        )
    estimated = any(bill.estimated for bill, _ in bills)
    file = receive([text.getvalue().encode()], name)
    batch = ReceiveBatch(file, meter.site.code, estimated, meter.pk).do(by)
    try:
        batch = check_rows(batch, by)
        if batch.state == State.REFUSED:
            raise CrossfootError.of(placed(row, name) for row in batch.problems)
        done = ImportBatch(batch.pk).do(by)
    except CrossfootError:
        DropBatch(batch.pk).do(by)
        raise
    if not estimated:
        settle_estimates(by, {meter.site.code})
    return done


def _plain(value: object, *, signed: bool = False) -> str:
    text = f"{value:+f}" if signed else f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
