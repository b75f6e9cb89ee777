"""Unions: who represents which roles, how to reach them, and which staff act for them."""

from typing import Self

from django.conf import settings
from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import fields


class UnionQuerySet(models.QuerySet["Union"]):
    """Unions of the field, and among them those that this installation serves."""

    def served(self) -> Self:
        """Keep the unions whose staff and members use this installation."""
        return self.filter(is_served=True)


class Union(models.Model):
    """A union, guild or association. Contacts are written by its staff, never by the catalogue."""

    slug = fields.slug_field(unique=True)
    name = models.CharField(max_length=200)
    aliases = fields.lines_field()
    country = models.CharField(max_length=8)
    region = models.CharField(max_length=80, blank=True, default="")
    kind = models.CharField(max_length=40)
    represents = fields.slugs_field(help_text=_("Roles, by their id in the taxonomy."))
    note = models.TextField(blank=True, default="")
    is_verified = models.BooleanField(default=False)
    sources = models.JSONField(default=list, blank=True)
    catalogue_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    is_served = models.BooleanField(
        _("served here"),
        default=False,
        help_text=_("Its staff and members use this installation."),
    )
    opens_gaps = models.BooleanField(
        _("opens gaps to the public"),
        default=False,
        help_text=_("Otherwise the pages on gaps are for members and staff."),
    )
    contact_name = models.CharField(_("whom to ask"), max_length=200, blank=True, default="")
    contact_url = models.URLField(_("contact page"), max_length=500, blank=True, default="")
    contact_email = models.EmailField(_("contact e-mail"), blank=True, default="")
    contact_phone = models.CharField(
        _("contact telephone"),
        max_length=40,
        blank=True,
        default="",
        validators=[validators.RegexValidator(r"^[0-9+(). /-]*$", "Use digits, + ( ) . / -.")],
    )

    objects = UnionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("union")
        verbose_name_plural = _("unions")

    def __str__(self) -> str:
        return self.name

    @property
    def has_contact(self) -> bool:
        """Whether staff wrote any way to reach the union."""
        return bool(self.contact_url or self.contact_email or self.contact_phone)


class StaffUnion(models.Model):
    """A staff account acts for a union: it may publish what that union negotiated."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_unions"
    )
    union = models.ForeignKey(Union, on_delete=models.PROTECT, related_name="staff")

    class Meta:
        verbose_name = _("staff member's union")
        verbose_name_plural = _("staff members' unions")
        permissions = [("manage_staff", "Can manage the accounts of staff")]
        constraints = [
            models.UniqueConstraint(fields=["user", "union"], name="staff_union_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.union_id}"
