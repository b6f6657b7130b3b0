"""Keep a question to the list of a register under a name, and forget it."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.register.library import definition_of
from crossfoot.records.register.models import SavedView

_NO_NAME = Text("the view needs a name", "请为视图命名")
_NOT_YOURS = Text("this view is not yours", "该视图不属于您")
_LONGEST = 200


@dataclass(frozen=True)
class SaveView(Action[SavedView]):
    """A view of a register; one of the same name is replaced.

    Attributes:
        register_id: the register.
        name: as its owner calls it.
        filter: what the list was asked, as its address says it.
        columns: names of fields.
        order: what it is sorted by.
        shared: everybody who lists the register sees it.
    """

    verb = "register.save_view"
    stream = "register"
    register_id: str
    name: str
    filter: str = ""
    columns: tuple[str, ...] = field(default=())
    order: str = ""
    shared: bool = False

    def check(self, by: Actor) -> None:
        """Whoever is signed in, for himself; it shows nobody more than he may list."""
        definition_of(self.register_id)
        if not isinstance(by, Person):
            raise NotAllowedError(problem(_NOT_YOURS))
        if not 0 < len(self.name.strip()) <= _LONGEST:
            raise CrossfootError(problem(_NO_NAME))

    def change(self, by: Actor) -> Done[SavedView]:
        """Keep it."""
        if not isinstance(by, Person):
            raise NotAllowedError(problem(_NOT_YOURS))
        made, _ = SavedView.objects.update_or_create(
            owner=by.user,
            register=self.register_id,
            name=self.name.strip(),
            defaults={
                "shared": self.shared,
                "filter": self.filter,
                "columns": list(self.columns),
                "order": self.order,
            },
        )
        content = {"name": made.name, "filter": made.filter, "shared": made.shared}
        return Done(made, f"register:{self.register_id}", content)


@dataclass(frozen=True)
class DropView(Action[None]):
    """One's own view goes.

    Attributes:
        view: its id.
    """

    verb = "register.drop_view"
    stream = "register"
    view: int

    def check(self, by: Actor) -> None:
        """Its owner."""
        found = SavedView.objects.filter(pk=self.view).first()
        if found is None or not isinstance(by, Person) or found.owner_id != by.user.pk:
            raise NotAllowedError(problem(_NOT_YOURS))

    def change(self, by: Actor) -> Done[None]:
        """Forget it."""
        found = SavedView.objects.get(pk=self.view)
        register, name = found.register, found.name
        found.delete()
        return Done(None, f"register:{register}", {"name": name})
