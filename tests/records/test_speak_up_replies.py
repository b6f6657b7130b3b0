"""Files that those who handle a report send to the one who reported."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crossfoot.records.accounts.backend import PATH
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.actions.keep_confidential import KeepConfidential
from crossfoot.records.register.confidential.cleaning import cleaned
from crossfoot.records.register.confidential.models import ConfidentialFile
from registers_kept import organisation
from speaking_up import handler, reported, visiting
from test_speak_up_files import MAKER, picture
from test_speak_up_pages import anybody, hidden

pytestmark = pytest.mark.django_db

BOX = "/report/mailbox"


@pytest.fixture(autouse=True)
def _settled(db, monkeypatch, settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path
    organisation()
    monkeypatch.setattr(forms, "STEPS", ((0, 0),))


def test_a_file_reaches_the_reporter_alone_and_tells_nothing_of_its_maker(person, tmp_path) -> None:
    officer = handler(person)
    receipt, other = reported(), reported()
    key = receipt.entry.key
    visiting(officer, key)
    case = Client()
    case.force_login(officer.user, PATH)
    photo = SimpleUploadedFile("answer 答复.jpg", picture("JPEG", quality=88))
    assert case.post(f"/cases/{key}/write", {"text": "", "files": photo}).status_code == 302
    KeepConfidential(key, cleaned("inner.txt", b"for those who handle it")).do(officer)
    answer, inner = ConfidentialFile.objects.order_by("id")
    assert list((tmp_path / ".incoming").iterdir()) == []  # nothing stays on the disk in clear
    assert "answer 答复.jpg" in case.get(f"/cases/{key}").content.decode()

    reporter = anybody()  # no script, no cookie, no token of a session

    def asked(code: str, **more: object):
        form = hidden(reporter.get(BOX).content.decode())
        found = reporter.post(f"{BOX}?lang=en", {"form": form, "code": code, **more})
        assert not found.cookies
        return found

    page = asked(receipt.code).content.decode()
    assert f'<button name="file" value="{answer.pk}">Download: answer 答复.jpg' in page
    assert "inner.txt" not in page
    file = asked(receipt.code, file=answer.pk)
    assert file["Content-Disposition"].startswith("attachment")
    assert file.content.startswith(b"\xff\xd8")
    assert MAKER not in file.content
    for code, number in (
        (receipt.code, inner.pk),
        (receipt.code, "x"),
        (other.code, answer.pk),
        ("WRONG", answer.pk),
    ):
        assert "Content-Disposition" not in asked(code, file=number)
    assert "Download" not in asked(other.code).content.decode()


def test_nothing_and_too_much_are_refused(person) -> None:
    officer = handler(person)
    key = reported().entry.key
    visiting(officer, key)
    case = Client()
    case.force_login(officer.user, PATH)
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)]
    assert "alert-danger" in case.post(f"/cases/{key}/write", {"text": ""}).content.decode()
    answer = case.post(f"/cases/{key}/write", {"text": "x", "files": many})
    assert "alert-danger" in answer.content.decode()
    assert not ConfidentialFile.objects.exists()
