"""What the tracker brings to the desk: vendors, products, deployments and advisories."""

from django import urls
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from tracker.alerts import telling_again
from tracker.desk import (
    advisories,
    deployments,
    going,
    letters,
    products,
    proposals,
    settling,
    unchecked,
    waiting,
)
from tracker.desk.timing import keys, lists, pages
from tracker.web import previews


class TrackerGroup(SnippetViewSetGroup):
    """The tracker's entry in the menu."""

    items = (
        deployments.DeploymentViewSet,
        products.ProductViewSet,
        products.VendorViewSet,
    )
    menu_label = _("Deployments")
    menu_name = "tracker"
    menu_icon = "calendar-alt"
    menu_order = 300


register_snippet(TrackerGroup)
register_snippet(advisories.AdvisoryViewSet)


class WritersMenuItem(MenuItem):
    """Shown to everybody who writes or approves."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Administrators of accounts keep no clocks."""
        return bool(request.user.has_perm("clauses.change_clause"))


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[urls.URLPattern]:
    """Addresses of the work that waits."""
    return [
        path("links/", settling.deployments, name="desk_links"),
        path("links/<int:pk>/", settling.SettleView.as_view(), name="desk_settle"),
        path("unchecked/", unchecked.unchecked, name="desk_unchecked"),
        path("clocks/", lists.clocks_due, name="desk_clocks"),
        path("clocks/start/", lists.choose, name="desk_clock_choose"),
        path(
            "clocks/start/clause/<int:clause_id>/",
            pages.start_for_clause,
            name="desk_clock_start",
        ),
        path(
            "clocks/start/agreement/<int:agreement_id>/",
            pages.start_for_agreement,
            name="desk_clock_agreement",
        ),
        path("clocks/calendar/", keys.calendar, name="desk_clock_calendar"),
        path("clocks/<int:pk>/", pages.clock, name="desk_clock"),
        path("undelivered/", letters.letters, name="desk_letters"),
    ]


@hooks.register("register_admin_menu_item")
def register_clocks_menu_item() -> MenuItem:
    """Deadlines that run."""
    return WritersMenuItem(
        _("Clocks"), reverse("desk_clocks"), name="clocks", icon_name="time", order=320
    )


hooks.register("desk_waiting", waiting.of_the_tracker)
hooks.register("desk_waiting", lists.pile)
hooks.register("desk_preview", previews.show)
hooks.register("desk_review_part", proposals.of_review)
hooks.register("desk_scheduled_part", proposals.confirm_as_ticked)
hooks.register("desk_told_count", telling_again.told_count)
hooks.register("desk_goes_with", going.with_record)
