"""What the desk's pages of every record have in common: nobody publishes or deletes there."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views import snippets

from clauses.desk import acts as act_pages
from clauses.desk import filters, finding, history, lists, locks, overtaken, remarking, scheduled

NEVER_HERE = frozenset({"publish", "delete", "lock", "unlock"})
"""Publishing needs a second person and its own page; records are retired, never deleted.

Locks have a rule of their own (clauses/locking.py), which no permission goes around.
"""


class RecordPolicy(ModelPermissionPolicy):
    """Django's permissions without those that would go around the review, whoever asks."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse what is never done from a record's form, even to a superuser."""
        return action not in NEVER_HERE and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Sequence[str]) -> bool:
        """As above, for several."""
        return any(self.user_has_permission(user, action) for action in actions)


class IndexView(snippets.IndexView):
    """The list."""

    base_filterset_class = filters.RecordFilterSet


class CreateView(snippets.CreateView):
    """Saves drafts and submits them."""

    def get_available_actions(self) -> list[str]:
        """Leave out publishing, whatever permissions say."""
        return _without_publishing(super().get_available_actions())


class EditView(
    remarking.RemarkedMixin, locks.LockedMixin, overtaken.OvertakenMixin, snippets.EditView
):
    """Saves drafts and submits them; each save is a revision of its own."""

    def get_available_actions(self) -> list[str]:
        """Leave out publishing and every act of the review."""
        return _without_publishing(super().get_available_actions())

    def get(self, request: Any, *args: Any, **options: Any) -> Any:
        """Show the form; where an approval waits for its moment, say so first."""
        scheduled.warn_before_editing(request=request, subject=self.object)
        return super().get(request, *args, **options)

    def submit_action(self) -> Any:
        """Submit; what is in review already stays there with what was saved just now."""
        if self.object.workflow_in_progress:
            return None
        return super().submit_action()

    @property
    def header_more_buttons(self) -> list[Any]:
        """Add the way to correct, take off or retract what is live."""
        more = list(super().header_more_buttons)
        if self.object.live:
            more.append(act_pages.button_of(subject=self.object))
        return more

    def get_usage_url(self) -> None:
        """Wagtail counts uses in pages, of which there are none; that page is closed."""
        return

    @cached_property
    def overwrite_revision(self) -> None:
        """Never write over a revision that somebody may be reading for approval."""
        return


class RefusedView(snippets.UnpublishView):
    """Taking a record off the site is not done from its form."""

    def dispatch(self, request: Any, *args: Any, **options: Any) -> Any:
        """Refuse everyone."""
        raise PermissionDenied(_("This needs a request and another person's approval."))


class RecordViewSet(snippets.SnippetViewSet):
    """List, form, history and comparison of one kind of record."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    unpublish_view_class = RefusedView
    history_view_class = history.HistoryView
    workflow_history_view_class = history.WorkflowHistoryView
    lock_view_class = locks.LockView
    unlock_view_class = locks.UnlockView
    chooser_viewset_class = finding.RecordChooserViewSet
    copy_view_enabled = False
    search_backend_name = None
    list_per_page = 50
    list_related: Sequence[str] = ()
    list_prefetched: Sequence[str] = ()
    add_to_reference_index = False
    chooser_per_page = 20

    def get_queryset(self, request: Any) -> Any:
        """Rows of the list with all that its columns show."""
        rows = self.model.objects.select_related(*self.list_related)
        return lists.with_state(rows.prefetch_related(*self.list_prefetched))

    def on_register(self) -> None:
        """Register the policy first, before anything asks for Wagtail's own."""
        register_permission_policy(self.model, RecordPolicy(self.model), exact_class=True)
        super().on_register()


def _without_publishing(actions: Sequence[str]) -> list[str]:
    return [action for action in actions if action not in {"publish", "workflow-action"}]
