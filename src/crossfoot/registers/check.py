"""Reads definitions and says what is wrong: `python -m crossfoot.registers.check FILE...`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.registers.definition import Definition
from crossfoot.registers.library import Library
from crossfoot.registers.loading import BUILT_IN, read_definition
from crossfoot.registers.worked import differences


def main(paths: Sequence[str]) -> int:
    """Check files, or all that come with Crossfoot; 1 where something is wrong."""
    files = [Path(path) for path in paths] or sorted(BUILT_IN.glob("*.yaml"))
    wrong = 0
    for file in files:
        for line in _found(file):
            wrong += 1
            sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(files)} files, {wrong} mistakes\n")
    return 1 if wrong else 0


def _found(file: Path) -> list[str]:
    try:
        definition = read_definition(file)
        library = Library([definition, *(each for each in _others() if each.id != file.stem)])
        lines = [
            str(each)
            for example in definition.examples
            for each in differences(definition, example, library)
        ]
    except CrossfootError as error:
        return [str(problem) for problem in error.problems]
    return lines


@cache
def _others() -> tuple[Definition, ...]:
    """The definitions that come with Crossfoot and can be read, once per process."""
    found: list[Definition] = []
    for file in sorted(BUILT_IN.glob("*.yaml")):
        try:
            found.append(read_definition(file))
        except CrossfootError:
            continue  # its own mistakes are told when it is checked itself
    return tuple(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
