"""What answers a disclosure: metrics of the catalogue, and codes that a chapter names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossfoot.standards.catalogue import STANDARDS, standard

if TYPE_CHECKING:
    from datetime import date

    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.metrics.metric import Metric
    from crossfoot.standards.disclosure import Disclosure
    from crossfoot.standards.standard import Standard


def answering(disclosure: Disclosure, catalogue: Catalogue) -> tuple[Metric, ...]:
    """The metrics whose figures or texts answer a disclosure.

    A disclosure of an own catalogue names them itself, or the disclosures of other standards that
    ask for the same; ids and codes that nobody knows answer nothing.
    """
    found = {
        metric.id: metric for metric in catalogue.answering(disclosure.standard, disclosure.code)
    }
    for id_ in disclosure.metrics:
        if (metric := catalogue.get(id_)) is not None:
            found[metric.id] = metric
    for name in disclosure.same_as:
        for known in STANDARDS:
            if code := code_of(name, standard(known)):
                found |= {metric.id: metric for metric in catalogue.answering(known, code)}
    return tuple(found.values())


def code_of(name: str, of: Standard, on: date | None = None) -> str:
    """The code that a name such as "GRI 305-1" means in a standard; empty for another standard.

    >>> code_of("HKEX KPI A1.2", standard("hkex")), code_of("HKEX A1.2", standard("gri"))
    ('A1.2', '')
    """
    for begin in dict.fromkeys((of.id, of.id.replace("-", " "), *of.prefixes[:1])):
        head, rest = name[: len(begin)], name[len(begin) :]
        if head.casefold() == begin.casefold() and rest[:1] in (" ", "\u00a0"):
            found = of.find(rest.strip(), on)
            return found.code if found is not None else ""
    return ""
