"""Entrances for what is a member's own: inbox, one alert, what they follow, how they are told."""

import uuid
from typing import Any

from django import forms, shortcuts
from django.contrib import messages
from django.contrib.auth import decorators
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators import cache, http

from clauses import vocabulary
from tracker.alerts import inbox as inboxes
from tracker.alerts import subscriptions
from tracker.members import preferences
from tracker.members.models import Member, Membership
from tracker.web import alert_page, inbox_page, pagination, refusals

SHOWN = ("all", "unread")


def member_of(request: HttpRequest) -> Member | None:
    """Return the member that the signed-in account is, if it is one."""
    return Member.objects.of_user(request.user).first()


@decorators.login_required
@cache.never_cache
@refusals.page(parameters=("show", "page"))
def inbox(request: HttpRequest) -> HttpResponse:
    """List the member's alerts by month; POST marks all as read."""
    member = member_of(request)
    if member is None:
        return _no_member(request)
    if request.method == "POST":
        count = inboxes.mark_all_read(member_id=member.pk, now=timezone.now())
        messages.success(request, _("Marked as read: %(count)d.") % {"count": count})
        return shortcuts.redirect("inbox")
    show = request.GET.get("show", "all")
    refusals.refuse_unknown_value(name="show", value=show, known=SHOWN)
    found = inboxes.for_member(member)
    if show == "unread":
        found = found.unread()
    page = pagination.slice_of(request=request, rows=found)
    words = vocabulary.current(language=translation.get_language() or "en")
    rows = inbox_page.rows_of(deliveries=page.rows, viewer=request.user, words=words)
    context = {
        "section": "me",
        "part": "inbox",
        "show": show,
        "page": page,
        "months": inbox_page.by_month(rows=rows),
        "unread_count": inboxes.unread_count(member),
    }
    return shortcuts.render(request, "web/me/inbox.html", context)


@decorators.login_required
@cache.never_cache
@refusals.page()
def alert(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """Show one alert and mark it read; POST takes the mark away again. Others' alerts are 404."""
    member = member_of(request)
    found = (
        inboxes.opened(member_id=member.pk, delivery_id=delivery_id, now=timezone.now())
        if member
        else None
    )
    if member is None or found is None:
        raise refusals.NoSuchRecord(sentence=_("There is no such alert in your inbox."))
    if request.method == "POST":
        inboxes.mark_unread(member_id=member.pk, delivery_ids=[found.pk])
        return shortcuts.redirect("inbox")
    words = vocabulary.current(language=translation.get_language() or "en")
    page = alert_page.of(delivery=found, viewer=request.user, words=words)
    context = {"section": "me", "part": "inbox", "alert": page}
    return shortcuts.render(request, "web/me/alert.html", context)


class FollowForm(forms.Form):
    """What to follow; the lists are the member's own unions and the vocabulary."""

    union = forms.ChoiceField(label=gettext_lazy("Union"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    use = forms.ChoiceField(label=gettext_lazy("When AI is used for"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        memberships: list[Membership],
        words: vocabulary.Vocabulary,
    ) -> None:
        super().__init__(data)
        anything = ("", _("anything"))
        own_roles = {role for membership in memberships for role in membership.roles}
        roles = sorted(words.terms("roles"), key=lambda term: term.slug not in own_roles)
        choices = {
            "union": [
                ("", _("any of my unions")),
                *((str(row.union_id), row.union.name) for row in memberships),
            ],
            "role": [("", _("any role")), *((term.slug, term.label) for term in roles)],
            "use": [anything, *((term.slug, term.label) for term in words.terms("uses"))],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # a ChoiceField

    def interest(self) -> subscriptions.Interest:
        """Return what was chosen, as the service takes it."""
        union = self.cleaned_data["union"]
        return subscriptions.Interest(
            union_id=int(union) if union else None,
            role=self.cleaned_data["role"],
            use=self.cleaned_data["use"],
        )


@decorators.login_required
@cache.never_cache
@refusals.page()
def following(request: HttpRequest) -> HttpResponse:
    """List what the member follows; POST follows something more."""
    member = member_of(request)
    if member is None:
        return _no_member(request)
    words = vocabulary.current(language=translation.get_language() or "en")
    memberships = list(
        Membership.objects.of_member(member_id=member.pk).active().select_related("union")
    )
    form = FollowForm(request.POST or None, memberships=memberships, words=words)
    if request.method == "POST" and form.is_valid():
        subscriptions.subscribe(member_id=member.pk, interest=form.interest(), now=timezone.now())
        messages.success(request, _("You follow this from now on."))
        return shortcuts.redirect("following")
    rows = subscriptions.of_member(member_id=member.pk)
    names = {row.union.pk: row.union.name for row in rows if row.union}
    context = {
        "section": "me",
        "part": "following",
        "form": form,
        "rows": [
            {
                "id": row.pk,
                "text": inbox_page.subscription_in_words(
                    reason=alert_page.predicates(subscription=row), words=words, union_names=names
                ),
            }
            for row in rows
        ],
    }
    status = 400 if form.is_bound and form.errors else 200
    return shortcuts.render(request, "web/me/following.html", context, status=status)


@decorators.login_required
@http.require_POST
def stop_following(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """Stop one subscription of the member's own; doing it twice is no harm."""
    member = member_of(request)
    if member is not None:
        subscriptions.unsubscribe(
            member_id=member.pk, subscription_id=subscription_id, now=timezone.now()
        )
        messages.success(request, _("Stopped."))
    return shortcuts.redirect("following")


class SettingsForm(forms.Form):
    """How a member is told."""

    email_rate = forms.ChoiceField(
        label=gettext_lazy("E-mail"),
        choices=[
            (Member.EmailRate.AT_ONCE, gettext_lazy("at once")),
            (Member.EmailRate.OFF, gettext_lazy("never")),
        ],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of alerts"),
        choices=[("en", "English"), ("fr", "Français"), ("es", "Español")],
    )


@decorators.login_required
@cache.never_cache
@refusals.page()
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change how the member is told."""
    member = member_of(request)
    if member is None:
        return _no_member(request)
    current = {"email_rate": member.email_rate, "language": member.language}
    form = SettingsForm(request.POST or None, initial=current)
    if request.method == "POST" and form.is_valid():
        preferences.choose(member_id=member.pk, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return shortcuts.redirect("member_settings")
    context = {"section": "me", "part": "settings", "form": form, "member": member}
    status = 400 if form.is_bound and form.errors else 200
    return shortcuts.render(request, "web/me/settings.html", context, status=status)


def _no_member(request: HttpRequest) -> HttpResponse:
    return shortcuts.render(request, "web/me/no_member.html", {"section": "me"})
