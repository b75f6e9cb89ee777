"""The agreement's own text beside a clause: while it is drafted, edited and reviewed."""

import dataclasses
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.panels import Panel

from clauses import reviewing
from clauses.importing import citing
from clauses.models import Clause, ClauseCitation, DocumentPassage, ImportedDocument

FIELD = "passage"


def passage_asked_for(request: HttpRequest) -> DocumentPassage | None:
    """Return the passage that a new clause is drafted from; None where it is drafted freely."""
    asked = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    if not asked:
        return None
    return get_object_or_404(
        DocumentPassage.objects.select_related("document__agreement"),
        pk=int(asked) if asked.isdecimal() and len(asked) < 16 else 0,
        document__state=ImportedDocument.State.READ,
    )


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cited:
    """A place that a clause cites, with its text if that is still kept."""

    citation: ClauseCitation
    text: str


def cited_by(clause: Clause) -> list[Cited]:
    """List the places a clause cites."""
    return [
        Cited(
            citation=each,
            text=citing.text_of(passage=each.passage) if each.passage else "",
        )
        for each in clause.citations.select_related("document", "passage", "cited_by")
    ]


class CitationsPanel(Panel):
    """Where the clause was found; nothing where it was found nowhere."""

    class BoundPanel(Panel.BoundPanel):
        """As above, for one clause."""

        template_name = "desk/citations_panel.html"

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            is_new = self.instance is None or self.instance.pk is None
            self.passage = passage_asked_for(self.request) if is_new and self.request else None
            self.citations = [] if is_new else cited_by(self.instance)

        def is_shown(self) -> bool:
            """Only where there is something to show."""
            return bool(self.passage or self.citations)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The passage to draft from, or the places cited."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.passage is not None:
                context["passage"] = self.passage
                context["text"] = citing.text_of(passage=self.passage)
            context["citations"] = self.citations
            context["field"] = FIELD
            return context


class CitedText:
    """A part of the review: the reviewer reads the agreement's words beside ours."""

    template_name = "desk/citations_part.html"

    def __init__(self, citations: list[Cited]) -> None:
        self.citations = citations

    def context(self) -> dict[str, Any]:
        """The places cited."""
        return {"citations": self.citations}

    def confirm(self, *, by: Any, now: Any) -> None:
        """Nothing has to be done."""

    def kept(self) -> dict[str, Any]:
        """Nothing was ticked."""
        return {}


def review_part(review: reviewing.Review, request: HttpRequest) -> CitedText | None:
    """Add the cited text to the review of a clause that was drafted from a passage."""
    if not isinstance(review.record, Clause):
        return None
    citations = cited_by(review.record)
    return CitedText(citations) if citations else None
