"""Texts of a record in another language and its sources: children of the record."""

import hashlib

from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import fields


class Ordered(models.Model):
    """A child that keeps its place among its siblings."""

    sort_order = models.IntegerField(null=True, blank=True, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        abstract = True
        ordering = ["sort_order"]


class TextStatus(models.TextChoices):
    """How far a translation may be trusted."""

    OFFICIAL = "official", _("official")
    REVIEWED = "reviewed", _("reviewed")
    MACHINE = "machine", _("machine translation")
    UNREVIEWED = "unreviewed", _("not yet reviewed")


class TextLanguage(models.TextChoices):
    """Languages beside English, which stands on the record itself."""

    FRENCH = "fr", "Français"
    SPANISH = "es", "Español"


def original_digest(*, title: str, summary: str = "", plain_language: str = "") -> str:
    """Return the digest of the English words that a translation was made from."""
    words = "\n\n".join([title, summary, plain_language])
    return hashlib.sha256(words.encode()).hexdigest()


class OriginalDigest(models.Func):
    """original_digest() in the database: of the title, summary and plain language given to it."""

    template = "encode(sha256(convert_to(concat_ws(E'\\n\\n', %(expressions)s), 'UTF8')), 'hex')"
    output_field = models.CharField()


class Text(models.Model):
    """Title, summary and plain language of a record in one language."""

    language = models.CharField(max_length=2, choices=TextLanguage.choices)
    title = models.CharField(max_length=300, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    plain_language = models.TextField(blank=True, default="")
    status = models.CharField(
        max_length=12, choices=TextStatus.choices, default=TextStatus.UNREVIEWED
    )
    original_digest = models.CharField(
        max_length=64,
        blank=True,
        default="",
        editable=False,
        help_text=_(
            "Digest of the English text that was translated; another one means out of date."
        ),
    )

    class Meta:
        abstract = True
        ordering = ["language"]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"

    def is_outdated(self, *, digest: str) -> bool:
        """Tell whether the English words of that digest are others than were translated."""
        return bool(self.original_digest) and self.original_digest != digest


class Source(Ordered):
    """One page, document or report that a record rests on."""

    title = models.CharField(max_length=400)
    publisher = models.CharField(max_length=300, blank=True, default="")
    url = models.CharField(
        max_length=1000,
        blank=True,
        default="",
        validators=[validators.URLValidator(schemes=["http", "https"])],
    )
    date_text = fields.partial_date_field(verbose_name=_("date"))
    tier = models.CharField(max_length=40)
    language = models.CharField(max_length=8, blank=True, default="")
    was_seen = models.BooleanField(
        null=True,
        blank=True,
        help_text=_("No: a primary document that is known and was not opened."),
    )

    class Meta(Ordered.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title
