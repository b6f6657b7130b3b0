"""`crossfoot inventory` of a worksheet: quantities computed by method."""

from __future__ import annotations

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
