"""The Excel template: out, filled by another program, and back."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from openpyxl import Workbook, load_workbook

from campaigns import put, request
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.excel_columns import COLUMNS
from crossfoot.records.collection.models import Cell, Entry, Kind
from crossfoot.records.roles import Role
from sheets import gas, months, sheet, steam

pytestmark = pytest.mark.django_db

AT = {column.name: number for number, column in enumerate(COLUMNS, 1)}
HEADING = 4


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path


def client_of(person: Person, language: str = "en") -> Client:
    client = Client()
    client.force_login(person.user, PATH)
    client.cookies["crossfoot_language"] = {"en": "en", "zh": "zh-hans"}[language]
    return client


def download(client: Client, found: Any) -> Workbook:
    answer = client.get(f"/requests/{found.pk}/template.xlsx")
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content))


def data(book: Workbook) -> Any:
    return book.worksheets[1]


def row_of(book: Workbook, title: str) -> int:
    rows = data(book).iter_rows(min_row=HEADING + 1, max_col=3)
    return next(row[0].row for row in rows if title in [cell.value for cell in row])


def fill(book: Workbook, title: str, **values: Any) -> None:
    for name, value in values.items():
        data(book).cell(row_of(book, title), AT[name]).value = value


def upload(client: Client, found: Any, book: Workbook | bytes) -> Any:
    content = book
    if not isinstance(book, bytes):
        stream = io.BytesIO()
        book.save(stream)
        content = stream.getvalue()
    file = io.BytesIO(content)
    file.name = "filled.xlsx"
    return client.post(f"/requests/{found.pk}/upload", {"file": file})


def confirm(client: Client, found: Any, preview: Any) -> Any:
    checked = re.search(r'name="checked" value="([^"]+)"', preview.content.decode())
    assert checked is not None, re.findall(r"<p class=\"mb-1\">.*", preview.content.decode())
    return client.post(f"/requests/{found.pk}/upload", {"checked": checked[1]})


GAS_TITLE = {"en": "Natural gas consumption", "zh": "天然气消耗量"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_filled_template_comes_back(person, language: str) -> None:
    people, found = sheet(person)
    client = client_of(people.owner, language)
    book = download(client, found)
    titles = [data(book).cell(row, 1).value for row in range(HEADING + 1, data(book).max_row + 1)]
    gas_title, steam_title = titles[12], titles[13]
    unit, none, estimated = {
        "en": ("10,000 m³", "None in this period", "Yes"),
        "zh": ("万立方米", "本期无", "是"),
    }[language]
    fill(book, gas_title, value=0.09, unit=unit, estimated=estimated, comment="=cmd|' /C calc'!A0")
    data(book).cell(row_of(book, gas_title), AT["comment"]).data_type = "s"
    fill(book, steam_title, kind=none)
    for number, row in enumerate(range(HEADING + 1, HEADING + 13), 1):
        data(book).cell(row, AT["value"], 1000.25 * number)
    preview = upload(client, found, book)
    assert preview.status_code == 200
    assert Entry.objects.count() == 0
    text = preview.content.decode()
    assert "1000.25" in text
    assert f"0.09 {unit}" in text
    assert confirm(client, found, preview).status_code == 302
    entry = gas(found).current
    assert (entry.value, entry.estimated, entry.via) == (900, True, "excel")
    assert entry.comment == "=cmd|' /C calc'!A0"
    assert steam(found).current.kind == Kind.NONE
    assert [cell.current.number for cell in months(found)] == [
        str(1000.25 * number).removesuffix(".0") for number in range(1, 13)
    ]
    again = download(client, found)
    assert data(again).cell(row_of(again, gas_title), AT["comment"]).data_type == "s"
    same = upload(client, found, again)
    assert same.status_code == 200
    assert 'name="checked"' not in same.content.decode()
    assert Entry.objects.count() == 14


def test_what_is_locked_and_offered(person) -> None:
    people, found = sheet(person)
    book = download(client_of(people.owner), found)
    sheet_ = data(book)
    row = row_of(book, "Natural gas consumption")
    assert sheet_.protection.sheet
    assert [sheet_.cell(row, at).protection.locked for at in AT.values()] == [
        not column.is_open for column in COLUMNS
    ]
    assert sheet_.column_dimensions["N"].hidden
    assert book["lists"].sheet_state == "hidden"
    assert sheet_.cell(row, AT["last"]).value == 1000
    lists = {str(rule.sqref): rule.formula1 for rule in sheet_.data_validations.dataValidation}
    source = lists[f"G{row}"].removeprefix("lists!").replace("$", "")
    offered = [cell[0].value for cell in book["lists"][source]]
    assert offered == ["m³", "10,000 m³", "L", "ML"]
    told = [cell.value for cell in book.worksheets[0]["A"]] + [
        cell.value for cell in book.worksheets[0]["B"]
    ]
    assert any("Fill in the blue cells" in (each or "") for each in told)
    assert any("蓝色单元格" in (each or "") for each in told)


def test_every_wrong_cell_is_named_and_nothing_is_taken(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    book = download(client, found)
    fill(book, "Natural gas consumption", value="=1+1")
    fill(book, "Purchased steam", value="many")
    refused = upload(client, found, book)
    row = row_of(book, "Natural gas consumption")
    assert (refused.status_code, f"F{row}" in refused.content.decode()) == (400, True)
    assert "holds a formula" in refused.content.decode()
    assert "many" in refused.content.decode()  # all that is wrong is said at once
    fill(book, "Natural gas consumption", value="a lot", unit="parsec")
    fill(book, "Purchased steam", kind="perhaps", value=5)
    fill(book, "January 2024", value="1,5")
    fill(book, "March 2024", kind="Not applicable")
    fill(book, "May 2024", value=100)
    refused = upload(client, found, book)
    text = refused.content.decode()
    for words in (f"F{row}", "not a number", "cannot be chosen", "F5", "decimal comma", "M7"):
        assert words in text
    assert (refused.status_code, Entry.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda sheet, row: sheet.cell(row, AT["key"], "1:1:0~x"), "hidden key"),
        (
            lambda sheet, row: sheet.cell(row, AT["key"], sheet.cell(row + 1, AT["key"]).value),
            "two rows are the same figure",
        ),
        (lambda sheet, row: sheet.cell(row, AT["metric"], "Purchased steam"), "is called"),
        (lambda sheet, row: sheet.cell(sheet.max_row + 2, AT["value"], 5), "not of the template"),
    ],
)
def test_rows_that_were_tampered_with_are_refused(person, spoil: Any, words: str) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    book = download(client, found)
    fill(book, "Natural gas consumption", value=5)
    spoil(data(book), row_of(book, "Natural gas consumption"))
    refused = upload(client, found, book)
    assert (refused.status_code, words in refused.content.decode()) == (400, True)
    assert Entry.objects.count() == 0


def test_a_template_of_another_request_is_refused(person) -> None:
    people, found = sheet(person, ("hefei", "yibin"))
    client = client_of(people.owner)
    other = request("energy", "yibin", found.campaign)
    book = download(client, other)
    fill(book, "Natural gas consumption", value=5)
    refused = upload(client, found, book)
    assert (refused.status_code, "another request" in refused.content.decode()) == (400, True)
    assert Entry.objects.count() == 0


def test_what_somebody_else_entered_meanwhile_is_not_overwritten(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    put(people.owner, steam(found), "7")
    book = download(client, found)
    other = person(Role.DATA_OWNER, "hefei")
    put(other, gas(found), "800")
    put(other, steam(found), "8")
    fill(book, "Natural gas consumption", value=900)
    refused = upload(client, found, book)
    text = refused.content.decode()
    assert (refused.status_code, f"{other.user.name} has entered" in text) == (400, True)
    fill(book, "Natural gas consumption", value=None)  # left alone, as the steam was
    fill(book, "January 2024", value=12)
    assert confirm(client, found, upload(client, found, book)).status_code == 302
    assert (gas(found).current.typed, steam(found).current.typed) == ("800", "8")
    assert months(found)[0].current.typed == "12"


def test_what_was_written_after_the_preview_is_not_overwritten(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    book = download(client, found)
    fill(book, "Natural gas consumption", value=900)
    fill(book, "January 2024", value=12)
    preview = upload(client, found, book)
    put(people.owner, gas(found), "800")
    answer = confirm(client, found, preview)
    assert (answer.status_code, "meanwhile" in answer.content.decode()) == (400, True)
    assert [entry.typed for entry in Entry.objects.all()] == ["800"]


def test_a_preview_is_one_persons_and_one_requests(person) -> None:
    people, found = sheet(person, ("hefei", "yibin"))
    client = client_of(people.owner)
    book = download(client, found)
    fill(book, "Natural gas consumption", value=900)
    preview = upload(client, found, book)
    other = client_of(person(Role.DATA_OWNER, "cells"))
    assert confirm(other, found, preview).status_code == 400
    assert confirm(client, request("energy", "yibin", found.campaign), preview).status_code == 400
    forged = signing.dumps([found.pk, people.owner.user.pk, []], salt="another")
    for checked in (forged, "", "x" * 50):
        answer = client.post(f"/requests/{found.pk}/upload", {"checked": checked})
        assert (answer.status_code, "does not hold" in answer.content.decode()) == (400, True)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"value,unit\n5,kWh\n", b"PK\x03\x04broken"])
def test_what_is_no_template_is_refused(person, content: bytes) -> None:
    people, found = sheet(person)
    answer = upload(client_of(people.owner), found, content)
    assert answer.status_code == 400
    empty = Workbook()
    empty.active.append(["Metric", "Value"])
    assert upload(client_of(people.owner), found, empty).status_code == 400


def test_numbers_keep_their_digits(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    put(people.owner, gas(found), "123456789012345678.5")  # more than Excel keeps
    put(people.owner, steam(found), "1,234.50", unit="MWh")
    book = download(client, found)
    assert data(book).cell(row_of(book, "Natural gas consumption"), AT["value"]).value == (
        "123456789012345678.5"
    )
    assert data(book).cell(row_of(book, "Purchased steam"), AT["value"]).value == 1234.5
    fill(book, "January 2024", value=0.1 + 0.2)
    assert confirm(client, found, upload(client, found, book)).status_code == 302
    assert months(found)[0].current.number == "0.3"
    assert Cell.objects.get(pk=gas(found).pk).version == 1
    assert Cell.objects.get(pk=steam(found).pk).version == 1
