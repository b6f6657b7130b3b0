"""The pages of an engagement in which something was done, as the tests of the desk share them."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from campaigns import ELECTRICITY
from crossfoot.records.assurance.actions.ask import Ask
from crossfoot.records.assurance.actions.record_misstatement import RecordMisstatement
from crossfoot.records.assurance.actions.record_test import RecordTest
from crossfoot.records.assurance.actions.set_materiality import SetMateriality
from crossfoot.records.assurance.kinds import MisstatementKind
from crossfoot.records.assurance.materiality import Measure
from crossfoot.records.assurance.models import (
    Inquiry,
    Misstatement,
    Sample,
)
from crossfoot.records.assurance.projection import Result
from crossfoot.records.assurance.sampling import Method
from desks import VALUES, Desk, collected, drawn

#: a day on which nothing is late yet
DUE = date(2099, 3, 1)


def at_work(at: Desk) -> Desk:
    """An engagement in which something of everything was done."""
    collected(at, VALUES)
    SetMateriality(
        at.engagement.pk, ELECTRICITY, Measure.PERCENT, Decimal("4.375"), Decimal(1000)
    ).do(at.assurer)
    sample = drawn(at, Method.VALUE, 2)
    line = sample.lines.first()
    RecordTest(line.pk, Result.EXCEPTION, Decimal(590), "the bill says 590").do(at.assurer)
    Ask(at.engagement.pk, "Bills", "hefei", DUE, owner=at.owner.user.pk).do(at.assurer)
    RecordMisstatement(
        at.engagement.pk,
        MisstatementKind.FACTUAL,
        ELECTRICITY,
        Decimal(10),
        "misread",
        "hefei",
        line.pk,
    ).do(at.assurer)
    return at


def pages(at: Desk) -> list[str]:
    """Addresses of the whole desk."""
    one = f"/assurance/{at.engagement.pk}"
    sample = Sample.objects.get()
    return [
        one,
        f"{one}/requests",
        f"{one}/requests.xlsx",
        f"/assurance/requests/{Inquiry.objects.get().pk}",
        f"{one}/samples",
        f"/assurance/samples/{sample.pk}",
        f"/assurance/samples/{sample.pk}?again=1",
        f"/assurance/samples/{sample.pk}.xlsx",
        f"/assurance/lines/{sample.lines.first().pk}",
        f"{one}/misstatements",
        f"{one}/misstatements.xlsx",
        f"/assurance/misstatements/{Misstatement.objects.get().pk}",
        f"{one}/criteria",
        f"{one}/criteria.html",
    ]


def own(at: Desk) -> list[str]:
    """Addresses of what the team keeps to itself."""
    one = f"/assurance/{at.engagement.pk}"
    sample = Sample.objects.get().pk
    return [
        f"{one}/materiality",
        f"{one}/samples/new",
        f"/assurance/samples/{sample}/population.csv",
    ]


def text_of(answer: Any) -> str:
    """What a page, a workbook or a table says."""
    if answer.streaming:
        content = b"".join(answer.streaming_content)
        if answer["Content-Type"].startswith("text/csv"):
            return content.decode()
        book = load_workbook(io.BytesIO(content))
        return "\n".join(
            str(each.value) for sheet in book for row in sheet.iter_rows() for each in row
        )
    return answer.content.decode()
