"""Refrigerant that was refilled: a list of the service company becomes rows of the ledger.

The list has a slip of the pen, which shows only after all is locked. Rows are never edited: they
are reversed with a reason, and the corrected list is sent.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from colleague import Colleague
from northlight import YEAR

#: where it leaked; refrigerants are asked for by no campaign
SITE = "aarhus"

#: GWP-100 of HFC-134a in the sixth assessment report of the IPCC (table 7.SM.7)
WARMING = 1530

WRONG, RIGHT = Decimal(120), Decimal(12)

_WHY = "the list says 12, not 120 清单为12千克，并非120千克"


def emissions(kilograms: Decimal) -> Decimal:
    """What a leak of so much warms, in tonnes of CO2e."""
    return kilograms * WARMING / 1000


def sent(owner: Colleague, folder: Path, kilograms: Decimal) -> str:
    """A list is sent, checked, and taken into the ledger; the address of its page."""
    file = folder / f"refills-{kilograms}.csv"
    file.write_text(
        "site,activity,quantity,unit,start,end\n"
        f"{SITE},refrigerant.HFC-134a.leak,{kilograms},kg,{YEAR}-06-01,{YEAR}-06-30\n",
        encoding="utf-8",
    )
    owner.open("/ledger/send")
    owner.page.select_option("#unit", SITE)
    owner.page.set_input_files("#file", file)
    owner.press("ledger_upload")
    owner.page.wait_for_url(re.compile(r"/ledger/\d+$"))
    owner.picture("refills-columns")
    owner.press("ledger_check")
    owner.press("ledger_import")  # there when the rows have been checked
    owner.page.wait_for_selector("form[action$=reverse]")
    return str(owner.page.url).removeprefix(owner.office.address)


def taken_back(owner: Colleague, batch: str) -> None:
    """The rows of a list are reversed: they stay to be read, and count no more."""
    owner.open(batch)
    owner.page.fill("#reason", _WHY)
    owner.press("ledger_reverse")
    owner.page.wait_for_selector("form[action$=reverse]", state="detached")
    owner.picture("refills-reversed")


def told(reader: Colleague, batch: str) -> bool:
    """Whether a reader learns from the page of a list that it was reversed, by whom and why."""
    reader.open(batch)
    said = reader.text()
    return _WHY in said and reader.words["ledger_reversed"] in said and "Nora" in said
