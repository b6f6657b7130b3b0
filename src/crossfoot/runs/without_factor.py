"""Rows of activity without a factor, as findings: a total that leaves them out does not foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from crossfoot.factors.activities import parse_activity
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.languages import Text

if TYPE_CHECKING:
    from crossfoot.calculation.lines import Unresolved
    from crossfoot.facts.entities import Organisation

CHECK = "rows_without_factor"


def rows_without_factor(
    rows: Iterable[Unresolved], organisation: Organisation
) -> Iterator[Finding]:
    """One finding for each site and activity; a row that lacks one method alone is a warning.

    Args:
        rows: what the inventory could not resolve.
        organisation: names the sites.
    """
    counts: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    reasons: dict[tuple[str, str, tuple[str, ...]], str] = {}
    days: dict[tuple[str, str, tuple[str, ...]], list[date]] = {}
    for row in rows:
        key = row.site, row.activity, row.methods
        counts[key] += 1
        reasons.setdefault(key, row.reason)
        days.setdefault(key, []).extend(day for day in (row.start, row.end) if day is not None)
    for (site, activity, methods), count in counts.items():
        partly = len(methods) == 1
        yield Finding(
            Kind.MISSING_FACTOR,
            Severity.WARNING if partly else Severity.ERROR,
            "",
            _words(
                _named(site, activity, organisation),
                _months(days[site, activity, methods]),
                count,
                _BY.get(methods, _BOTH),
            ),
            reasons[site, activity, methods],
            (),
            CHECK,
        )


_BOTH = Text("", "")
_BY: Mapping[tuple[str, ...], Text] = {
    ("market",): Text(" by the market-based method", "（基于市场法）"),
    ("location",): Text(" by the location-based method", "（基于位置法）"),
}


def _named(site: str, activity: str, organisation: Organisation) -> Text:
    title = parse_activity(activity).title if activity else Text("", "")
    where = organisation[site].name if site in organisation else Text(site, site)
    en = ", ".join(part for part in (title.en, where.en) if part)
    zh = "，".join(part for part in (title.zh, where.zh) if part)
    return Text(f"{en[:1].upper()}{en[1:]}", zh)


def _months(days: Sequence[date]) -> str:
    """The months from the first to the last of the rows; empty where they state no days."""
    months = sorted({f"{day:%Y-%m}" for day in days})
    return "–".join(dict.fromkeys((months[0], months[-1]))) if months else ""


def _words(name: Text, months: str, count: int, by: Text) -> Text:
    many = "row of activity has" if count == 1 else "rows of activity have"
    they = "it is" if count == 1 else "they are"
    when = Text(f" ({months})", f"（{months}）") if months else Text("", "")
    return Text(
        f"{name.en}{when.en}: {count:,} {many} no factor{by.en}; {they} in no total",
        f"{name.zh}{when.zh}：{count:,}行活动数据没有可用的排放因子{by.zh}，未计入任何合计",
    )
