"""What every play has: the world it is set in, its message, and by what one sees that it was done.

A play is set up by somebody else where it needs a draft, a review or a request. Its message is sent
straight to the address, whether or not the sender would be shown a button.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from wagtail.models import TaskState

from clauses import models as library
from tests import desk

LIST = "/staff/snippets/clauses/clause/"
NEW = (
    b"clauses:\n- slug: from-a-file\n  title: From a file\n  agreement: the-agreement\n"
    b"  effective_to: '2026-05-01'\n"
)


@dataclasses.dataclass(kw_only=True)
class Play:
    """A message to the desk and what it does; one that only reads says what it would show."""

    address: str
    data: dict[str, Any] = dataclasses.field(default_factory=dict)
    is_done: Callable[[], bool] = bool
    shows: str = ""

    def fresh(self) -> dict[str, Any]:
        """The data, its file from the start."""
        if "file" in self.data:
            self.data["file"].seek(0)
        return self.data


@dataclasses.dataclass(kw_only=True)
class World:
    """A clause of an agreement that two unions made, and those who had a hand in it before."""

    clause: Any
    agreement: Any
    theirs: Any
    guild: Any
    other_guild: Any
    author: Any
    approver: Any
    colleague: Any
    outsider: Any
    forms: dict[str, Any] = dataclasses.field(default_factory=dict)

    def form(self, address: str) -> dict[str, Any]:
        """What a browser would send of a form that nobody touched."""
        if address not in self.forms:
            page = desk.Desk(self.author).get(address)
            self.forms[address] = desk.sent_by_browser(page.context["form"])
        return self.forms[address]

    def draft(self, by: Any, **words: Any) -> Any:
        """Save a draft of the clause."""
        record = library.Clause.objects.get(pk=self.clause.pk).get_latest_revision_as_object()
        for name, value in ({"summary": "Drafted."} | words).items():
            setattr(record, name, value)
        return record.save_revision(user=by, log_action=True, changed=True)

    def submitted(self, by: Any, **words: Any) -> Any:
        """Save a draft and submit it; returns the review."""
        self.draft(by, **words)
        record = library.Clause.objects.get(pk=self.clause.pk).get_latest_revision_as_object()
        record.get_workflow().start(record, by)
        return TaskState.objects.latest("pk")


def live(world: World) -> Any:
    return library.Clause.objects.get(pk=world.clause.pk)


def latest(world: World) -> Any:
    return live(world).latest_revision


def add_address(model: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name("add"))


def form_of(world: World) -> dict[str, Any]:
    """The clause's form as it stood at first, opened on its latest draft."""
    data = world.form(desk.edit_address(world.clause))
    return {**data, "opened_on": str(live(world).latest_revision_id)}


def url_of(world: World, name: str, *more: Any) -> str:
    named = library.Clause.snippet_viewset.get_url_name(name)
    return reverse(named, args=[world.clause.pk, *more])


def own(world: World, who: Any) -> Any:
    """The person, if it is one who writes; else the author, whose work they would take over."""
    return who if who is not None and who.has_perm("clauses.change_clause") else world.author


def by_each(play_of: Any) -> Any:
    """Mark a play that is set up anew for each who sends it."""
    play_of.is_by_each = True
    return play_of


def rounds(play_of: Any, cast: dict[str, Any]) -> Any:
    """Who sets a play up, and who then sends it: each alone, or all of them one after another."""
    if getattr(play_of, "is_by_each", False):
        return [(user, client, [role]) for role, (user, client) in cast.items()]
    return [(*cast["reviewer"], list(cast))]
