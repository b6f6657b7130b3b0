"""What was done, as the journal's readers say it: one table of the verbs of all actions."""

from __future__ import annotations

from crossfoot.languages import Text

VERBS: dict[str, Text] = {
    "accounts.accept_invitation": Text("accepted the invitation", "接受邀请"),
    "accounts.change_password": Text("changed the password", "修改密码"),
    "accounts.deactivate": Text("deactivated the account", "停用账户"),
    "accounts.end_grant": Text("ended a role", "终止角色"),
    "accounts.end_session": Text("ended a session", "结束会话"),
    "accounts.grant_role": Text("granted a role", "授予角色"),
    "accounts.hand_over": Text("handed duties over", "移交职责"),
    "accounts.invite": Text("invited", "邀请"),
    "accounts.sign_in": Text("signed in", "登录"),
    "accounts.sign_in_paused": Text("tried to sign in during a pause", "在暂停期间尝试登录"),
    "accounts.sign_in_refused": Text("failed to sign in", "登录失败"),
    "accounts.turn_codes_off": Text("turned one-time codes off", "停用动态验证码"),
    "accounts.turn_codes_on": Text("turned one-time codes on", "启用动态验证码"),
    "evidence.add": Text("added evidence", "添加证据"),
    "evidence.attach": Text("attached evidence", "关联证据"),
    "evidence.delete": Text("deleted evidence", "删除证据"),
    "evidence.describe": Text("changed what is said of evidence", "修改证据说明"),
    "evidence.detach": Text("took evidence away", "取消关联证据"),
    "evidence.revise": Text("added a revision of evidence", "添加证据新版本"),
    "collection.approve": Text("approved", "审批通过"),
    "collection.assign": Text("assigned", "分配"),
    "collection.comment": Text("commented", "批注"),
    "collection.lock": Text("locked", "锁定"),
    "collection.open_campaign": Text("opened the campaign", "发起填报任务"),
    "collection.remind": Text("reminded", "催办"),
    "collection.reopen": Text("reopened", "重新开放"),
    "collection.return": Text("returned", "退回"),
    "collection.review": Text("reviewed", "复核通过"),
    "collection.set_boundary": Text("set the boundary", "设定统计边界"),
    "collection.set_cells": Text("entered figures", "填报数据"),
    "collection.submit": Text("submitted", "提交"),
    "jobs.stop": Text("stopped a job", "停止任务"),
    "journal.forget": Text("forgot for good", "永久删除内容"),
    "organisation.close_unit": Text("closed the unit", "关闭单位"),
    "organisation.import": Text("imported the organisation", "导入组织架构"),
    "organisation.set_unit": Text("set the unit", "设定单位"),
}
