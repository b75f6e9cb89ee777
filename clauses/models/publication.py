"""From when to when which revision of a record was live, who approved it and who wrote it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications by record, and those that are on the public side now."""

    def of(self, *, record: Any) -> Self:
        """Keep those of one record."""
        return self.filter(record_kind=record.record_kind, record_id=record.pk)

    def live(self) -> Self:
        """Keep those that nothing has ended."""
        return self.filter(live_until__isnull=True)


class Publication(models.Model):
    """One revision of one record on the public side. Written only by clauses/publishing.py."""

    class SystemActor(models.TextChoices):
        """Who publishes without a second person, recorded as such."""

        NONE = "", _("a person")
        CATALOGUE = "catalogue", _("catalogue loader")
        SCHEDULER = "scheduler", _("scheduler, carrying out an approval")

    record_kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    slug = models.CharField(max_length=80)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="publications"
    )
    content_digest = models.CharField(max_length=64)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approved_publications",
    )
    author_ids = ArrayField(models.BigIntegerField(), default=list)
    system_actor = models.CharField(
        max_length=12, choices=SystemActor.choices, default=SystemActor.NONE, blank=True
    )
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PublicationQuerySet] = PublicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-live_from", "-id"]
        indexes = [models.Index(fields=["record_kind", "record_id"], name="publication_of_record")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(author_ids__contains=[models.F("approver_id")])
                | models.Q(approver__isnull=True),
                name="publication_approver_is_no_author",
            ),
            models.CheckConstraint(
                condition=models.Q(approver__isnull=False) | models.Q(system_actor="catalogue"),
                name="publication_by_a_person_has_approver",
            ),
            models.CheckConstraint(
                condition=models.Q(live_until__isnull=True)
                | models.Q(live_until__gte=models.F("live_from")),
                name="publication_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="publication_one_live_at_a_time",
                expressions=[
                    ("record_kind", RangeOperators.EQUAL),
                    ("record_id", RangeOperators.EQUAL),
                    (
                        Func(
                            "live_from",
                            "live_until",
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.slug} from {self.live_from:%Y-%m-%d %H:%M}"
