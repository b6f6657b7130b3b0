"""The names of the rules by which values are combined, and what they are called in a report.

A `Computed` provenance names its rule; a formula of the catalogue is its own name.
"""

from __future__ import annotations

from crossfoot.languages import Text

SUM_OVER_PERIODS = "sum over periods"
CLOSING_VALUE = "closing value"
MEAN_OF_PERIODS = "mean of periods"
SUM_OVER_SITES = "sum over sites"
MEAN_OVER_SITES = "mean over sites"
WEIGHTED_MEAN = "weighted mean"
SHARE_HELD = "share held"
SHARE_BY_DATE = "shares held by date"
SUM_OF_LINES = "sum of inventory lines"
SUM_OF_ROWS = "sum of activity rows"

_SUM_OVER_MEMBERS = "sum over members of "

_TEXTS = {
    SUM_OVER_PERIODS: Text("sum over periods", "各期间合计"),
    CLOSING_VALUE: Text("closing value", "期末值"),
    MEAN_OF_PERIODS: Text("mean of periods", "各期间平均值"),
    SUM_OVER_SITES: Text("sum over sites", "各场所合计"),
    MEAN_OVER_SITES: Text("mean over sites", "各场所平均值"),
    WEIGHTED_MEAN: Text("weighted mean", "加权平均值"),
    SHARE_HELD: Text("share held", "按持股比例"),
    SHARE_BY_DATE: Text("shares held by date", "按各期间持股比例"),
    SUM_OF_LINES: Text("sum of inventory lines", "各排放明细合计"),
    SUM_OF_ROWS: Text("sum of activity rows", "各活动数据合计"),
}


def sum_over_members(dimension: str) -> str:
    """Name of the rule that adds the members of a partition."""
    return _SUM_OVER_MEMBERS + dimension


def rule_text(rule: str) -> Text:
    """What a rule is called; a formula stands for itself in both languages.

    >>> rule_text("sum over members of gender")["zh"]
    '按性别合计'
    >>> rule_text("ghg.scope1 / ghg.total")["zh"]
    'ghg.scope1 / ghg.total'
    """
    if rule.startswith(_SUM_OVER_MEMBERS):
        from crossfoot.metrics.dimensions import dimensions

        id_ = rule.removeprefix(_SUM_OVER_MEMBERS)
        found = dimensions().get(id_)
        title = found.title if found else Text(id_, id_)
        return Text(f"sum over {title.en.lower()}", f"按{title.zh}合计")
    return _TEXTS.get(rule, Text(rule, rule))
