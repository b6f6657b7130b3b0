"""Who may do what: roles and their duties, one table.

A person holds a role on a part of the organisation: the unit that is named and all below it.
"""

from __future__ import annotations

from enum import StrEnum

from crossfoot.languages import Text


class Duty(StrEnum):
    """Something that a person may do to a unit."""

    READ = "read"
    ENTER = "enter"
    REVIEW = "review"
    APPROVE = "approve"
    RUN_CAMPAIGNS = "run campaigns"
    CHANGE_ORGANISATION = "change the organisation"
    MANAGE_ACCOUNTS = "manage accounts"
    READ_JOURNAL = "read the journal"
    ANSWER = "answer questionnaires"
    ASSURE = "assure"


class Role(StrEnum):
    """What a person is to a unit."""

    ADMINISTRATOR = "administrator"
    ESG_MANAGER = "esg_manager"
    DATA_OWNER = "data_owner"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    EXECUTIVE = "executive"
    ASSURER = "assurer"
    SUPPLIER = "supplier"
    VIEWER = "viewer"


#: an administrator keeps accounts and the organisation, but enters and approves no figure
DUTIES: dict[Role, frozenset[Duty]] = {
    Role.ADMINISTRATOR: frozenset(
        {Duty.READ, Duty.CHANGE_ORGANISATION, Duty.MANAGE_ACCOUNTS, Duty.READ_JOURNAL}
    ),
    Role.ESG_MANAGER: frozenset(
        {
            Duty.READ,
            Duty.ENTER,
            Duty.REVIEW,
            Duty.RUN_CAMPAIGNS,
            Duty.CHANGE_ORGANISATION,
            Duty.READ_JOURNAL,
        }
    ),
    Role.DATA_OWNER: frozenset({Duty.READ, Duty.ENTER}),
    Role.REVIEWER: frozenset({Duty.READ, Duty.REVIEW}),
    Role.APPROVER: frozenset({Duty.READ, Duty.APPROVE}),
    Role.EXECUTIVE: frozenset({Duty.READ, Duty.APPROVE}),
    Role.ASSURER: frozenset({Duty.READ, Duty.READ_JOURNAL, Duty.ASSURE}),
    Role.SUPPLIER: frozenset({Duty.ANSWER}),
    Role.VIEWER: frozenset({Duty.READ}),
}

ROLE_NAMES: dict[Role, Text] = {
    Role.ADMINISTRATOR: Text("Administrator", "系统管理员"),
    Role.ESG_MANAGER: Text("ESG manager", "ESG 经理"),
    Role.DATA_OWNER: Text("Data owner", "数据填报人"),
    Role.REVIEWER: Text("Reviewer", "复核人"),
    Role.APPROVER: Text("Approver", "审批人"),
    Role.EXECUTIVE: Text("Executive", "管理层"),
    Role.ASSURER: Text("Assurer (read only)", "鉴证人员（只读）"),
    Role.SUPPLIER: Text("Supplier", "供应商"),
    Role.VIEWER: Text("Viewer", "查看者"),
}

DUTY_NAMES: dict[Duty, Text] = {
    Duty.READ: Text("read", "查看"),
    Duty.ENTER: Text("enter figures", "填报数据"),
    Duty.REVIEW: Text("review", "复核"),
    Duty.APPROVE: Text("approve", "审批"),
    Duty.RUN_CAMPAIGNS: Text("run campaigns", "管理填报任务"),
    Duty.CHANGE_ORGANISATION: Text("change the organisation", "变更组织架构"),
    Duty.MANAGE_ACCOUNTS: Text("manage accounts", "管理账户"),
    Duty.READ_JOURNAL: Text("read the journal", "查看日志"),
    Duty.ANSWER: Text("answer questionnaires", "答复问卷"),
    Duty.ASSURE: Text("assure the report", "鉴证报告"),
}
