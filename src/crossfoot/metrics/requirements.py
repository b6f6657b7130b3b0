"""Which metric answers which requirement of which standard."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crossfoot.metrics.metric import Metric

#: the entry of the catalogue that holds the codes of a standard, and what stands before a code
#: there: standards that share an entry are told apart by name
WHERE: dict[str, tuple[str, str]] = {
    "gri": ("gri", ""),
    "hkex": ("hkex", ""),
    "ifrs-s2": ("ifrs_s2", ""),
    "vsme": ("esrs_vsme", "vsme:"),
    "sse": ("sse_szse", ""),
    "szse": ("sse_szse", ""),
    "tcfd": ("other", "TCFD "),
    "sdg": ("other", "SDG "),
    "sasb": ("other", "SASB "),
}

_MEMBER = re.compile(r"[\[{].*")


def codes(metric: Metric, standard: str) -> tuple[str, ...]:
    """The codes of a standard that a metric answers, without the standard's name.

    Members that a VSME concept names (`Concept{gender=male}`) are left out.
    """
    entry, prefix = WHERE.get(standard.replace("_", "-"), ("", ""))
    found = (
        _MEMBER.sub("", code.removeprefix(prefix))
        for code in metric.requirements.get(entry, ())
        if code.startswith(prefix)
    )
    return tuple(dict.fromkeys(found))


def by_code(metrics: Iterable[Metric], standard: str) -> dict[str, tuple[Metric, ...]]:
    """The metrics that answer each code of a standard.

    A goal of the SDG is answered through its targets too.
    """
    found: dict[str, dict[str, Metric]] = {}
    for metric in metrics:
        for code in codes(metric, standard):
            goal = code.partition(".")[0] if standard == "sdg" else code
            for each in (code, goal):
                found.setdefault(each, {})[metric.id] = metric
    return {code: tuple(answering.values()) for code, answering in found.items()}
