"""A partner's key: its digest alone, so that nobody who reads the database can use it."""

import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.api.models.organisation import PartnerOrganisation

PREFIX_LENGTH = 12


class PartnerKeyQuerySet(models.QuerySet["PartnerKey"]):
    """Keys by whether they open anything."""

    def usable(self, *, at: datetime.datetime) -> Self:
        """Keep keys that are neither revoked nor expired at `at`, of active organisations."""
        return self.filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=at),
            revoked_at__isnull=True,
            organisation__is_active=True,
        )


class PartnerKey(models.Model):
    """Opens a higher rate, webhooks or exports. The token itself is shown once and kept nowhere."""

    class Scope(models.TextChoices):
        """What a key opens beside what is public."""

        READ = "read", _("read at a higher rate")
        WEBHOOKS = "webhooks", _("manage webhooks")
        EXPORT = "export", _("make exports")

    organisation = models.ForeignKey(
        PartnerOrganisation, on_delete=models.PROTECT, related_name="keys"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField(
        max_length=PREFIX_LENGTH,
        editable=False,
        help_text=_("The first characters of the token, by which a person recognises it."),
    )
    scopes = ArrayField(models.CharField(max_length=12, choices=Scope.choices))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("To the hour.")
    )

    objects = PartnerKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("partner key")
        verbose_name_plural = _("partner keys")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(expires_at__gt=models.F("created_at")),
                name="key_expires_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True)
                | models.Q(revoked_at__gte=models.F("created_at")),
                name="key_is_revoked_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    scopes__len__gt=0, scopes__contained_by=["read", "webhooks", "export"]
                ),
                name="key_has_known_scopes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.organisation_id}"
