from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crossfoot.examples
from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach, Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from crossfoot.records.actions import CommandLine, NotAllowedError
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.models import Entry
from crossfoot.records.organisation.actions.close_unit import CloseUnit
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.as_of import organisation_on, states_on
from crossfoot.records.organisation.export import as_csv
from crossfoot.records.organisation.models import Unit, UnitState
from crossfoot.records.organisation.spans import Span, clear, units, write
from crossfoot.records.roles import Role
from crossfoot.workspaces.organisation_file import read_organisation
from journals import breaks

pytestmark = pytest.mark.django_db

FILE = Path(crossfoot.examples.__file__).parent / "group" / "data" / "organisation.csv"
Y2020, Y2022, Y2023, Y2024 = (date(year, 1, 1) for year in (2020, 2022, 2023, 2024))


def entity(code: str, parent: str = "group", **changes: object) -> Entity:
    return replace(Entity(code, Text(code, code), parent=parent), **changes)


GROUP = Organisation([entity("group", "", kind="group"), entity("hefei"), entity("penang")])


def same(found: Organisation, expected: Organisation) -> bool:
    return list(found) == list(expected)


# -- import and export -------------------------------------------------------------------------


def test_an_imported_file_is_the_organisation_of_its_days(root) -> None:
    organisation = read_organisation(FILE)
    ImportOrganisation(organisation, Y2020).do(root)
    assert same(organisation_on(date(2023, 6, 30)), organisation)
    assert organisation_on(Y2020).share("penang", Approach.EQUITY_SHARE) == Decimal("0.7")
    with pytest.raises(CrossfootError, match="no organisation on 2019-12-31"):
        organisation_on(date(2019, 12, 31))


def test_an_export_can_be_imported_again(root, tmp_path: Path) -> None:
    ImportOrganisation(read_organisation(FILE), Y2020).do(root)
    path = tmp_path / "organisation.csv"
    path.write_text(as_csv(organisation_on(Y2023)), encoding="utf-8")
    assert same(read_organisation(path), read_organisation(FILE))
    assert path.read_text(encoding="utf-8") == FILE.read_text(encoding="utf-8")


def test_a_department_is_a_unit_too(root, tmp_path: Path) -> None:
    path = tmp_path / "organisation.csv"
    rows = "id,name_en,name_zh,kind,parent\ng,Group,集团,group,\nd,Paint shop,涂装,车间,g\n"
    path.write_text(rows, encoding="utf-8")
    ImportOrganisation(read_organisation(path), Y2020).do(root)
    assert organisation_on(Y2023)["d"].kind == "department"


def test_a_second_import_changes_what_differs_and_no_day_before(root) -> None:
    ImportOrganisation(GROUP, Y2020).do(root)
    later = Organisation([GROUP["group"], entity("hefei", equity=Decimal("0.5")), entity("yibin")])
    done = ImportOrganisation(later, Y2023).do(root)
    assert (done.set, done.closed) == (("hefei", "yibin"), ("penang",))
    assert same(organisation_on(date(2022, 12, 31)), GROUP)
    assert {e.id: e for e in organisation_on(Y2023)} == {e.id: e for e in later}
    assert ImportOrganisation(later, Y2024).do(root).set == ()
    assert UnitState.objects.filter(unit__code="group").count() == 1


# -- what cannot be ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (entity("hefei", "penang"), "in a ring: hefei, penang"),
        (entity("hefei", ""), "one entity without a parent"),
        (entity("hefei", "nowhere"), "no unit 'nowhere'"),
        (entity("hefei", equity=Decimal("1.5")), "not between 0 and 1"),
        (entity("hefei", equity=Decimal(1) / 3), "12 decimals"),
        (entity("hefei", kind="factory"), "'factory' is no kind of unit"),
        (entity("x" * 101), "longer than 100 characters"),
        (entity("hefei", name=Text("x" * 201, "合肥")), "name_en: .* longer than 200"),
        (entity("hefei", name=Text("=1+1", "合肥")), "begins like a formula"),
    ],
)
def test_what_would_be_no_tree_is_refused_whole(root, changed: Entity, message: str) -> None:
    ImportOrganisation(GROUP, Y2020).do(root)
    SetUnit(entity("penang", "hefei"), Span(Y2023)).do(root)
    states, entries = list(UnitState.objects.values()), Entry.objects.count()
    with pytest.raises(CrossfootError, match=message):
        SetUnit(changed, Span(Y2022)).do(root)
    assert list(UnitState.objects.values()) == states
    assert Entry.objects.count() == entries


def test_a_parent_may_not_end_before_its_children(root) -> None:
    cells = [entity("cells"), entity("hefei", "cells")]
    ImportOrganisation(Organisation([GROUP["group"], *cells]), Y2020).do(root)
    SetUnit(entity("hefei", "cells"), Span(Y2024)).do(root)
    with pytest.raises(CrossfootError, match="2023-01-01: entity 'hefei' has the unknown parent"):
        clear_and_check("cells")
    CloseUnit("cells", Y2023).do(root)
    assert [e.id for e in organisation_on(Y2024)] == ["group"]
    assert [e.id for e in organisation_on(Y2022)] == ["group", "cells", "hefei"]


def clear_and_check(code: str) -> None:
    from crossfoot.records.organisation.spans import check_trees

    with transaction.atomic():
        clear(code, Span(Y2023), timezone.now())
        check_trees()


