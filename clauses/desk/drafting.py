"""The form of a new clause: begun freely, for an agreement or law, or from a passage."""

from typing import Any

from django.contrib import messages
from django.utils import timezone

from clauses.desk import belonging, citations, records
from clauses.importing import citing


class DraftingView(records.CreateView):
    """A new clause; drafted from a passage of a document, it cites it from its first draft on."""

    def get_initial_form_instance(self) -> Any:
        """Begin with what the passage tells, or the agreement or law that the address names."""
        passage = citations.passage_asked_for(self.request)
        if passage is None:
            return belonging.begun(query=self.request.GET)
        return citing.suggest(passage=passage)

    def save_instance(self) -> Any:
        """Save the draft and its citation together."""
        passage = citations.passage_asked_for(self.request)
        clause = super().save_instance()
        if passage is not None:
            try:
                citing.cite(
                    clause=clause,
                    passage_id=passage.pk,
                    by=self.request.user,
                    now=timezone.now(),
                )
            except citing.PassageGone as gone:
                messages.warning(self.request, str(gone))
        return clause
