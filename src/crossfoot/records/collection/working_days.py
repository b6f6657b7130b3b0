"""Working days: Monday to Friday, without days off and with days that are worked instead.

A workspace says which in `holidays.toml`, as its governments publish them:

    off = [2024-02-12, 2024-02-13]    # days off from Monday to Friday
    worked = [2024-02-18]             # Saturdays and Sundays on which people work
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem

FILE_NAME = "holidays.toml"

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are worked.

    Attributes:
        off: days off that fall on a weekday.
        worked: days of a weekend on which people work.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_worked(self, day: date) -> bool:
        """Whether people work on a day."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def away(self, day: date, count: int) -> date:
        """The day that lies so many working days after a day, or before it where negative.

        >>> WorkingDays().away(date(2024, 3, 29), 1), WorkingDays().away(date(2024, 3, 31), -1)
        (datetime.date(2024, 4, 1), datetime.date(2024, 3, 29))
        >>> WorkingDays(frozenset({date(2024, 4, 1)})).away(date(2024, 3, 29), 1)
        datetime.date(2024, 4, 2)
        """
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_worked(day):
                day += step
        return day


def working_days(folder: Path) -> WorkingDays:
    """Those of a workspace.

    Raises:
        CrossfootError: the file says something else than days.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return WorkingDays()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        days = {name: frozenset(found.get(name, ())) for name in ("off", "worked")}
        wrong = {*(set(found) - set(days))}
        wrong |= {str(each) for some in days.values() for each in some if type(each) is not date}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
        wrong = {str(error)}
    if wrong:
        raise CrossfootError(
            problem(
                Text("{wrong} is not understood", "无法识别 {wrong}"),
                where=FILE_NAME,
                remedy=Text(
                    "write two lists of days: off = [2024-02-12] and worked = [2024-02-18]",
                    "请写两个日期列表：off = [2024-02-12] 与 worked = [2024-02-18]",
                ),
                wrong=", ".join(sorted(wrong)),
            )
        )
    return WorkingDays(**days)
