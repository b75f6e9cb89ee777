"""Who compared a clause with its agreement or law, where in it, and until when that held."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import clause as clauses
from clauses.models import publication as publications


class ClauseCheck(models.Model):
    """One comparison of the live words with the primary document. Written by clauses/checking.py.

    A row is never altered or removed; once, it is given its end. The one without an end is the
    mark that the clause carries, which the database compares.
    """

    class Cleared(models.TextChoices):
        """Why a mark holds no more."""

        NOT = "", _("it holds")
        WORDS_CHANGED = "words-changed", _("other words went live")
        TAKEN_BACK = "taken-back", _("taken back by staff")

    clause = models.ForeignKey(clauses.Clause, on_delete=models.PROTECT, related_name="checks")
    publication = models.ForeignKey(
        publications.Publication,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The words that were compared."),
    )
    document = models.CharField(max_length=300)
    page = models.CharField(max_length=60, blank=True, default="")
    section = models.CharField(max_length=120, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cleared = models.CharField(
        max_length=14, choices=Cleared.choices, default=Cleared.NOT, blank=True
    )
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty where the catalogue's loader brought the new words."),
    )
    cleared_reason = models.TextField(blank=True, default="")
    cleared_publication = models.ForeignKey(
        publications.Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("check of a clause")
        verbose_name_plural = _("checks of clauses")
        constraints = [
            models.UniqueConstraint(
                fields=["clause"],
                condition=models.Q(cleared_at__isnull=True),
                name="clause_check_one_holds",
            ),
            models.CheckConstraint(
                condition=~models.Q(document=""), name="clause_check_names_a_document"
            ),
            models.CheckConstraint(
                condition=~models.Q(page="", section=""), name="clause_check_names_a_place"
            ),
            models.CheckConstraint(
                condition=models.Q(cleared_at__gte=models.F("at")),
                name="clause_check_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    cleared="",
                    cleared_at__isnull=True,
                    cleared_by__isnull=True,
                    cleared_reason="",
                    cleared_publication__isnull=True,
                )
                | models.Q(
                    cleared="words-changed",
                    cleared_at__isnull=False,
                    cleared_publication__isnull=False,
                )
                | (
                    models.Q(
                        cleared="taken-back",
                        cleared_at__isnull=False,
                        cleared_by__isnull=False,
                        cleared_publication__isnull=True,
                    )
                    & ~models.Q(cleared_reason="")
                ),
                name="clause_check_end_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id}: {self.document}"
