"""What an engagement is about and who does it, checked as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.assurance.access import dependent, has, units_within
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


def check_metrics(metrics: Sequence[str]) -> None:
    """Metrics must be of the catalogue, and there must be one.

    Raises:
        CrossfootError: they are not.
    """
    if not metrics:
        raise CrossfootError(
            problem(
                Text("no metric is chosen", "未选择指标"),
                remedy=Text("choose what is to be assured", "请选择鉴证对象"),
            )
        )
    for metric in metrics:
        catalogue().find(metric)


def check_team(engagement: Engagement, numbers: Iterable[int]) -> list[User]:
    """People who may be named in the team: assurers of all its units, with no hand in the figures.

    Args:
        engagement: may be one that is not written yet.
        numbers: ids of the people.

    Raises:
        CrossfootError: one of them may not, and why.
    """
    wanted = list(dict.fromkeys(numbers))
    users = list(User.objects.filter(pk__in=wanted, is_active=True).order_by("name"))
    people = [Person(user, "") for user in users]
    problems: list[Problem] = []
    if len(users) < len(wanted):
        problems.append(problem(Text("somebody of the team has no account", "项目组成员没有账户")))
    for person in people:
        if not has(person, Duty.ASSURE, engagement.units):
            problems.append(
                problem(
                    Text("{name} is no assurer of all the units", "{name} 不是全部单位的鉴证人员"),
                    remedy=Text(
                        "have an administrator give the role “assurer”",
                        "请系统管理员授予“鉴证人员”角色",
                    ),
                    name=person.user.name,
                )
            )
    for name in dependent(people, units_within(engagement)):
        problems.append(
            problem(
                Text(
                    "{name} takes part in the figures and cannot assure them",
                    "{name} 参与了数据填报或审批，不能担任鉴证人员",
                ),
                why=Text("nobody reviews their own work", "须保持独立性，避免自我评价"),
                name=name,
            )
        )
    if problems:
        raise CrossfootError.of(problems)
    return users


def check_days(start: date, end: date) -> None:
    """A period ends after it begins.

    Raises:
        CrossfootError: it does not.
    """
    if end < start:
        raise CrossfootError(
            problem(Text("the period ends before it begins", "期间的结束早于开始"))
        )
