"""What sites and activities are called in footnotes that name them by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crossfoot.factors.activities import parse_activity
from crossfoot.languages import Text

if TYPE_CHECKING:
    from crossfoot.facts.entities import Organisation
    from crossfoot.facts.left_out import Named


def called(names: Mapping[str, Text]) -> Named:
    """Calls units by these names, and activities by their titles.

    >>> called({"hefei": Text("Hefei plant", "合肥工厂")})("hefei").zh
    '合肥工厂'
    >>> called({})("electricity.grid").zh
    '外购电力'
    """
    return lambda id_: names.get(id_) or _activity(id_)


def called_in(organisation: Organisation | None) -> Named:
    """Calls units as the organisation does, and activities by their titles."""
    return called({entity.id: entity.name for entity in organisation or ()})


def _activity(id_: str) -> Text:
    title = parse_activity(id_).title if "." in id_ else Text("", "")
    # a name that only one language has says half of it in the other
    return title if title.en and title.zh and title.zh[0] != "，" else Text(id_, id_)
