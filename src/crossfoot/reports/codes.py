"""The disclosures that a metric answers, by the codes that readers of a standard know."""

from __future__ import annotations

import re

from crossfoot.languages import Language
from crossfoot.metrics.metric import Metric
from crossfoot.metrics.requirements import codes
from crossfoot.standards.catalogue import standard

#: a code of our own for a paragraph of a standard that numbers none: "D-metrics-ghg"
_OWN = re.compile(r"[A-Z]-[a-z-]+")


def standard_codes(metric: Metric, language: Language) -> str:
    """The GRI and HKEX codes that a metric answers: `GRI 305-1 · HKEX A1.2, D28`.

    A paragraph that has no number of its own is called by its title.
    """
    parts = []
    for name in ("GRI", "HKEX"):
        found = [_code(name, each, language) for each in codes(metric, name.lower())]
        if found:
            parts.append(f"{name} {', '.join(found)}")
    return " · ".join(parts)


def _code(name: str, code: str, language: Language) -> str:
    disclosure = standard(name).find(code) if _OWN.fullmatch(code) else None
    if disclosure is None:
        return code
    return disclosure.aliases[0] if disclosure.aliases else f"“{disclosure.title[language]}”"
