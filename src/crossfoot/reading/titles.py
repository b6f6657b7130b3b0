"""Labels that are titles of the catalogue, letter by letter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import Metric
from crossfoot.reading.ages import find_age
from crossfoot.reading.concepts import AGE, SITE, read_terms
from crossfoot.reading.headings import compact
from crossfoot.reading.lexicon import lexicon


@cache
def _titles() -> Mapping[str, Metric]:
    """The metrics by the letters of their titles; titles of several metrics are left out."""
    found: dict[str, list[Metric]] = {}
    for metric in catalogue():
        if metric.is_numeric:
            for title in {compact(metric.title.en), compact(metric.title.zh)}:
                found.setdefault(title, []).append(metric)
    return {title: metrics[0] for title, metrics in found.items() if len(metrics) == 1}


def metric_of_title(label: str) -> Metric | None:
    """The metric whose title a label is.

    >>> found = metric_of_title("Direct (scope 1) GHG emissions")
    >>> found is not None and found.id
    'ghg.scope1'
    """
    return _titles().get(compact(label))


@lru_cache(maxsize=4096)
def metric_of_whole(label: str) -> Metric | None:
    """The metric that a row is of whose label is its title, a member of a breakdown behind it.

    A table without a total prints the title once, above its first member.

    >>> found = metric_of_whole("Employees at the end of the period by gender Female")
    >>> found is not None and found.id
    'workforce.headcount'
    """
    if (metric := metric_of_title(label)) is not None:
        return metric
    for at in range(len(label) - 1, 3, -1):
        if (label[at] == " " or not label[at].isascii()) and (found := metric_of_title(label[:at])):
            return found if _names_members(label[at:]) else None
    return None


def _names_members(text: str) -> bool:
    naming = lexicon().naming
    terms = [term for term in read_terms(text) if term.weight]
    return bool(find_age(text)) or (
        bool(terms) and all(t.concept.startswith((AGE, SITE)) or t.concept in naming for t in terms)
    )
