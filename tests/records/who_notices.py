from __future__ import annotations

from crossfoot.records.roles import Role

KEEPER = {Role.ADMINISTRATOR}

WHO = {
    "notices": (200, set(Role), set(Role)),
    "notices/count": (200, set(Role), set(Role)),
    "notices/read": (405, set(Role), set(Role)),
    "notices/email": (405, set(Role), set(Role)),
    "notices/0": (405, set(Role), set(Role)),
    "chats": (200, KEEPER, set()),
    "chats/0/try": (405, KEEPER, set()),
    "chats/0/remove": (405, KEEPER, set()),
}
