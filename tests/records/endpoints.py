"""Who may ask which endpoint: what the modules `endpoints_*.py` beside this say, put together.

Each has `ENDPOINTS`: method and path (with 0 for what varies) to body, status for those who may,
roles that may with a role on the whole, and on the part "cells" alone; and `ELSEWHERE`: those that
tests of their own try.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from crossfoot.records.roles import Role

ENDPOINTS: dict[tuple[str, str], tuple[object, int, set[Role], set[Role]]] = {}
ELSEWHERE: set[tuple[str, str]] = set()
for _path in sorted(Path(__file__).parent.glob("endpoints_*.py")):
    _module = importlib.import_module(_path.stem)
    ENDPOINTS |= _module.ENDPOINTS
    ELSEWHERE |= getattr(_module, "ELSEWHERE", set())
