"""What can be done with several records of a list at once. Nothing here publishes or deletes.

Others add to it by Wagtail's hook `register_bulk_action`.
"""

import abc
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms, http
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from clauses import submitting, visibility

MOST = 200
"""Records at once; a list shows fifty."""


class RecordBulkAction(SnippetBulkAction, abc.ABC):
    """An act on records that were ticked in a list; a page lists them and asks once more."""

    template_name = "desk/bulk.html"
    action_type = ""
    display_name: Any = ""
    aria_label: Any = ""
    explained: ClassVar[Any] = ""
    """What the act does, in a sentence."""

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Sequence[Any]) -> Any:
        """Those records, in the order of the list. Raises Http404 for none or what is no id."""
        ids = [int(each) for each in object_ids if str(each).isdecimal()][:MOST]
        found = list(model.objects.filter(pk__in=ids).select_related("latest_revision"))
        if not found:
            raise http.Http404
        return found

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        """None: "all" would forget the filters of the list."""
        return []

    def check_perm(self, obj: Any) -> bool:
        """Whoever may write records."""
        return bool(
            self.permission_policy.user_has_permission_for_instance(
                self.request.user, "change", obj
            )
        )

    def dispatch(self, request: http.HttpRequest, *args: Any, **options: Any) -> Any:
        """Keep out accounts that do not write."""
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **options)

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """The page that asks once more."""
        context: dict[str, Any] = super().get_context_data(**options)
        return context | {"action": self}

    @classmethod
    def execute_action(cls, objects: Sequence[Any], **context: Any) -> tuple[int, int]:
        """Do it to each; whatever is refused is told with its reason."""
        view = context["self"]
        done, refused = 0, []
        for record in objects:
            try:
                view.do(record)
            except PermissionDenied as why:
                refused.append(f"{record}: {why}")
            else:
                done += 1
        for sentence in refused:
            messages.warning(view.request, sentence)
        return done, len(refused)

    @abc.abstractmethod
    def do(self, record: Any) -> None:
        """Act on one record. Raises PermissionDenied with a sentence."""


class SubmitBulkAction(RecordBulkAction):
    """Submits drafts to review."""

    display_name = gettext_lazy("Submit to review")
    action_type = "submit"
    aria_label = gettext_lazy("Submit the selected drafts to review")
    explained = gettext_lazy(
        "Each draft is submitted as it was last saved. Somebody who wrote none of it decides."
    )
    action_priority = 10

    def do(self, record: Any) -> None:
        """Submit one."""
        submitting.submit(record=record, by=self.request.user)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """How many."""
        return _counted(
            num_parent_objects,
            ngettext(
                "%(count)d draft submitted to review.",
                "%(count)d drafts submitted to review.",
                num_parent_objects,
            ),
        )


class VisibilityForm(forms.Form):
    """Who may see them."""

    level = forms.ChoiceField(
        label=gettext_lazy("Who may see them"),
        choices=visibility.Visibility.choices,
        widget=forms.RadioSelect,
    )


class VisibilityBulkAction(RecordBulkAction):
    """Saves drafts with another visibility."""

    display_name = gettext_lazy("Set who may see")
    action_type = "visibility"
    aria_label = gettext_lazy("Save drafts of the selected records with another visibility")
    explained = gettext_lazy(
        "A draft of each is saved with it. Nothing changes for readers until it is approved."
    )
    action_priority = 20
    form_class = VisibilityForm

    def do(self, record: Any) -> None:
        """Save one draft."""
        assert self.cleaned_form is not None  # noqa: S101 - Wagtail sets it before it acts
        level = self.cleaned_form.cleaned_data["level"]
        submitting.set_visibility(record=record, level=level, by=self.request.user)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """How many."""
        return _counted(
            num_parent_objects,
            ngettext("%(count)d draft saved.", "%(count)d drafts saved.", num_parent_objects),
        )


def _counted(count: int, words: str) -> str | None:
    """The sentence for some; where nothing was done the refusals say enough."""
    return words % {"count": count} if count else None
