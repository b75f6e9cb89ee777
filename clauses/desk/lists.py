"""Rows of the desk's lists: each brings what the columns show, in a constant number of queries."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

from clauses.models import ScheduledPublication

UNSETTLED = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def with_state(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Read who saved the latest draft, and whether it is in review or goes live by itself.

    As `review_status`, and as `goes_live_at`: the moment for which the latest draft is approved.
    """
    kind = ContentType.objects.get_for_model(rows.model)
    states = WorkflowState.objects.filter(
        base_content_type=kind,
        object_id=Cast(models.OuterRef("pk"), models.CharField()),
        status__in=UNSETTLED,
    ).order_by("-pk")
    scheduled = ScheduledPublication.objects.waiting().filter(
        record_kind=rows.model.record_kind,
        record_id=models.OuterRef("pk"),
        revision_id=models.OuterRef("latest_revision_id"),
    )
    rows = rows.select_related("latest_revision__user").defer("latest_revision__content")
    found: models.QuerySet[Any] = rows.annotate(
        review_status=models.Subquery(states.values("status")[:1]),
        goes_live_at=models.Subquery(scheduled.values("publish_at")[:1]),
    )
    return found
