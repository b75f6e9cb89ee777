"""A note from a union's staff to its members: what happened, and what to do about it."""

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from clauses import visibility
from clauses.models import fields, record, texts
from clauses.models import union as unions


class AdvisoryQuerySet(record.CatalogueQuerySet):
    """Advisories; what is for members is for those of its own unions."""

    def visible_to(self, viewer: visibility.Viewer | None, *, is_live: bool = True) -> Self:
        """Keep those that `viewer` may see: a member sees those of the own unions."""
        found = super().visible_to(viewer, is_live=is_live)
        who = getattr(viewer, "pk", None)
        if who is None or (viewer is not None and viewer.is_staff):
            return found
        own = self.model.unions.through.objects.filter(
            advisory=models.OuterRef("pk"),
            union__memberships__member__user=who,
            union__memberships__state="active",
        )
        return found.filter(models.Q(visibility=visibility.Visibility.PUBLIC) | models.Exists(own))


class Advisory(record.CatalogueRecord):
    """What staff tell their members, about which agreements, clauses and deployments."""

    record_kind = record.RecordKind.ADVISORY
    english = {"title": "title", "summary": "body"}
    publishing_unions = "unions"

    title = models.CharField(max_length=300)
    body = models.TextField()
    unions = ParentalManyToManyField(
        unions.Union, related_name="advisories", help_text=_("Whose members it is for.")
    )
    agreements = fields.slugs_field(help_text=_("Agreements that it is about."))
    clauses = fields.slugs_field(help_text=_("Clauses that it is about."))
    deployments = fields.slugs_field(help_text=_("Deployments that it is about."))

    objects: ClassVar["AdvisoryQuerySet"] = AdvisoryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(record.CatalogueRecord.Meta):
        ordering = ["-first_published_at", "slug"]
        verbose_name = _("advisory")
        verbose_name_plural = _("advisories")
        constraints = [*record.CatalogueRecord.Meta.constraints]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("advisory", args=[self.slug])

    def is_open_to(self, viewer: visibility.Viewer | None) -> bool:
        """As visible_to(): of those for members, those of the member's own unions."""
        if not super().is_open_to(viewer):
            return False
        who = getattr(viewer, "pk", None)
        is_staff = viewer is not None and viewer.is_staff
        if who is None or is_staff or self.visibility == visibility.Visibility.PUBLIC:
            return True
        meant = [each.pk for each in self.unions.all()]
        own = unions.Union.objects.filter(
            pk__in=meant, memberships__member__user=who, memberships__state="active"
        )
        return bool(own.exists())

    @property
    def summary(self) -> str:
        """The words that translations and messages call the summary."""
        return self.body

    def publishing_union_ids(self) -> list[int]:
        """Staff of a union whose members are told."""
        return [each.pk for each in self.unions.all()]

    def told_union_ids(self, *, of_publisher: list[int]) -> list[int]:
        """Only members of the unions that it is for, and that the publisher acts for."""
        meant = set(unions.Union.objects.filter(advisories=self.pk).values_list("pk", flat=True))
        return [union for union in of_publisher if union in meant]


class AdvisoryText(texts.Text):
    """An advisory's words in another language."""

    advisory = ParentalKey(Advisory, on_delete=models.CASCADE, related_name="texts")

    class Meta(texts.Text.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["advisory", "language"], name="advisory_text_once_a_language"
            ),
        ]


class AdvisorySource(texts.Source):
    """What an advisory rests on."""

    advisory = ParentalKey(Advisory, on_delete=models.CASCADE, related_name="sources")

    class Meta(texts.Source.Meta):
        pass
