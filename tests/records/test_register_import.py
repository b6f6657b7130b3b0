"""Entries out of files: either language, groups, the same row twice, all or nothing, who may."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from xlsxwriter import Workbook

from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import CommandLine
from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.register import projection
from crossfoot.records.register.actions.import_entries import ImportEntries
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.cells import rollup_of
from crossfoot.records.register.importing.new_entries import NewEntries
from crossfoot.records.register.importing.template import write_template
from crossfoot.records.register.library import definition_of
from crossfoot.records.register.models import Change, Concern, Entry, Numbering, Passed
from crossfoot.records.register.projection_tables import tables
from crossfoot.records.register.stored import record_of
from crossfoot.records.roles import Role
from registers_kept import has_role, organisation
from test_api import Program

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2024-07-01T04:00:00Z")
HEADINGS = [
    *("ID in your system", "法人主体", "site", "Key of the person*", "用工类型", "Gender"),
    *("Year of birth", "work_region", "Job family", "Level", "Channel", "Age verified"),
    *("Identity verified on", "documents_checked", "Hired on", "Contract signed on", "Step"),
]
FIRST = [
    *("hr-1", "E", "S", "p1", "全日制", "Female", "1990", "Mainland China", "生产", "staff"),
    *("Campus", "33", "2023-12-01", "yes", "2024-01-08", "2024-01-08", "Verify; 入职"),
]


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


def first(**changed: str) -> list[str]:
    """A worker, with some cells changed."""
    full_time = definition_of("worker").fields["worker_type"].options["full_time"].zh
    cells = dict(zip(HEADINGS, FIRST, strict=True)) | {"用工类型": full_time} | changed
    return list(cells.values())


def csv_of(tmp_path: Path, *rows: list[str]) -> Path:
    path = tmp_path / "workers.csv"
    lines = [",".join(row) for row in (HEADINGS, *rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_rows_open_entries_once_and_change_them_later(tmp_path) -> None:
    by = CommandLine()
    told: list[tuple[int, int]] = []
    second = first(**{"ID in your system": "hr-2", "Key of the person*": "p2", "Step": ""})
    path = csv_of(tmp_path, first(), second)
    trial = ImportEntries("worker", path).rehearse(by)
    assert (trial.opened, Entry.objects.count(), Written.objects.count()) == (2, 0, 0)
    made = ImportEntries("worker", path, progress=lambda *at: told.append(at)).do(by)
    assert (made.opened, made.changed, made.same) == (2, 0, 0)
    assert told == [(1, 2), (2, 2)]
    assert Written.objects.filter(action="register.import").count() == 1
    one = Entry.objects.get(external_id="hr-1")
    record = record_of(one)
    assert (one.state, one.source, record.value("gender")) == ("active", "import", "female")
    assert str(record.value("hired_on")) == "2024-01-08"
    written = Change.objects.count()
    again = ImportEntries("worker", path).do(by)
    assert (again.opened, again.changed, again.same) == (0, 0, 2)
    assert Change.objects.count() == written
    moved = ImportEntries("worker", csv_of(tmp_path, first(Level="middle"), second)).do(by)
    assert (moved.opened, moved.changed, moved.same) == (0, 1, 1)
    assert record_of(Entry.objects.get(pk=one.pk)).value("level") == "middle"


def test_a_row_without_an_id_is_known_by_what_it_says(tmp_path) -> None:
    nameless = first(**{"ID in your system": "", "Step": ""})
    path = csv_of(tmp_path, nameless, nameless)
    assert ImportEntries("worker", path).do(CommandLine()).opened == 2  # two alike are two
    again = ImportEntries("worker", path).do(CommandLine())
    assert (again.opened, again.same) == (0, 2)


def test_all_mistakes_are_told_where_they_are_and_nothing_is_kept(tmp_path) -> None:
    path = csv_of(
        tmp_path,
        first(),
        first(**{"ID in your system": "hr-2", "Gender": "nonsense"}),
        first(**{"ID in your system": "hr-3", "site": "nowhere"}),
        first(**{"ID in your system": "hr-4", "Step": "Fly"}),
    )
    with pytest.raises(CrossfootError) as refused:
        ImportEntries("worker", path).do(CommandLine())
    places = [each.where for each in refused.value.problems]
    assert [place.split(" (")[0] for place in places] == ["row 3, column F", "row 4", "row 5"]
    assert not Entry.objects.exists()
    assert not Written.objects.filter(action="register.import").exists()
    path.write_text("Entity,Colour\nE,red\n")
    with pytest.raises(CrossfootError, match="no field 'Colour'"):
        ImportEntries("worker", path).do(CommandLine())


def test_a_workbook_has_a_sheet_for_each_group(tmp_path) -> None:
    path = tmp_path / "workers.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet("Workers")
    for at, row in enumerate((HEADINGS, first(Step=""))):
        sheet.write_row(at, 0, row)
    group = book.add_worksheet(definition_of("worker").fields["leaves"].label.zh)
    kind = next(iter(definition_of("worker").fields["leaves"].rows["kind"].options.values()))
    start = definition_of("worker").fields["leaves"].rows["from"].label.en
    group.write_row(0, 0, ["external_id", "kind", start])
    group.write_row(1, 0, ["hr-1", kind.zh, "2024-03-01"])
    group.write_row(2, 0, ["hr-1", kind.en, "2024-06-01"])
    book.close()
    ImportEntries("worker", path).do(CommandLine())
    leaves = record_of(Entry.objects.get()).value("leaves")
    assert [str(each["from"]) for each in leaves] == ["2024-03-01", "2024-06-01"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("register", ["worker", "customer_complaint", "supplier"])
def test_the_template_is_read_back(tmp_path, register: str, language: str) -> None:
    from crossfoot.records.register.importing.columns import matched, typed_fields
    from crossfoot.records.register.importing.sheets import sheets_of
    from crossfoot.registers.fields import FieldType

    path = tmp_path / "template.xlsx"
    definition = definition_of(register)
    write_template(definition, path, language)
    main = sheets_of(path)[0]
    fields = [each for each in typed_fields(definition) if each.type is not FieldType.ROWS]
    found = set(matched(main.name, *main.rows[0], fields).values())
    assert {each.name for each in fields if each.required} <= found
    with pytest.raises(CrossfootError, match="no rows"):
        ImportEntries(register, path).do(CommandLine())


def test_files_come_from_who_may_open_entries(tmp_path, person) -> None:
    path = csv_of(tmp_path, first(Step=""))
    with pytest.raises(CrossfootError):
        ImportEntries("worker", path).do(person(Role.ESG_MANAGER))
    with pytest.raises(CrossfootError, match="sealed"):
        ImportEntries("whistleblowing_case", path).do(CommandLine())
    assert not Entry.objects.exists()


def test_programs_send_files(tmp_path, person, settings) -> None:
    settings.WORKSPACE = tmp_path
    program = Program(has_role(person(Role.DATA_OWNER, "E"), "hr", "E"))
    content = csv_of(tmp_path, first(Step="")).read_bytes()
    address = "/api/v1/registers/worker/import"
    for dry, count in ((True, 0), (False, 1)):
        file = SimpleUploadedFile("workers.csv", content)
        answer = program.client.post(address, {"file": file, "dry_run": dry})
        assert answer.json().get("opened") == 1, answer.content
        assert Entry.objects.count() == count
    template = program.get("registers/worker/template.xlsx")
    assert template.content.startswith(b"PK")
    assert (
        Program(person(Role.DATA_OWNER, "E")).get("registers/worker/template.xlsx").status_code
        == 404
    )


def test_people_who_were_there_before_count_in_the_years_before(tmp_path) -> None:
    """Steps with their days: who came and went in the past is counted then, not today."""
    came = "Verify {verified}; 入职 {hired}"
    rows = []
    for name, gender, verified, hired in (
        ("hr-1", "Female", "2023-12-01", "2024-01-08"),
        ("hr-2", "Male", "2022-02-20", "2022-03-01"),
        ("hr-3", "Female", "2023-01-10", "2023-02-01"),
    ):
        step = came.format(verified=verified, hired=hired)
        cells = {"ID in your system": name, "Key of the person*": name, "Gender": gender}
        days = {"Identity verified on": verified, "Hired on": hired, "Contract signed on": hired}
        rows.append(first(**cells, **days, Step=step))
    path = csv_of(tmp_path, *rows)
    assert ImportEntries("worker", path).do(CommandLine()).opened == 3
    entry = Entry.objects.get(external_id="hr-3")
    left = {"left_on": "2024-06-30", "leave_reason": "resignation"}
    TakeStep(entry.key, "active.left", left).do(CommandLine())

    def staff(year: int) -> dict[tuple[str, ...], int]:
        found = rollup_of(Period.parse(str(year)), "G").cells("headcount_closing", ("gender",))
        return {members: int(cell.value) for members, cell in found.values.items() if cell.value}

    assert staff(2021) == {}
    assert staff(2022) == {("male",): 1}
    assert staff(2023) == {("female",): 1, ("male",): 1}
    assert staff(2024) == {("female",): 1, ("male",): 1}
    told = record_of(Entry.objects.get(external_id="hr-1")).history
    assert [f"{each.at:%Y-%m-%d}" for each in told] == ["2023-12-01", "2023-12-01", "2024-01-08"]
    assert all(each.recorded and each.recorded.year > 2024 for each in told)
    assert ImportEntries("worker", path).do(CommandLine()).opened == 0


def test_days_of_steps_follow_each_other_and_lie_behind(tmp_path) -> None:
    for step, said in (
        ("Verify 2024-02-01; 入职 2024-01-08", "before the step"),
        ("Verify 2999-01-01", "future"),
        ("Verify 2024-13-01", "no day"),
    ):
        with pytest.raises(CrossfootError, match=said):
            ImportEntries("worker", csv_of(tmp_path, first(Step=step))).do(CommandLine())
        assert not Entry.objects.exists()


def all_kept() -> dict[str, list[tuple[object, ...]]]:
    """Everything that the entries left, told by their numbers."""
    names = dict(Entry.objects.values_list("pk", "ref_no"))
    keys = dict(Entry.objects.values_list("key", "ref_no"))
    rows = {
        "entries": Entry.objects.values_list(
            *("pk", "state", "revision", "content", "opened_on", "closed_on", "next_due_at")
        ),
        "passed": Passed.objects.values_list(
            *("entry_id", "place", "state", "at", "by", "transition", "anchor")
        ),
        "changes": Change.objects.values_list(
            *("entry_id", "revision", "holds_from", "by", "before", "after")
        ),
        "concerns": Concern.objects.values_list("entry_id", "field", "person"),
    }
    found = {name: list(each) for name, each in rows.items()}
    with connection.cursor() as cursor:
        for table in tables(definition_of("worker")).every():
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = [tuple(keys.get(cell, cell) for cell in row) for row in cursor]
    return {
        name: sorted(((names[pk], *more) for pk, *more in each), key=str)
        for name, each in found.items()
    }


def test_rows_taken_together_are_kept_as_rows_taken_one_by_one(tmp_path, monkeypatch) -> None:
    """Steps that are taken before an entry is kept leave what steps of kept entries leave."""
    lives = [
        first(Step="Verify 2023-12-01; 入职 2024-01-08; 离职 2024-03-01"),
        first(**{"ID in your system": "hr-2", "Key of the person*": "p2", "Step": ""}),
        first(**{"ID in your system": "hr-3", "Key of the person*": "p3", "Step": "Verify"}),
    ]
    path = csv_of(tmp_path, *lives)
    more = ["left_on,leave_reason", "2024-03-01,resignation", ",", ","]
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(map(",".join, zip(lines, more, strict=True))), encoding="utf-8")
    found = []
    for together in (False, True):
        with monkeypatch.context() as patched:
            patched.setattr("django.utils.timezone.now", lambda: NOON)
            if not together:
                patched.setattr(NewEntries, "may_wait", lambda *_: False)
            ImportEntries("worker", path).do(CommandLine())
        found.append(all_kept())
        Entry.objects.all().delete()
        Numbering.objects.all().delete()
        projection.rebuild(definition_of("worker"))
    assert [len(found[0][name]) for name in ("entries", "passed", "changes")] == [3, 7, 1]
    assert found[0] == found[1]
