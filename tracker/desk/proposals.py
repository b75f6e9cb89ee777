"""The review of a deployment: the clauses that the rules propose, each with a tick."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy

from clauses import reviewing
from tracker import links, models, standing

FIELD = "clauses"
OTHERWISE = gettext_lazy(
    "The rules now propose other clauses than were shown. Look again, then decide."
)


class ProposedClauses:
    """What the rules propose for the draft as it is shown; what is ticked becomes a fact."""

    template_name = "tracker/desk/proposals.html"

    def __init__(self, *, review: reviewing.Review, request: HttpRequest) -> None:
        self.review = review
        self.request = request

    def context(self) -> dict[str, Any]:
        """Entries of the answer with standing, citation, grade and reasons, and their ticks."""
        language = (translation.get_language() or "en")[:2]
        answer = links.proposals(deployment=self.review.draft)
        document = standing.document(answer=answer, viewer=links.VIEWER, language=language)
        settled = {
            link.clause.slug: link
            for link in models.Link.objects.filter(deployment=self.review.record)
            .exclude(state=models.Link.State.SUGGESTED)
            .select_related("clause", "decided_by")
        }
        ticked = self._ticked(settled)
        entries: Any = document["clauses"]
        return {
            "day": answer.as_of,
            "note": document["note"],
            "gaps": document["gaps"],
            "unmatched": document["unmatched"],
            "entries": [
                {
                    **entry,
                    "standing_label": models.Link.Standing(entry["standing"]).label,
                    "is_ticked": entry["clause"] in ticked,
                    "settled": settled.get(entry["clause"]),
                }
                for entry in entries
            ],
        }

    def confirm(self, *, by: Any, now: Any) -> None:
        """Confirm the ticked clauses. Raises ValidationError if the rules now say otherwise."""
        confirm_as_ticked(
            subject=self.review.record,
            ticked={FIELD: self.request.POST.getlist(FIELD)},
            by=by,
            now=now,
        )

    def kept(self) -> dict[str, Any]:
        """The ticked clauses. Raises ValidationError if the rules now say otherwise."""
        ticked = self.request.POST.getlist(FIELD)
        proposed = {entry.clause for entry in links.proposals(deployment=self.review.draft).entries}
        if not proposed.issuperset(ticked):
            raise ValidationError(OTHERWISE)
        return {FIELD: ticked}

    def _ticked(self, settled: dict[str, models.Link]) -> set[str]:
        if self.request.method == "POST":
            return set(self.request.POST.getlist(FIELD))
        confirmed = models.Link.State.CONFIRMED
        return {slug for slug, link in settled.items() if link.state == confirmed}


def confirm_as_ticked(*, subject: Any, ticked: dict[str, Any], by: Any, now: Any) -> None:
    """Confirm the ticked clauses of a deployment that was just published, in that transaction.

    Raises ValidationError if the rules now say otherwise.
    """
    if FIELD not in ticked:
        return
    try:
        links.confirm_for_publication(deployment=subject, clauses=ticked[FIELD], by=by, now=now)
    except links.NotProposed:
        raise ValidationError(OTHERWISE) from None


def of_review(review: reviewing.Review, request: HttpRequest) -> ProposedClauses | None:
    """The part of a deployment's review; other records have none."""
    if not isinstance(review.record, models.Deployment):
        return None
    return ProposedClauses(review=review, request=request)
