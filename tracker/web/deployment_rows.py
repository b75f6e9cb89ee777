"""A deployment as one line of a list."""

import dataclasses
import datetime
from typing import Any

from clauses import readings, vocabulary
from tracker.models import deployment as deployments


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeploymentRow:
    """What a list says of a deployment."""

    slug: str
    address: str
    reading: readings.Reading
    vendor: str
    product: str
    day: datetime.date
    precision: str
    phase: str
    phase_slug: str
    kind: str
    grade: str
    evidence: str


def prepared(
    *, queryset: deployments.DeploymentQuerySet, language: str
) -> deployments.DeploymentQuerySet:
    """Read vendor and product in the same query, and the words of one language in another."""
    found: deployments.DeploymentQuerySet = queryset.with_product().prefetch_related(
        readings.in_language(model=deployments.DeploymentText, language=language)
    )
    return found


def row_of(*, deployment: deployments.Deployment, words: vocabulary.Vocabulary) -> DeploymentRow:
    """Turn a prepared deployment into a row; no queries."""
    return DeploymentRow(
        slug=deployment.slug,
        address=deployment.get_absolute_url(),
        reading=readings.read(record=deployment, language=words.language),
        vendor=deployment.vendor.name,
        product=deployment.product.name,
        day=deployment.event_date,
        precision=deployment.date_precision,
        phase=words.label("phases", deployment.phase),
        phase_slug=deployment.phase,
        kind=words.label("event-kinds", deployment.kind),
        grade=words.grade(deployment.evidence_level),
        evidence=words.label("evidence-levels", deployment.evidence_level),
    )


def rows(*, queryset: Any, words: vocabulary.Vocabulary) -> list[DeploymentRow]:
    """Prepare and turn a whole queryset into rows: two queries."""
    return [
        row_of(deployment=row, words=words)
        for row in prepared(queryset=queryset, language=words.language)
    ]
