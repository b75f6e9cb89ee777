"""A document that staff uploaded: its text, sections and passages on AI; never public."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clauses.models import agreement as agreements


class ImportedDocument(models.Model):
    """A PDF or DOCX that is read in the background, for the eyes of staff alone."""

    class State(models.TextChoices):
        """From the upload to the text, or to the reason why there is none."""

        WAITING = "waiting", _("waits to be read")
        READING = "reading", _("is being read")
        READ = "read", _("read")
        REFUSED = "refused", _("refused")
        REMOVED = "removed", _("removed")

    class Kind(models.TextChoices):
        """What the file is."""

        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"

    HELD = (State.WAITING, State.READING, State.READ)
    """States in which the file is kept."""

    title = models.CharField(_("title"), max_length=300)
    agreement = models.ForeignKey(
        agreements.Agreement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    file_name = models.CharField(max_length=200)
    stored_name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)
    byte_count = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(help_text=_("Whose turn it is among those that wait."))
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    attempts_count = models.PositiveSmallIntegerField(
        default=0, help_text=_("Attempts since the last page that was kept.")
    )
    has_pages = models.BooleanField(
        default=True, help_text=_("No: the file does not say where its pages end.")
    )
    page_count = models.PositiveIntegerField(null=True, blank=True)
    pages_done_count = models.PositiveIntegerField(default=0)
    has_all_pages = models.BooleanField(default=False)
    passage_count = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=24, blank=True, default="")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [
            # Read by the worker's claim.
            models.Index(
                fields=["due_at"],
                name="document_due",
                condition=models.Q(state__in=["waiting", "reading"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                name="document_imported_once",
                condition=models.Q(state__in=["waiting", "reading", "read"]),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="reading", lease_token__isnull=False, lease_expires_at__isnull=False
                )
                | (
                    ~models.Q(state="reading")
                    & models.Q(lease_token__isnull=True, lease_expires_at__isnull=True)
                ),
                name="document_read_under_a_lease",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="refused") & ~models.Q(refusal=""))
                | (~models.Q(state="refused") & models.Q(refusal="")),
                name="document_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="read")
                | models.Q(read_at__isnull=False, has_all_pages=True),
                name="document_read_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="removed", removed_by__isnull=False, removed_at__isnull=False
                )
                | (
                    ~models.Q(state="removed")
                    & models.Q(removed_by__isnull=True, removed_at__isnull=True)
                ),
                name="document_removal_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address at the desk."""
        return reverse("desk_document", args=[self.pk])

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens in the background."""
        return self.state not in {self.State.WAITING, self.State.READING}


class DocumentPage(models.Model):
    """The text of one page as it was read, or of one part where the file knows no pages."""

    document = models.ForeignKey(ImportedDocument, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField(help_text=_("Characters of the document before this page."))
    text = models.TextField(blank=True)
    is_unreadable = models.BooleanField(default=False)
    has_text = models.BooleanField(default=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} p. {self.number}"


class DocumentSection(models.Model):
    """A number or heading of the document."""

    document = models.ForeignKey(
        ImportedDocument, on_delete=models.CASCADE, related_name="sections"
    )
    level = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    heading = models.CharField(max_length=200, blank=True, default="")
    start = models.PositiveIntegerField()
    page = models.PositiveIntegerField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["document", "start"], name="document_section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.heading}".strip()


class DocumentPassage(models.Model):
    """What speaks of AI, from the character `start` of the document's text up to `end`."""

    document = models.ForeignKey(
        ImportedDocument, on_delete=models.CASCADE, related_name="passages"
    )
    rank = models.PositiveIntegerField(help_text=_("1 is the most telling."))
    score = models.FloatField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    first_page = models.PositiveIntegerField()
    last_page = models.PositiveIntegerField()
    section = models.CharField(max_length=120, blank=True, default="")
    heading = models.CharField(max_length=200, blank=True, default="")
    words = models.JSONField(default=list, help_text=_("The words that showed it."))
    sha256 = models.CharField(max_length=64)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["document", "rank"], name="passage_rank_once"),
            models.UniqueConstraint(fields=["document", "start"], name="passage_place_once"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="passage_has_length"
            ),
            models.CheckConstraint(
                condition=models.Q(set_aside_by__isnull=True, set_aside_at__isnull=True)
                | models.Q(set_aside_by__isnull=False, set_aside_at__isnull=False),
                name="passage_set_aside_has_person_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} ({self.first_page})"
