"""The append-only log of editorial acts: the only source of alerts, webhooks and the feed."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import publication

RULES = "rules"
SYSTEM_ACTORS = (
    *publication.Publication.SystemActor.choices,
    (RULES, _("the rules, which ask staff again and publish nothing")),
)

TELLS_AGAIN = ("corrected", "retracted")
"""Acts that reach those who were told before; their `union_ids` are of every publisher before."""


class ChangeManager(models.Manager["Change"]):
    """Adds to the log; nothing else writes it, nothing at all alters it."""

    def record(
        self,
        *,
        kind: str,
        record_kind: str,
        record_id: int,
        slug: str,
        at: datetime.datetime,
        by: Any = None,
        system_actor: str = "",
        notifies: bool = False,
        silence_reason: str = "",
        union_ids: Sequence[int] = (),
        changed_fields: Sequence[str] = (),
        publication_id: int | None = None,
        note: str = "",
    ) -> "Change":
        """Write one row; `kind` is subject.past_tense, such as "deployment.published"."""
        return self.create(
            kind=kind,
            record_kind=record_kind,
            record_id=record_id,
            slug=slug,
            at=at,
            by=by,
            system_actor=system_actor,
            notifies=notifies,
            silence_reason=silence_reason,
            union_ids=list(union_ids),
            changed_fields=list(changed_fields),
            publication_id=publication_id,
            note=note,
        )


class Change(models.Model):
    """One editorial act. Its row says whether it notifies, and whose members it may reach."""

    kind = models.CharField(max_length=60)
    record_kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    slug = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )
    system_actor = models.CharField(max_length=12, choices=SYSTEM_ACTORS, blank=True, default="")
    publication = models.ForeignKey(
        publication.Publication,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )
    notifies = models.BooleanField(default=False)
    silence_reason = models.TextField(
        blank=True, default="", help_text=_("Why a publication tells nobody.")
    )
    union_ids = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text=_("Unions of the publisher: only their members are told."),
    )
    changed_fields = ArrayField(models.CharField(max_length=60), default=list)
    note = models.TextField(blank=True, default="")

    objects = ChangeManager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["record_kind", "record_id"], name="change_of_record"),
            # Read by the fan-out, which looks for notifying changes it has not yet taken up.
            models.Index(fields=["id"], name="change_notifying", condition=models.Q(notifies=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__regex=r"^[a-z_]+\.[a-z_]+$"),
                name="change_kind_is_subject_and_past_tense",
            ),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(system_actor=""),
                name="change_has_an_actor",
            ),
            models.CheckConstraint(
                condition=models.Q(notifies=False) | ~models.Q(system_actor="catalogue"),
                name="change_by_catalogue_tells_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"

    @property
    def act(self) -> str:
        """The past tense: what was done."""
        return self.kind.rpartition(".")[2]

    @property
    def tells_again(self) -> bool:
        """Whether it reaches those who were told of the record before, and nobody else."""
        return self.act in TELLS_AGAIN
