"""`crossfoot inventory` of a worksheet: quantities computed by method."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

FACTORS = """id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence
rail,s3.07.rail,CO2e,0.1,kg/km,,,,3,7,guidance,own
car,s3.07.car,CO2e,0.2,kg/km,,,,3,7,guidance,own
"""
#: scope 3 guidance, example 7.1: 3,072 kg
SHEET = """site,activity,method,people,distance_per_week,weeks,unit,start,end,source
a,s3.07.rail,commuting,1,100,48,km,2023-01-01,2023-12-31,Ann
a,s3.07.rail,commuting,1,80,48,km,2023-01-01,2023-12-31,Bo
a,s3.07.car,commuting,1,30,48,km,2023-01-01,2023-12-31,Ann
a,s3.07.car,commuting,1,200,48,km,2023-01-01,2023-12-31,Bo
"""


def test_a_worksheet_is_calculated_like_activity_data(crossfoot, tmp_path: Path) -> None:
    sheet, own = tmp_path / "commuting.csv", tmp_path / "own.csv"
    sheet.write_text(SHEET, "utf-8")
    own.write_text(FACTORS, "utf-8")
    answer = crossfoot("inventory", sheet, "--factors", own, "--format", "json")
    assert answer.code == 0, answer.err
    assert Decimal(str(answer.json["totals"]["scope3"])) == Decimal("3.072")
    assert [(line["file"], line["row"]) for line in answer.json["lines"]] == [
        ("commuting.csv", row) for row in (2, 3, 4, 5)
    ]


LEAKS = """\
site,activity,method,equipment,charge,years,unit,start,end
hefei,refrigerant.R-410A.leak,operation_leak,air_conditioning,120,1,kg,2022-01-01,2022-12-31
"""


def test_a_worksheet_is_imported_and_counts(crossfoot, small: Path, tmp_path: Path) -> None:
    """120 kg leak 10 % a year (US EPA 2014, table 2): 12 kg, of R-32 and R-125 half each."""
    file = tmp_path / "leaks.csv"
    file.write_text(LEAKS, encoding="utf-8")
    answer = crossfoot("import", file, "--as", "activity", "--workspace", small)
    assert (answer.code, "leaks.csv: 1 row" in answer.out) == (0, True)
    # what is kept is the worksheet as it was given
    (kept,) = [each for each in (small / "evidence").glob("*.csv") if "charge" in each.read_text()]
    assert kept.read_text(encoding="utf-8") == LEAKS
    # the rows are computed anew from it where they are lost
    for made in (small / "ledger").glob("*.parquet"):
        made.unlink()
    answer = crossfoot("inventory", "--workspace", small, "--format", "json")
    (line,) = [each for each in json.loads(answer.out)["lines"] if each["file"] == "leaks.csv"]
    assert (line["quantity"], line["unit"]) == (12.0, "kg")
    assert line["gases"] == {"HFC-125": 6.0, "HFC-32": 6.0}


def test_a_worksheet_that_cannot_be_computed_is_not_imported(
    crossfoot, small: Path, tmp_path: Path
) -> None:
    file = tmp_path / "leaks.csv"
    file.write_text(LEAKS.replace(",120,", ",,"), encoding="utf-8")
    before = (small / "journal.jsonl").read_text()
    answer = crossfoot("import", file, "--as", "activity", "--workspace", small)
    assert (answer.code, "leaks.csv row 2" in answer.err) == (2, True)
    assert "needs charge" in answer.err
    assert (small / "journal.jsonl").read_text() == before
