"""Entries to test with, and ways around the program to alter them."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from crossfoot.records.journal.append import Line, append
from crossfoot.records.journal.models import Entry
from crossfoot.records.journal.verify import altered, verify


def add(stream: str = "site", key: str = "", **content: Any) -> Entry:
    with transaction.atomic():
        return append(
            Line(
                stream=stream,
                action="site.change",
                subject="unit:hefei",
                actor="user:1",
                origin="web 10.0.0.5",
                request="0af3",
                reason="bill corrected · 更正",
                content=content,
                key=key,
            )
        )


def sql(statement: str, *values: Any) -> None:
    """What somebody does who has the database in hand."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def breaks() -> list[str]:
    return list(altered(verify()))
