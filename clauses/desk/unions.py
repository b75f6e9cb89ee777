"""The desk's pages of unions: their contacts, kept by their own staff and by administrators."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from clauses.models import StaffUnion, Union


class UnionPolicy(ModelPermissionPolicy):
    """Administrators keep every contact, staff those of their own unions."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether there is any union whose contact the user may keep."""
        if action != "change" or not user.is_active:
            return False
        return bool(super().user_has_permission(user, action)) or _acts(user).exists()

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As above, for several."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user may keep this union's contact."""
        if action != "change" or not user.is_active:
            return False
        return (
            bool(super().user_has_permission(user, action))
            or _acts(user).filter(union=instance).exists()
        )


class EditView(generic.EditView):
    """The contact of one union."""

    def get_object(self, queryset: Any = None) -> Any:
        """Refuse other unions."""
        union = super().get_object(queryset)
        if not self.user_has_permission_for_instance("change", union):
            raise PermissionDenied
        return union


class UnionViewSet(ModelViewSet):
    """Unions; everything but the contact comes from the catalogue."""

    model = Union
    name = "desk_unions"
    url_prefix = "unions"
    icon = "mail"
    menu_label = _("Union contacts")
    menu_name = "unions"
    menu_order = 500
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    edit_view_class = EditView
    list_display = ("name", "country", BooleanColumn("is_served"), BooleanColumn("has_contact"))
    list_filter = ("is_served", "country")
    search_fields = ("name", "slug", "aliases")
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name", read_only=True),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "contact_name", help_text=_("A desk or an office, no private name.")
                    ),
                    FieldPanel("contact_url"),
                    FieldPanel("contact_email"),
                    FieldPanel("contact_phone"),
                ],
                heading=_("How members reach it"),
                help_text=_("Left empty, members read “contact your union”. Never guess."),
            ),
            FieldPanel("opens_gaps"),
        ]
    )

    def on_register(self) -> None:
        """Register the policy before anything asks for Wagtail's own."""
        register_permission_policy(self.model, UnionPolicy(self.model), exact_class=True)
        super().on_register()


def _acts(user: Any) -> Any:
    return StaffUnion.objects.filter(user=user)
