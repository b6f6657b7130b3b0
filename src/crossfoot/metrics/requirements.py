"""Which metric answers which requirement of which standard."""

from __future__ import annotations

import re

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


def answers(metric: Metric, standard: str, code: str) -> bool:
    """Whether a metric answers a requirement; an SDG goal is answered through its targets too."""
    found = codes(metric, standard)
    if code.removeprefix("vsme:") in found:
        return True
    return standard == "sdg" and any(target.startswith(f"{code}.") for target in found)
