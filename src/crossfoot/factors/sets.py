"""Factor sets by name. A set is a promise until somebody asks for its factors."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import Factor
from crossfoot.languages import Text


class FactorSet:
    """Factors of one publisher and edition.

    Attributes:
        name: as `--factors` takes it.
        title: what it is, in both languages.
        licence: under which it is given on.
        source: where it is published.
        family: which of the Chinese electricity families it belongs to; empty for all others.
            Sets of two families never serve scope 2 in one library.
        region: the country it is made for; empty where for none in particular.
    """

    def __init__(
        self,
        name: str,
        title: Text,
        licence: str,
        source: str,
        factors: Sequence[Factor] | Callable[[], Sequence[Factor]],
        family: str = "",
        region: str = "",
    ) -> None:
        self.name = name
        self.title = title
        self.licence = licence
        self.source = source
        self.family = family
        self.region = region
        self._factors = factors

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """All factors, in the order of the publisher; read when first asked."""
        return tuple(self._factors() if callable(self._factors) else self._factors)

    @cached_property
    def _by_activity(self) -> dict[str, list[Factor]]:
        found: dict[str, list[Factor]] = {}
        for factor in self.factors:
            found.setdefault(factor.activity, []).append(factor)
        return found

    def of(self, activity: str) -> Sequence[Factor]:
        """The factors of one activity."""
        return self._by_activity.get(activity, ())

    def activities(self) -> tuple[str, ...]:
        """Names of the activities that the set has factors for."""
        return tuple(self._by_activity)

    def __repr__(self) -> str:
        """Short, for test output."""
        return f"FactorSet({self.name!r})"


@cache
def _table() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in shipped_table("sets.csv")}


#: the sets that ship; the table `data/sets.csv` says what each is
BUILT_IN: tuple[str, ...] = (
    "china-ets",
    "china-national",
    "china-regional",
    "china-provincial",
    "china-footprint",
    "china-mee",
    "gbt2589",
    "ipcc2006",
    "uk-desnz-2023",
    "us-epa-2021",
    "us-egrid",
    "refrigerants",
)

#: part of every library: what leaks or is blown out is its own factor
ALWAYS_ON: tuple[str, ...] = ("refrigerants",)

#: used where nobody names sets. Each publisher serves its own country, China first; IPCC defaults
#: stand last, for what no national set answers.
DEFAULT_SETS: tuple[str, ...] = (
    "china-ets",
    "china-mee",
    "gbt2589",
    "uk-desnz-2023",
    "us-egrid",
    "us-epa-2021",
    "ipcc2006",
    "refrigerants",
)


@cache
def load_set(name: str) -> FactorSet:
    """A built-in set; its factors are read when they are first asked for.

    Raises:
        CrossfootError: no built-in set has that name.
    """
    if name not in _table():
        near = get_close_matches(name, BUILT_IN, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise CrossfootError(
            Problem(
                f"there is no factor set {name!r}",
                where="--factors",
                remedy=f"{hint}built in are {', '.join(BUILT_IN)}; an own set is the path of a CSV",
            )
        )
    row = _table()[name]

    def read() -> Sequence[Factor]:
        module = importlib.import_module(f"crossfoot.factors.built_in.{row['module']}")
        factors: Sequence[Factor] = module.factors(name, row["licence"])
        return factors

    title = Text(row["title_en"], row["title_zh"])
    return FactorSet(name, title, row["licence"], row["source"], read, row["family"], row["region"])


def open_sets(names: Iterable[str | Path]) -> list[FactorSet]:
    """Sets by the name of a built-in one or by the path of an own factor file, in that order.

    Raises:
        CrossfootError: a name is not known, or a file has mistakes.
    """
    return [_open(name) for name in names]


def _open(name: str | Path) -> FactorSet:
    if isinstance(name, Path) or Path(name).suffix or "/" in name:
        from crossfoot.factors.files import read_factor_file

        return read_factor_file(Path(name))
    return load_set(name)


def read_factor_file(path: Path | str) -> FactorSet:
    """An own factor file; see `crossfoot.factors.files`."""
    from crossfoot.factors.files import read_factor_file as read

    return read(Path(path))