def test_the_database_refuses_a_span_without_days(root) -> None:
    ImportOrganisation(GROUP, Y2020).do(root)
    with pytest.raises(CrossfootError, match="ends on 2022-01-01 before it starts"):
        SetUnit(entity("hefei"), Span(Y2023, Y2022)).do(root)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitState.objects.update(valid_to=Y2020)


# -- who may, and what the journal says --------------------------------------------------------


def test_a_manager_of_a_part_changes_that_part_alone(root, person) -> None:
    cells = [entity("cells"), entity("hefei", "cells"), entity("penang")]
    ImportOrganisation(Organisation([GROUP["group"], *cells]), Y2020).do(root)
    manager = person(Role.ESG_MANAGER, "cells")
    SetUnit(entity("hefei", "cells", region="CN-AH"), Span(Y2023)).do(manager, "moved")
    SetUnit(entity("new", "cells"), Span(Y2023)).do(manager)
    for refused in (
        SetUnit(entity("penang"), Span(Y2023)),
        SetUnit(entity("penang", "cells"), Span(Y2023)),
        SetUnit(entity("hefei", "group"), Span(Y2023)),
        CloseUnit("penang", Y2023),
        ImportOrganisation(GROUP, Y2023),
    ):
        with pytest.raises(NotAllowedError, match="you may not change the organisation"):
            refused.do(manager)
    with pytest.raises(NotAllowedError):
        SetUnit(entity("hefei", "cells"), Span(Y2023)).do(person(Role.DATA_OWNER, "cells"))


def test_the_journal_says_who_what_and_why(root, person) -> None:
    ImportOrganisation(GROUP, Y2020).do(root)
    manager = person(Role.ESG_MANAGER)
    changed = entity("hefei", equity=Decimal("0.830"), financial_control=FinancialControl.JOINT)
    SetUnit(changed, Span(Y2023, Y2024)).do(manager, "83 % since the contract")
    entry = Entry.objects.filter(stream="organisation").last()
    assert entry is not None
    assert (entry.actor, entry.subject, entry.reason, entry.request) == (
        manager.reference,
        "unit:hefei",
        "83 % since the contract",
        manager.request,
    )
    content = content_of(entry)
    assert (content["equity"], content["financial_control"]) == ("0.83", "joint")
    assert (content["valid_from"], content["valid_to"]) == ("2023-01-01", "2024-01-01")
    assert breaks() == []


# -- as of -------------------------------------------------------------------------------------

FIRST = date(2023, 1, 1)
START = datetime(2024, 1, 1, tzinfo=UTC)
LONG = 12  # days that are looked at

day_numbers = st.integers(0, LONG)
changes = st.lists(
    st.tuples(
        st.sampled_from(["hefei", "penang"]),
        day_numbers,
        st.none() | st.integers(1, LONG),  # days that it lasts
        st.none() | st.integers(1, 9),  # what is recorded; None: the unit is not there
    ),
    max_size=9,
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes)
def test_as_of_is_what_the_last_change_said_that_was_known(made: list) -> None:
    """Compared with the list of changes itself: the last one known that covers the day."""
    with transaction.atomic():
        units(["group", "hefei", "penang"])
        for moment, (code, start, lasts, share) in enumerate(made):
            first = FIRST + timedelta(start)
            span = Span(first, first + timedelta(lasts) if lasts else None)
            now = START + timedelta(hours=moment)
            if share is None:
                clear(code, span, now)
            else:
                write(entity(code, equity=Decimal(share) / 10), span, now)
        for known in range(-1, len(made)):
            moment = START + timedelta(hours=known) if known >= 0 else START - timedelta(1)
            for number in range(LONG + 2):
                found = {
                    state.unit.code: state.equity * 10
                    for state in states_on(FIRST + timedelta(number), moment)
                }
                assert found == expected(made[: known + 1], number)
        spans_never_overlap()
        transaction.set_rollback(True)


def expected(known: list, number: int) -> dict[str, int]:
    held: dict[str, int | None] = {}
    for code, start, lasts, share in known:
        if start <= number and (lasts is None or number < start + lasts):
            held[code] = share
    return {code: share for code, share in held.items() if share is not None}


def spans_never_overlap() -> None:
    for unit in Unit.objects.all():
        standing = list(unit.states.filter(superseded_at=None).order_by("valid_from"))
        for one, next_ in itertools.pairwise(standing):
            assert one.valid_to is not None
            assert one.valid_to <= next_.valid_from


def test_what_was_believed_stays_what_was_believed(root) -> None:
    ImportOrganisation(GROUP, Y2020).do(root)
    reported = timezone.now()
    SetUnit(entity("penang", equity=Decimal("0.7")), Span(Y2022)).do(root, "found in the contract")
    share = Approach.EQUITY_SHARE
    assert organisation_on(Y2023).share("penang", share) == Decimal("0.7")
    assert organisation_on(Y2023, known=reported).share("penang", share) == 1
    assert organisation_on(date(2021, 12, 31)).share("penang", share) == 1


def test_changes_at_the_same_time_follow_one_another(transactional_db) -> None:
    ImportOrganisation(GROUP, Y2020).do(CommandLine())
    start, failures = Barrier(4), []

    def change(share: int) -> None:
        try:
            start.wait()
            for year in range(2021, 2025):
                changed = entity("hefei", equity=Decimal(share) / 10)
                SetUnit(changed, Span(date(year, share, 1))).do(CommandLine())
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=change, args=(share,)) for share in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    spans_never_overlap()
    assert Entry.objects.count() == 17
    assert breaks() == []
