"""What the events of one page of a record's history point to.

The number of queries depends on which kinds of event a page has, never on how many.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from wagtail.models import ModelLogEntry, Revision, TaskState

from clauses import history
from clauses.models import (
    ActRequest,
    Change,
    ClauseCheck,
    ClauseCitation,
    Publication,
    Remark,
    ScheduledPublication,
)


class Read:
    """Rows by their id, of each kind that the page has, and the names of people in them."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = rows
        self.revisions = self._of(
            _with_words_before(), "draft.saved", "draft.reverted", "lineage.settled"
        )
        self.log = self._of(ModelLogEntry.objects.all(), *history.LOGGED.values())
        on_fields = models.Prefetch(
            "remarks", Remark.objects.exclude(field=""), to_attr="on_fields"
        )
        self.states = self._of(TaskState.objects.prefetch_related(on_fields), "review.returned")
        self.settled = self._of(Remark.objects.all(), "review.remark_settled")
        self.publications = self._of(
            _with_revision_before().prefetch_related("changes__act_request"), "publication.live"
        )
        self.requests = self._of(ActRequest.objects.all(), "act.asked", "act.decided")
        self.done = self._of(Change.objects.all(), "act.done")
        self.scheduled = self._of(
            ScheduledPublication.objects.all(),
            "later.approved",
            "later.cancelled",
            "later.refused",
            "later.put_aside",
        )
        self.checks = self._of(ClauseCheck.objects.all(), "check.set", "check.cleared")
        self.citations = self._of(ClauseCitation.objects.select_related("document"), "draft.cited")
        self.people = names(self._people())

    def _of(self, found: Any, *what: str) -> dict[int, Any]:
        ids = {row["ref"] for row in self._rows if row["what"] in what}
        read: dict[int, Any] = found.in_bulk(ids) if ids else {}
        return read

    def _people(self) -> set[int | None]:
        ids = {row["actor_id"] for row in self._rows}
        for each in self.publications.values():
            ids.update(each.author_ids)
        ids.update(each.requested_by_id for each in self.requests.values())
        ids.update(each.data.get("held_by") for each in self.log.values())
        for each in self.states.values():
            ids.update(remark.settled_by_id for remark in each.on_fields)
        return ids


def names(ids: Iterable[int | None]) -> dict[int, str]:
    """Name people of staff; for the desk alone."""
    found = get_user_model().objects.in_bulk({pk for pk in ids if pk is not None})
    return {pk: str(person) for pk, person in found.items()}


def _with_words_before() -> Any:
    earlier = Revision.objects.filter(
        base_content_type_id=models.OuterRef("base_content_type_id"),
        object_id=models.OuterRef("object_id"),
        pk__lt=models.OuterRef("pk"),
    ).order_by("-pk")
    return Revision.objects.annotate(
        previous_id=models.Subquery(earlier.values("pk")[:1]),
        words_before=models.Subquery(earlier.values("content")[:1]),
    )


def _with_revision_before() -> Any:
    earlier = Publication.objects.filter(
        record_kind=models.OuterRef("record_kind"),
        record_id=models.OuterRef("record_id"),
        live_from__lt=models.OuterRef("live_from"),
    ).order_by("-live_from")
    return Publication.objects.annotate(
        before_id=models.Subquery(earlier.values("revision_id")[:1])
    )
