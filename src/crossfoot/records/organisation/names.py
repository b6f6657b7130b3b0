"""What units are called, for those who know their codes."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot.languages import Language
from crossfoot.records.organisation.models import UnitState


def units_called(codes: Iterable[str], language: Language) -> dict[str, str]:
    """Names of units by their code, as they were called last; one query, none for no unit."""
    wanted = set(codes) - {""}
    if not wanted:
        return {}
    standing = UnitState.objects.filter(unit__code__in=wanted, superseded_at=None)
    states = standing.select_related("unit").order_by("unit_id", "valid_from")
    names = {each.unit.code: each.name_zh if language == "zh" else each.name_en for each in states}
    return {code: names.get(code) or code for code in wanted}


def unit_called(code: str, language: Language) -> str:
    """The name of a unit; its code where it has none."""
    return units_called([code], language).get(code, code)
