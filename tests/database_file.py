"""The database of tests that serve pages: a file, as in use; threads and processes share it."""

from __future__ import annotations

import os
from typing import Any


def on_a_file(tmp_path_factory: Any) -> None:
    """Have Django make the database of the tests as a file, and have writers queue up for it."""
    from django.conf import settings
    from django.db import connection

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        name = str(tmp_path_factory.mktemp("database") / "records.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name
    else:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        connection.settings_dict["TEST"]["NAME"] = f"crossfoot_test_{worker}"
