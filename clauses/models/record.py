"""What every catalogue record has: a slug, a visibility, evidence, drafts and revisions."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail import hooks
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from clauses import held, publishing, visibility
from clauses.models import fields, texts
from clauses.visibility import Viewer


class RecordKind(models.TextChoices):
    """The kinds of record that are published, changed and reported on."""

    AGREEMENT = "agreement", _("agreement")
    STATUTE = "statute", _("statute")
    CLAUSE = "clause", _("clause")
    PARTY = "party", _("party")
    VENDOR = "vendor", _("vendor")
    PRODUCT = "product", _("product")
    DEPLOYMENT = "deployment", _("deployment")
    LINK = "link", _("link")
    ADVISORY = "advisory", _("advisory")


class CatalogueQuerySet(models.QuerySet[Any]):
    """Rows reach a page, an answer or an alert only through visible_to()."""

    def visible_to(self, viewer: visibility.Viewer | None, *, is_live: bool = True) -> Self:
        """Keep live records of a level that `viewer` may see; or those that are off the site."""
        return self.filter(live=is_live, visibility__in=visibility.levels_for(viewer))


class CatalogueRecord(
    publishing.PublicationMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A record of the catalogue. The row is what is live; drafts live in its revisions."""

    record_kind: ClassVar[RecordKind]
    english: ClassVar[Mapping[str, str]] = {}
    """Columns with the English title, summary and plain language, where texts translate them."""
    kept_by_row: ClassVar[tuple[str, ...]] = ("catalogue_digest", "is_staff_reviewed", "created_at")
    """Columns that belong to the row, not to one revision of it."""

    derived: ClassVar[frozenset[str]] = frozenset()
    """Columns that the form fills from another one, which the review shows."""

    publishing_unions: ClassVar[str] = ""
    """The relation that publishing_union_ids() reads, so that many records are read at once."""

    slug = fields.slug_field(unique=True)
    visibility = models.CharField(
        max_length=10,
        choices=visibility.Visibility.choices,
        default=visibility.Visibility.PUBLIC,
    )
    evidence_level = models.CharField(max_length=40, blank=True, default="")
    is_verified = models.BooleanField(
        default=False,
        help_text=_(
            "A citable page was read that supports the substance. "
            "It does not mean that the contract text was read."
        ),
    )
    confidence_note = models.TextField(blank=True, default="")
    source_values = models.JSONField(
        default=dict, blank=True, help_text=_("The words of the source, before the crosswalk.")
    )
    refinement = models.JSONField(
        default=dict, blank=True, help_text=_("How the crosswalked values were narrowed, and why.")
    )
    rules_note = models.TextField(
        blank=True, default="", help_text=_("Why the rules' fields are set as they are.")
    )
    catalogue_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    is_staff_reviewed = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar["CatalogueQuerySet"] = CatalogueQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__regex=fields.SLUG_PATTERN),
                name="%(class)s_slug_is_permanent_form",
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=visibility.Visibility.values),
                name="%(class)s_visibility_is_known",
            ),
        ]

    def get_lock(self) -> held.Lock | None:
        """The lock that somebody put on it; being in review locks nothing."""
        return held.Lock(self) if self.locked else None

    def english_digest(self) -> str:
        """Return the digest of the English words, by which a translation knows its original."""
        return texts.original_digest(
            **{part: getattr(self, column) for part, column in self.english.items()}
        )

    def serve_preview(self, request: Any, mode_name: str) -> HttpResponse:
        """Answer the public page of this draft; pages come by the hook `desk_preview`.

        A draft that lacks what its page cannot do without gets a page that names it.
        """
        lacks = [
            field.verbose_name
            for field in self._meta.concrete_fields
            if not (field.null or field.blank or field.primary_key)
            and getattr(self, field.attname) in (None, "")
        ]
        if lacks:
            return TemplateResponse(request, "desk/preview.html", {"record": self, "lacks": lacks})
        for show in hooks.get_hooks("desk_preview"):
            shown: HttpResponse | None = show(record=self, request=request)
            if shown is not None:
                return shown
        return TemplateResponse(request, "desk/preview.html", {"record": self})

    def is_open_to(self, viewer: Viewer | None) -> bool:
        """Whether `viewer` may see this state of the record; visible_to() asks it of rows."""
        return self.visibility in visibility.levels_for(viewer)

    def publishing_union_ids(self) -> list[int]:
        """Unions whose staff alone may publish this record; empty: staff of any union."""
        return []

    def told_union_ids(self, *, of_publisher: list[int]) -> list[int]:
        """Unions whose members may hear of its publication: those the publisher acts for."""
        return of_publisher


def model_of(kind: str) -> type[CatalogueRecord]:
    """Return the model whose records are of `kind`. Raises LookupError for a kind without one."""
    for model in apps.get_models():
        if issubclass(model, CatalogueRecord) and model.record_kind == kind:
            return model
    raise LookupError(f"No catalogue record is of the kind {kind!r}.")
