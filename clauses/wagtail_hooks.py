"""What the library brings to the desk: pages of records, reviews, what waits, and a short menu."""

from typing import Any

from django import urls
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks, signals
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.widgets.button import Button
from wagtail.models import TaskState, WorkflowState
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from clauses import history, staffing
from clauses import reporting as reports
from clauses.desk import (
    acts,
    agreements,
    belonging,
    bulk,
    checking,
    citations,
    clauses,
    comparing,
    document_urls,
    documents,
    exchange,
    finding,
    locks,
    mistakes,
    parties,
    remarking,
    reporting,
    rereading,
    review,
    scheduled,
    searching,
    sessions,
    settling,
    staff,
    taxonomy,
    unions,
    waiting,
)
from clauses.models import Clause

# Names of the menu's entries, of this app and the one above. Everything else that Wagtail or its
# parts put there is for pages, images, documents and settings, which nobody here needs.
MENU = {
    "review",
    "imports",
    "acts",
    "scheduled",
    "library",
    "tracker",
    "clocks",
    "advisories",
    "mistakes",
    "unions",
    "taxonomy",
    "report",
    "staff",
}


class LibraryGroup(SnippetViewSetGroup):
    """The library's entry in the menu."""

    items = (
        clauses.ClauseViewSet,
        agreements.AgreementViewSet,
        agreements.StatuteViewSet,
        parties.PartyViewSet,
    )
    menu_label = _("Library")
    menu_name = "library"
    menu_icon = "list-ul"
    menu_order = 200


register_snippet(LibraryGroup)
sessions.say_what_happens()


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Pages of what is no catalogue record."""
    return [
        mistakes.MistakeViewSet(),
        unions.UnionViewSet(),
        taxonomy.TaxonomyViewSet(),
    ]


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[urls.URLPattern | urls.URLResolver]:
    """Addresses of the review and of finding records by typing."""
    return [
        path("search/", searching.search, name="desk_search"),
        path("review/", review.waiting, name="desk_reviews"),
        path("review/returned/", review.returned, name="desk_returned"),
        path("review/<int:task_state_id>/", review.ReviewView.as_view(), name="desk_review"),
        path("scheduled/", scheduled.scheduled, name="desk_scheduled"),
        path("scheduled/<int:scheduled_id>/", scheduled.cancel, name="desk_scheduled_cancel"),
        path("locks/", locks.locked, name="desk_locks"),
        path("remarks/<int:remark_id>/settle/", remarking.settle, name="desk_remark_settle"),
        path("sources/", rereading.sources, name="desk_rereading"),
        path("check/<int:pk>/", checking.CheckView.as_view(), name="desk_check"),
        path("imports/", include(document_urls.urlpatterns)),
        path("acts/", acts.requests, name="desk_acts"),
        path("acts/<int:request_id>/", acts.decide, name="desk_act"),
        path("acts/of/<str:kind>/<int:pk>/", acts.ask, name="desk_act_ask"),
        path("settle/", settling.agreements, name="desk_settle_agreements"),
        path("settle/<int:agreement_id>/", settling.agreement, name="desk_settle_agreement"),
        path(
            "settle/<int:agreement_id>/<int:clause_id>/",
            settling.SettleView.as_view(),
            name="desk_settle_clause",
        ),
        path("pick/<str:label>/", finding.pick, name="desk_pick"),
        path("import/", exchange.upload, name="desk_import"),
        path("import/<uuid:upload_id>/", exchange.preview, name="desk_import_preview"),
        path("report/", reporting.report, name="desk_report"),
        path("accounts/", staff.accounts, name="desk_staff"),
        path("accounts/add/", staff.admit, name="desk_staff_add"),
        path("accounts/<int:pk>/", staff.edit, name="desk_staff_edit"),
    ]


class ReviewMenuItem(MenuItem):
    """Shown to everybody who writes or approves."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Administrators of accounts have no part in reviews."""
        return bool(request.user.has_perm("clauses.change_clause"))


@hooks.register("register_admin_menu_item")
def register_review_menu_item() -> MenuItem:
    """The list of drafts in review."""
    return ReviewMenuItem(
        _("Reviews"), reverse("desk_reviews"), name="review", icon_name="view", order=100
    )


@hooks.register("register_admin_menu_item")
def register_acts_menu_item() -> MenuItem:
    """Requests to correct, take off and retract."""
    return ReviewMenuItem(
        _("Corrections"), reverse("desk_acts"), name="acts", icon_name="history", order=110
    )


@hooks.register("register_admin_menu_item")
def register_scheduled_menu_item() -> MenuItem:
    """What is approved for a later moment."""
    return ReviewMenuItem(
        _("Scheduled"), reverse("desk_scheduled"), name="scheduled", icon_name="time", order=120
    )


