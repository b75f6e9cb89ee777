"""The desk's list of the vocabulary: to read; it grows in the catalogue's files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from clauses.models import TaxonomyTerm


class ReadingPolicy(ModelPermissionPolicy):
    """Everybody at the desk reads, nobody writes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Reading only."""
        return action == "view" and bool(user.is_active and user.is_staff)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As above, for several."""
        return any(self.user_has_permission(user, action) for action in actions)


class TaxonomyViewSet(ModelViewSet):
    """Values of every vocabulary with their labels in three languages."""

    model = TaxonomyTerm
    name = "desk_taxonomy"
    url_prefix = "taxonomy"
    icon = "tag"
    menu_label = _("Vocabulary")
    menu_name = "taxonomy"
    menu_order = 600
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ("slug",)
    list_display = (
        "vocabulary",
        "slug",
        Column("english", label=_("English"), accessor=lambda term: term.labels.get("en", "")),
        Column("french", label=_("French"), accessor=lambda term: term.labels.get("fr", "")),
        Column("spanish", label=_("Spanish"), accessor=lambda term: term.labels.get("es", "")),
    )
    list_filter = {"vocabulary": ["exact"]}
    list_per_page = 100
    search_fields = ("slug", "vocabulary", "labels")
    search_backend_name = None

    def on_register(self) -> None:
        """Register the policy before anything asks for Wagtail's own."""
        register_permission_policy(self.model, ReadingPolicy(self.model), exact_class=True)
        super().on_register()
