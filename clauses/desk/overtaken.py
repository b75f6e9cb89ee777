"""A form that somebody else's save overtook: nothing is written over, the person sees both."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django import http
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clauses.desk import differences, merging, typed
from clauses.searching import holding

ANSWERS = ("settle", "settle_on")
"""What the page of both versions adds to the data of the form."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Disputed:
    """One field that two people changed, and what each made of it."""

    name: str
    label: str
    theirs: Any
    mine: Any
    chosen: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Meeting:
    """Everything that two people changed since both saw the same text."""

    revisions: list[Any]
    theirs: list[differences.Difference]
    mine: list[differences.Difference]
    disputed: list[Disputed]
    merge: merging.Merge

    @property
    def newest(self) -> Any:
        """The revision that the form did not know of."""
        return self.revisions[-1]


class OvertakenMixin:
    """For the view of a form: saves on the revision that the form was opened on, or asks."""

    meeting: Meeting | None = None
    settled_data: Any = None

    @cached_property
    def opened_on(self: Any) -> int | None:
        """The revision that the form says it was opened on; None if it says none."""
        said = self.request.POST.get("opened_on", "")
        return int(said) if said.isascii() and said.isdigit() else None

    @cached_property
    def base(self: Any) -> Any:
        """The record as both saw it; what is live where the form does not say."""
        revision = self.object.revisions.filter(pk=self.opened_on).first()
        return revision.as_object() if revision else self.model.objects.get(pk=self.object.pk)

    def get_form_kwargs(self: Any) -> dict[str, Any]:
        """Judge what was typed on what it was typed on."""
        options: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # of the view
        if self.settled_data is not None:
            options["data"] = self.settled_data
        elif self.request.method == "POST" and self.opened_on != self.object.latest_revision_id:
            options["instance"] = self.base
        return options

    def post(self: Any, request: http.HttpRequest, *args: Any, **options: Any) -> Any:
        """Save, or show both."""
        if self.opened_on == self.object.latest_revision_id or self.locked_for_user:
            return super().post(request, *args, **options)  # type: ignore[misc]  # of the view
        return self.meet()

    def form_valid(self: Any, form: Any) -> Any:
        """Look once more while nobody else can save: two may have sent at the same time."""
        with transaction.atomic():
            holding.hold()
            rows = self.model.objects.select_for_update().filter(pk=self.object.pk)
            row = rows.only("latest_revision", "locked", "locked_at", "locked_by").get()
            self.take_lock_from(row, form=form)
            if self.locked_for_user:
                return self.form_invalid(form)
            if row.latest_revision_id == self.object.latest_revision_id:
                return super().form_valid(form)  # type: ignore[misc]  # of the view
        self.object = self.get_object()
        vars(self).pop("latest_revision", None)
        self.settled_data = None
        return self.meet()

    def meet(self: Any) -> Any:
        """Answer a form that was overtaken: save what is settled, else show both versions."""
        if self.expects_json_response:
            return self.json_error_response("invalid_revision", _("A newer version was saved."))
        mine = self.get_form()
        if not self.is_valid(mine):
            return self.form_invalid(mine)
        meeting = self.meeting = self._meeting(mine)
        sides = meeting.merge.sides
        if not sides.mine:
            return self._nothing_to_save()
        settle = self.request.POST.get("settle", "")
        is_current = self.request.POST.get("settle_on") == str(self.object.latest_revision_id)
        chosen = {each.name: each.chosen for each in meeting.disputed}
        if not sides.theirs:
            settle, is_current = "mine", True
        if not is_current or settle not in {"mine", "both", "write"}:
            return self._both()
        if settle == "both" and not all(chosen.values()):
            return self._both(fault=_("Say for each field whose words count."))
        return self._go_on(meeting, chosen=chosen, settle=settle)

    def _go_on(self: Any, meeting: Meeting, *, chosen: dict[str, str], settle: str) -> Any:
        """Put the form together on the newest revision; save it, or open it."""
        taken: set[str] = set()
        if settle != "mine":
            sides = meeting.merge.sides
            taken = set(sides.theirs - sides.disputed)
            taken |= {name for name, whose in chosen.items() if whose == "theirs"}
        data = meeting.merge.data(take_theirs=taken, opened_on=self.object.latest_revision_id)
        self.settled_data = _as_sent(data)
        form = self.get_form()
        if settle == "write":
            form.defer_required_fields()
            self.produced_error_message = None
            return self.form_invalid(form)
        if self.is_valid(form):
            return self.form_valid(form)
        return self.form_invalid(form)

    def get_context_data(self: Any, **given: Any) -> dict[str, Any]:
        """Hand the other version to the form that goes on with both."""
        context: dict[str, Any] = super().get_context_data(**given)  # type: ignore[misc]  # of the view
        context["meeting"] = self.meeting
        return context

    def _nothing_to_save(self: Any) -> Any:
        """The newest revision says what was typed: the same form was sent twice."""
        self.action = "edit"
        return self.save_action()

    def _both(self: Any, *, fault: str = "") -> http.HttpResponse:
        meeting = self.meeting
        kept = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in {"csrfmiddlewaretoken", *ANSWERS} and not name.startswith("whose-")
            for value in values
        ]
        context = {
            "meeting": meeting,
            "kept": kept,
            "fault": fault,
            "record": self.object,
            "is_own": meeting.newest.user_id == self.request.user.pk,
            "is_submitting": self.action == "submit",
            "page_title": _("A newer version was saved"),
            "page_subtitle": str(self.object),
        }
        return TemplateResponse(self.request, "desk/overtaken.html", context, status=409)

    def _meeting(self: Any, mine: Any) -> Meeting:
        form_class, user = self.get_form_class(), self.request.user
        newest = self.object.latest_revision

        def state() -> Any:
            found = self.object.revisions.filter(pk=self.opened_on).first()
            return found.as_object() if found else self.model.objects.get(pk=self.object.pk)

        def bound(record: Any, data: Any = None) -> Any:
            sent = (
                typed.written(form_class(instance=record, for_user=user)) if data is None else data
            )
            form = form_class(_as_sent(sent), instance=record, for_user=user)
            form.defer_required_fields()
            return form

        merge = merging.Merge(
            base=bound(state()),
            theirs=bound(newest.as_object()),
            mine=mine,
            mine_on_theirs=bound(newest.as_object(), dict(self.request.POST.lists())),
        )
        sides = merge.sides
        by_them = _words(state(), newest.as_object(), form=mine)
        by_me = _words(state(), mine.save(commit=False), form=mine)
        later = self.object.revisions.filter(pk__gt=self.opened_on or 0).select_related("user")
        return Meeting(
            revisions=list(later.order_by("pk")) or [newest],
            theirs=[by_them(name) for name in _in_order(mine, sides.theirs - sides.disputed)],
            mine=[by_me(name) for name in _in_order(mine, sides.mine - sides.disputed)],
            disputed=[
                Disputed(
                    name=name,
                    label=by_me(name).label,
                    theirs=by_them(name).html,
                    mine=by_me(name).html,
                    chosen=_whose(self.request.POST.get(f"whose-{name}", "")),
                )
                for name in _in_order(mine, sides.disputed)
            ],
            merge=merge,
        )


def _words(before: Any, after: Any, *, form: Any) -> Callable[[str], differences.Difference]:
    """Look up by its name how a field differs; rows in another order are said to be that."""
    found = {each.name: each for each in differences.between(before=before, after=after)}

    def of(name: str) -> differences.Difference:
        if name in found:
            return found[name]
        label = form.fields[name].label if name in form.fields else name.replace("_", " ")
        order = format_html("{}", _("in another order"))
        return differences.Difference(name=name, label=capfirst(str(label)), html=order)

    return of


def _in_order(form: Any, names: frozenset[str]) -> list[str]:
    """The named fields and lists in the order of the form."""
    return [name for name in (*form.fields, *form.formsets) if name in names]


def _whose(said: str) -> str:
    return said if said in {"theirs", "mine"} else ""


def _as_sent(data: dict[str, list[str]]) -> "MultiValueDict[str, str]":
    return MultiValueDict(data)