@hooks.register("register_admin_menu_item")
def register_documents_menu_item() -> MenuItem:
    """Uploaded agreements."""
    return ReviewMenuItem(
        _("Agreement files"),
        reverse("desk_documents"),
        name="imports",
        icon_name="doc-full",
        order=150,
    )


class ReportMenuItem(MenuItem):
    """Shown to reviewers and administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader may read who did what."""
        return reports.may_read(request.user)


@hooks.register("register_admin_menu_item")
def register_report_menu_item() -> MenuItem:
    """Who did what."""
    return ReportMenuItem(
        _("Who did what"), reverse("desk_report"), name="report", icon_name="user", order=690
    )


class StaffMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader manages accounts."""
        return bool(request.user.has_perm(staffing.MANAGE))


@hooks.register("register_admin_menu_item")
def register_staff_menu_item() -> MenuItem:
    """Accounts of staff."""
    return StaffMenuItem(
        _("Staff accounts"), reverse("desk_staff"), name="staff", icon_name="user", order=700
    )


@hooks.register("construct_main_menu")
def keep_what_staff_need(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave the product's own entries."""
    items[:] = [item for item in items if item.name in MENU]


class DeskSearchArea(SearchArea):
    """Shown to everybody who writes or approves."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Administrators of accounts have no part in the records."""
        return bool(request.user.has_perm("clauses.change_clause"))


@hooks.register("register_admin_search_area")
def register_desk_search() -> SearchArea:
    """The search field of the menu finds records of every kind, drafts too."""
    return DeskSearchArea(
        _("Records"), reverse("desk_search"), name="records", icon_name="search", order=10
    )


@hooks.register("construct_homepage_panels")
def open_with_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """The desk opens on the work."""
    panels[:] = [waiting.WaitingPanel()]


@hooks.register("construct_homepage_summary_items")
def count_no_pages(request: HttpRequest, items: list[Any]) -> None:
    """No numbers of pages, images and documents."""
    items.clear()


@hooks.register("construct_snippet_action_menu")
def offer_no_publishing(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Publishing has a page of its own."""
    unwanted = {"action-publish", "action-unpublish"}
    items[:] = [item for item in items if item.name not in unwanted]


hooks.register("desk_waiting", waiting.of_the_library)
hooks.register("desk_waiting", documents.waiting)
hooks.register("desk_waiting", acts.waiting)
hooks.register("desk_waiting", scheduled.pile)
hooks.register("desk_waiting", locks.pile)
hooks.register("desk_review_part", citations.review_part)
hooks.register("desk_review_part", belonging.of_review)
hooks.register("desk_waiting", settling.pile)
hooks.register("register_bulk_action", comparing.CompareAction)
hooks.register("register_bulk_action", exchange.TakeAction)
hooks.register("register_bulk_action", exchange.TakeYamlAction)
hooks.register("register_bulk_action", bulk.SubmitBulkAction)
hooks.register("register_bulk_action", bulk.VisibilityBulkAction)
# Records are retired, never deleted: Wagtail's own act is for no kind of record here.
DeleteBulkAction.models = ()
hooks.register("desk_review_part", checking.of_review)
hooks.register("desk_scheduled_part", checking.mark_as_ticked)


@hooks.register("register_snippet_listing_buttons")
def offer_to_check(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """In the list of clauses: one click to the comparison with the agreement."""
    if not isinstance(snippet, Clause) or not user.has_perm("clauses.change_clause"):
        return []
    return [
        Button(
            _("Compare with the agreement"),
            reverse("desk_check", args=[snippet.pk]),
            icon_name="check",
            priority=15,
        )
    ]


@hooks.register("register_snippet_listing_buttons")
def offer_history(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """In the lists of records: one click to all that was done with one."""
    if not user.has_perm("clauses.change_clause"):
        return []
    named = type(snippet).snippet_viewset.get_url_name
    address = reverse(named("history"), args=[snippet.pk])
    return [Button(_("History"), address, icon_name="history", priority=20)]


@hooks.register("register_log_actions")
def register_settling(actions: Any) -> None:
    """A draft that settles lineage says so in the log."""
    actions.register_action(history.SETTLE, _("Settle lineage"), _("Settled the lineage"))


@hooks.register("insert_global_admin_css")
def desk_style() -> SafeString:
    """The product's look on Wagtail's."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_global_admin_js")
def desk_script() -> SafeString:
    """Choosers, lists and picking by typing."""
    return format_html('<script src="{}"></script>', static("desk/desk.js"))


def send_no_mail(**given: Any) -> None:
    """Stand in for Wagtail's mails about reviews, which leave inside the settling transaction."""


# A receiver under the same name is connected once, so Wagtail's own never follows this one.
for _signal, _sender, _name in (
    (signals.task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (signals.workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (signals.workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (signals.workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
):
    _signal.disconnect(sender=_sender, dispatch_uid=_name)
    _signal.connect(send_no_mail, sender=_sender, dispatch_uid=_name)
