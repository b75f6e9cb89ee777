"""Where a clause was found: document, page, section, characters, and what they read then."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import clause as clauses
from clauses.models import document as documents


class ClauseCitation(models.Model):
    """A clause drafted from a passage. It names the place by itself, should the text be removed."""

    clause = models.ForeignKey(clauses.Clause, on_delete=models.CASCADE, related_name="citations")
    document = models.ForeignKey(
        documents.ImportedDocument, on_delete=models.PROTECT, related_name="citations"
    )
    passage = models.ForeignKey(
        documents.DocumentPassage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="citations",
    )
    section = models.CharField(max_length=120, blank=True, default="")
    first_page = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Empty where the file does not give pages.")
    )
    last_page = models.PositiveIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    document_sha256 = models.CharField(max_length=64)
    passage_sha256 = models.CharField(max_length=64)
    cited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    cited_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "start"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "document", "start", "end"], name="citation_once"
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="citation_has_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.section}".strip()
