"""Labels that are titles of the catalogue, letter by letter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import dimensions
from crossfoot.metrics.metric import Metric
from crossfoot.reading.ages import find_age
from crossfoot.reading.concepts import AGE, SITE, concepts_of, read_terms
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
        if _ends_word(label, at) and (found := metric_of_title(label[:at])):
            return found if _names_members(label[at:]) else None
    return None


def opens_whole(label: str, whole: str) -> bool:
    """Whether a row is of a metric of its own, and no member of a breakdown of the one above.

    >>> opens_whole("Suppliers", "Bachelor"), opens_whole("Bachelor", "Suppliers")
    (True, False)
    """
    return metric_of_title(label) is not None and not is_member_below(label, whole)


def member_named(metric: Metric, label: str) -> tuple[str, str] | None:
    """The dimension of a metric, with its member whose printed name a label is."""
    wanted = compact(label)
    for id_ in metric.dimensions:
        for member, name in dimensions()[id_].members.items() if id_ in dimensions() else ():
            if wanted in (compact(name.en), compact(name.zh)):
                return id_, member
    return None


@lru_cache(maxsize=4096)
def is_member_below(label: str, whole: str) -> bool:
    """Whether a label names a member of a breakdown of the metric whose title is above it.

    >>> is_member_below("Utility models", "Patents granted and in force")
    True
    >>> is_member_below("Patent applications pending", "Patents granted and in force")
    False
    """
    metric = metric_of_whole(whole)
    if metric is None:
        return False
    if member_named(metric, label) is not None:
        return True
    if metric_of_title(label) is not None:
        return False
    members = lexicon().members
    named = {
        concept
        for dimension in metric.dimensions
        for member in members.get(dimension, ())
        for concept in member.concepts
    }
    terms = [term for term in read_terms(label) if term.weight]
    said = concepts_of(read_terms(whole))
    return any(term.concept in named for term in terms) and all(
        term.concept in named | said for term in terms
    )


@lru_cache(maxsize=4096)
def without_breakdown(label: str) -> str:
    """A label without the name of its breakdown, which is printed above the first member.

    >>> without_breakdown("by greenhouse gas Carbon dioxide"), without_breakdown("按性别女性")
    ('Carbon dioxide', '女性')
    """
    for dimension in dimensions().values():
        for head in (f"by {dimension.title.en.lower()} ", f"按{dimension.title.zh}"):
            if label.startswith(head) and len(label) > len(head):
                return label[len(head) :]
    return label


@lru_cache(maxsize=4096)
def metric_at_start(label: str) -> Metric | None:
    """The metric whose title a label is, or begins with.

    >>> found = metric_at_start("Energy saved by measures Reuse of waste heat")
    >>> found is not None and found.id
    'energy.saved'
    """
    ends = (at for at in range(len(label), 1, -1) if at == len(label) or _ends_word(label, at))
    return next((found for at in ends if (found := metric_of_title(label[:at]))), None)


def _ends_word(label: str, at: int) -> bool:
    return label[at] == " " or not label[at].isascii()


def _names_members(text: str) -> bool:
    naming = lexicon().naming
    terms = [term for term in read_terms(text) if term.weight]
    return bool(find_age(text)) or (
        bool(terms) and all(t.concept.startswith((AGE, SITE)) or t.concept in naming for t in terms)
    )
