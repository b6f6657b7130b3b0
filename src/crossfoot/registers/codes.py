"""Lists of options that several registers share.

A list with words of its own comes from the breakdowns of the metric catalogue, so that a choice
in a record is a member of a dimension in the report. The others accept any word; whoever knows
their members (countries, factors, the catalogue) offers them.
"""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot.languages import Text
from crossfoot.metrics.dimensions import dimensions

#: lists that are dimensions of the catalogue
_DIMENSIONS = {
    "gender": "gender",
    "region": "region",
    "education": "education",
    "supplier_region": "supplier_region",
    "waste_type": "waste_stream",
    "topic": "topic",
    "technology_field": "area",
}

#: lists whose members others know
OPEN = ("country", "factor", "metric", "currency")

NAMES = (*_DIMENSIONS, *OPEN)


def is_open(name: str) -> bool:
    """Whether a list accepts words that it does not name.

    >>> is_open("gender"), is_open("country")
    (False, True)
    """
    return name in OPEN or dimensions()[_DIMENSIONS[name]].open


def options_of(name: str) -> Mapping[str, Text]:
    """The words of a list and what they are called; empty where others know them.

    >>> options_of("gender")["female"].en
    'Female'
    """
    return {} if name in OPEN else dict(dimensions()[_DIMENSIONS[name]].members)
