"""For what a confidential entry may be read."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot.languages import Text

PURPOSES: Mapping[str, Text] = {
    "handling": Text("To handle the case", "办理案件"),
    "investigation": Text("To investigate", "调查取证"),
    "decision": Text("To decide", "作出决定"),
    "protection": Text("To protect the reporter", "保护举报人"),
    "oversight": Text("To oversee the handling", "监督办理过程"),
    "legal": Text("For a legal duty", "履行法定义务"),
}

#: read who read what; never what was read, unless the entry is this person's too
OVERSEERS = frozenset({"compliance"})

#: what of an entry was read, as the log of readings names it
KINDS: Mapping[str, Text] = {
    "entry": Text("Case", "案件"),
    "mailbox": Text("Messages", "信箱消息"),
    "evidence": Text("File", "文件"),
    "identity": Text("Identity of the reporter", "举报人身份"),
}
