"""Rows of the desk's lists: each brings what the columns show, in a constant number of queries."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

UNSETTLED = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def with_state(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Read who saved the latest draft and, as `review_status`, whether it is in review."""
    kind = ContentType.objects.get_for_model(rows.model)
    states = WorkflowState.objects.filter(
        base_content_type=kind,
        object_id=Cast(models.OuterRef("pk"), models.CharField()),
        status__in=UNSETTLED,
    ).order_by("-pk")
    rows = rows.select_related("latest_revision__user").defer("latest_revision__content")
    found: models.QuerySet[Any] = rows.annotate(
        review_status=models.Subquery(states.values("status")[:1])
    )
    return found
