"""An organisation that builds on the catalogue: a sister union, legal aid, a researcher."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import fields


class PartnerOrganisation(models.Model):
    """Who holds keys. It has no people: the API knows organisations only."""

    slug = fields.slug_field(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Otherwise none of its keys opens anything.")
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
