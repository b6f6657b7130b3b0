"""Meters, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from crossfoot.client.area import Area
from crossfoot.client.models.meters import Bill, Days, Meter, MeterMonths, Reading, TrueUp, Waiting
from crossfoot.client.models.shared import Batch


class MetersArea(Area):
    """Meters."""

    def all(self, *, text: str = "", site: str = "", limit: int = 500) -> Iterator[Meter]:
        """Meters.

        Those of the sites that the person may read.
        """
        return self._each(Meter, "meters", {"text": text, "site": site}, limit)

    def register(
        self,
        *,
        code: str,
        site: str,
        activity: str,
        measure: str,
        valid_from: date,
        valid_to: date | None = None,
        multiplier: Decimal = Decimal("1"),
        name: str = "",
        replaces: int | None = None,
        automatic: bool = False,
    ) -> Meter:
        """Register a meter.

        A new one.
        """
        return self._ask(
            Meter,
            "POST",
            "meters",
            body={
                "code": code,
                "site": site,
                "activity": activity,
                "measure": measure,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "multiplier": multiplier,
                "name": name,
                "replaces": replaces,
                "automatic": automatic,
            },
        )

    def completeness(
        self, *, year: int, text: str = "", site: str = "", limit: int = 500
    ) -> Iterator[MeterMonths]:
        """How complete the months of meters are.

        Meter by month: what is missing, estimated, actual, or there twice.
        """
        return self._each(
            MeterMonths, "meters/months", {"year": year, "text": text, "site": site}, limit
        )

    def waiting(self) -> tuple[Waiting, ...]:
        """Estimates to true up.

        Estimates that stand although bills have come, of the sites whose figures one enters.
        """
        return self._list(Waiting, "GET", "meters/true-ups")

    def get(self, meter: int) -> Meter:
        """A meter.

        One of them.
        """
        return self._ask(Meter, "GET", f"meters/{meter}")

    def change(
        self,
        meter: int,
        *,
        code: str,
        site: str,
        activity: str,
        measure: str,
        valid_from: date,
        valid_to: date | None = None,
        multiplier: Decimal = Decimal("1"),
        name: str = "",
        replaces: int | None = None,
        automatic: bool = False,
    ) -> Meter:
        """Change a meter.

        What is said of it.
        """
        return self._ask(
            Meter,
            "PUT",
            f"meters/{meter}",
            body={
                "code": code,
                "site": site,
                "activity": activity,
                "measure": measure,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "multiplier": multiplier,
                "name": name,
                "replaces": replaces,
                "automatic": automatic,
            },
        )

    def bills(self, meter: int, *, limit: int = 500) -> Iterator[Bill]:
        """Bills of a meter.

        The rows of the ledger that count, in the order of their days, shared out to months.
        """
        return self._each(Bill, f"meters/{meter}/bills", {}, limit)

    def oddities(self, meter: int, *, year: int) -> tuple[Days, ...]:
        """Gaps, overlaps, crossings.

        Days of a year, until today, that no bill says, or several, or one over a month's end.
        """
        return self._list(Days, "GET", f"meters/{meter}/oddities", {"year": year})

    def replace(
        self,
        meter: int,
        *,
        day: date,
        code: str,
        final: Decimal | None = None,
        first: Decimal = Decimal("0"),
        multiplier: Decimal | None = None,
        name: str = "",
    ) -> Meter:
        """Replace a meter.

        The old one ends with its final reading, the new one begins with its first.
        """
        return self._ask(
            Meter,
            "POST",
            f"meters/{meter}/replace",
            body={
                "day": day,
                "final": final,
                "code": code,
                "first": first,
                "multiplier": multiplier,
                "name": name,
            },
        )

    def readings(self, meter: int, *, limit: int = 500) -> Iterator[Reading]:
        """Readings.

        As they were entered; a withdrawn one says why it counts no more.
        """
        return self._each(Reading, f"meters/{meter}/readings", {}, limit)

    def read(self, meter: int, *, day: date, value: Decimal, estimated: bool = False) -> Reading:
        """Enter a reading.

        What the register shows at the end of a day.
        """
        return self._ask(
            Reading,
            "POST",
            f"meters/{meter}/readings",
            body={"day": day, "value": value, "estimated": estimated},
        )

    def withdraw(self, meter: int, reading: int, *, reason: str = "") -> Reading:
        """Withdraw a reading.

        It was wrong; it stays to be seen.
        """
        return self._ask(
            Reading, "POST", f"meters/{meter}/readings/{reading}/withdraw", body={"reason": reason}
        )

    def count(self, meter: int) -> Batch:
        """Take readings into the ledger.

        What lies between readings becomes rows, unless it counts already.
        """
        return self._ask(Batch, "POST", f"meters/{meter}/count")

    def estimate(self, meter: int, *, month: date) -> Batch:
        """Estimate a month.

        A month that is missing, from the mean per day of those with bills.
        """
        return self._ask(Batch, "POST", f"meters/{meter}/estimates", body={"month": month})

    def estimates(self, meter: int) -> tuple[TrueUp, ...]:
        """Estimates and true-ups.

        Each beside what bills of its days come to.
        """
        return self._list(TrueUp, "GET", f"meters/{meter}/estimates")

    def true_up(self, meter: int, *, batch: int) -> Batch:
        """Reverse an estimate.

        A bill has come; the difference stands in the reason.
        """
        return self._ask(Batch, "POST", f"meters/{meter}/true-up", body={"batch": batch})
