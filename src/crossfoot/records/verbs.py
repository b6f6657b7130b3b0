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
    "journal.forget": Text("forgot for good", "永久删除内容"),
    "organisation.close_unit": Text("closed the unit", "关闭单位"),
    "organisation.import": Text("imported the organisation", "导入组织架构"),
    "organisation.set_unit": Text("set the unit", "设定单位"),
}
