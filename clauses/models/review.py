"""The one step between a draft and the public side: somebody who did not write it approves it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from clauses import publishing
from clauses.models import union as unions


class ReviewTask(Task):
    """Approving and returning happen in clauses/reviewing.py; Wagtail's own buttons never show."""

    class Meta:
        verbose_name = _("review by a second person")
        verbose_name_plural = _("reviews by a second person")
        permissions = [("approve_record", "Can approve what somebody else of the staff wrote")]

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Offer none: one page shows what is approved, and approves exactly that."""
        return []

    def on_action(self, task_state: Any, user: Any, action_name: str, **options: Any) -> None:
        """Refuse every way around the review page."""
        raise PermissionDenied(_("Drafts are approved or returned on the page of their review."))

    def get_task_states_user_can_moderate(self, user: Any, **options: Any) -> Any:
        """List what waits, for reviewers who act for a union; authorship is judged one by one."""
        acts = unions.StaffUnion.objects.filter(user=user).exists()
        if not (acts and user.has_perm(publishing.APPROVE)):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> str:
        """Say who can act."""
        return gettext("A reviewer of a union of the agreement approves, who wrote none of it.")
