"""What the tracker brings to the desk: vendors, products, deployments and advisories."""

from django import urls
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
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


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[urls.URLPattern]:
    """Addresses of the work that waits."""
    return [
        path("links/", settling.deployments, name="desk_links"),
        path("links/<int:pk>/", settling.SettleView.as_view(), name="desk_settle"),
        path("unchecked/", unchecked.unchecked, name="desk_unchecked"),
        path("undelivered/", letters.letters, name="desk_letters"),
    ]


hooks.register("desk_waiting", waiting.of_the_tracker)
hooks.register("desk_preview", previews.show)
hooks.register("desk_review_part", proposals.of_review)
hooks.register("desk_scheduled_part", proposals.confirm_as_ticked)
hooks.register("desk_told_count", telling_again.told_count)
hooks.register("desk_goes_with", going.with_record)
