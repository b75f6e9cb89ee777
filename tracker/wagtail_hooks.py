"""What the tracker brings to the desk: vendors, products, deployments and advisories."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from tracker.desk import advisories, deployments, products, proposals
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
hooks.register("desk_preview", previews.show)
hooks.register("desk_review_part", proposals.of_review)
