"""From the desk's lists to the public comparison, with what is ticked."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from clauses import comparing
from clauses.models import Agreement, Clause

PARAMETER = {Agreement: "agreements", Clause: "clauses"}


class CompareAction(SnippetBulkAction):
    """Opens the comparison of what is ticked and published; it changes nothing."""

    display_name = gettext_lazy("Compare")
    action_type = "compare"
    aria_label = gettext_lazy("Compare what is ticked, element by element")
    action_priority = 20

    @classproperty
    def models(cls) -> list[Any]:  # noqa: N805 - a property of the class
        """What can be compared."""
        return list(PARAMETER)

    def check_perm(self, record: Any) -> bool:
        """Whoever may work on a record may compare it."""
        policy = self.permission_policy
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", record))

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Go to the comparison, or back to the list with a sentence."""
        ticked, _without_access = self.get_actionable_objects()
        slugs = [record.slug for record in ticked if record.live]
        if not ticked:
            return self._back(request, _("Nothing is ticked that you may compare."))
        if len(slugs) > comparing.MOST_COLUMNS:
            return self._back(
                request,
                _("A comparison holds %(most)d columns at most; %(given)d are ticked.")
                % {"most": comparing.MOST_COLUMNS, "given": len(slugs)},
            )
        if len(slugs) < len(ticked):
            return self._back(request, _("Drafts that were never published cannot be compared."))
        query = urlencode({PARAMETER[self.model]: ",".join(slugs)}, safe=",")
        return HttpResponseRedirect(f"{reverse('compare')}?{query}")

    def _back(self, request: HttpRequest, sentence: str) -> HttpResponse:
        messages.error(request, sentence)
        address = reverse(self.model.snippet_viewset.get_url_name("list"))
        return HttpResponseRedirect(address if self.next_url == request.path else self.next_url)

    @classmethod
    def execute_action(cls, objects: Any, **options: Any) -> tuple[int, int]:
        """Change nothing."""
        return 0, 0
