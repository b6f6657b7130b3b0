"""Who may see which page: what the modules `who_*.py` beside this say, put together.

Each has `WHO`: address (with 0 for what varies) to (status of a GET by those who may, roles that
may with a role on the whole, roles that may with a role on a part alone), and `PUBLIC`: address to
status for everybody. A page that only takes forms answers 405 to those who may use it.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from crossfoot.records.roles import Role

_MODULES = [
    importlib.import_module(path.stem) for path in sorted(Path(__file__).parent.glob("who_*.py"))
]

WHO: dict[str, tuple[int, set[Role], set[Role]]] = {}
PUBLIC: dict[str, int] = {}
for _module in _MODULES:
    WHO |= _module.WHO
    PUBLIC |= getattr(_module, "PUBLIC", {})
