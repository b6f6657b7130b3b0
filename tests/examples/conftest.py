from __future__ import annotations

from demo_workspaces import demo  # noqa: F401  # a fixture
