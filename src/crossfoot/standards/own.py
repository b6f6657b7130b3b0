"""Catalogues of one's own in a workspace: `standards/*.csv` and `report/standards/*.csv`."""

from __future__ import annotations

from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.standards.catalogue import STANDARDS, read_standard
from crossfoot.standards.standard import Standard

#: folders of a workspace that may hold catalogues
FOLDERS = ("standards", "report/standards")


def own_standards(workspace: Path) -> dict[str, Standard]:
    """The catalogues that a workspace brings, by id (the name of the file).

    Raises:
        CrossfootError: a file is no catalogue, or has the name of another one.
    """
    found: dict[str, Standard] = {}
    problems: list[Problem] = []
    for folder in FOLDERS:
        for path in sorted((workspace / folder).glob("*.csv")):
            where = f"{folder}/{path.name}"
            if path.stem in found or path.stem in STANDARDS:
                problems.append(
                    Problem(
                        f"there is a standard {path.stem!r} already",
                        where=where,
                        remedy="give the file another name",
                    )
                )
                continue
            try:
                found[path.stem] = read_standard(path)
            except CrossfootError as error:
                problems.extend(error.problems)
    if problems:
        raise CrossfootError(*problems)
    return found
