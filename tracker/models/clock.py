"""A deadline that a time limit or an agreement's term starts; settled by a named person."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses import visibility
from clauses.models import Agreement, Clause, TimeLimit
from tracker.models.link import Link
from tracker.timing import limits


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks by state and by who may see them."""

    def visible_to(self, viewer: visibility.Viewer | None) -> Self:
        """Keep those of a level that `viewer` may see."""
        return self.filter(visibility__in=visibility.levels_for(viewer))

    def due(self) -> Self:
        """Keep those that nobody has settled, the soonest first."""
        return self.filter(state=Clock.State.DUE).order_by("earliest_at", "pk")

    def with_records(self) -> Self:
        """Read what they belong to in the same query."""
        return self.select_related(
            "clause__agreement", "clause__statute", "agreement", "link__deployment"
        )


class Clock(models.Model):
    """One deadline, the limit as it read when it was started, and how it was counted."""

    class Kind(models.TextChoices):
        """What starts it."""

        CLAUSE = "clause", _("time limit of a clause")
        EXPIRY = "expiry", _("end of an agreement")
        RENEGOTIATION = "renegotiation", _("renegotiation of an agreement")

    class State(models.TextChoices):
        """Runs, or settled by a person with evidence."""

        DUE = "due", _("due")
        MET = "met", _("met")
        MISSED = "missed", _("missed")
        WAIVED = "waived", _("waived")

    class WhenClosed(models.TextChoices):
        """What a last day on which nobody works does."""

        STANDS = limits.WhenClosed.STANDS.value, _("stands")
        MOVES = limits.WhenClosed.MOVES.value, _("moves to a work day, away from the event")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    request_key = models.UUIDField(
        unique=True, help_text=_("Of the form that started it; the same form starts no second.")
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks"
    )
    link = models.ForeignKey(
        Link, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks"
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks"
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=16, choices=TimeLimit.Unit.choices, blank=True, default="")
    direction = models.CharField(
        max_length=12, choices=TimeLimit.Direction.choices, blank=True, default=""
    )
    starts_from = models.TextField(blank=True, default="")
    applies_to = models.TextField(blank=True, default="")

    first_day = models.DateField()
    first_time = models.TimeField(null=True, blank=True)
    last_day = models.DateField()
    last_time = models.TimeField(null=True, blank=True)
    occurrence = models.PositiveIntegerField(default=1)
    event_note = models.TextField(help_text=_("What the start event is, and how it is known."))
    zone = models.CharField(max_length=40)
    calendar = models.CharField(max_length=12)
    when_closed = models.CharField(max_length=8, choices=WhenClosed.choices)

    earliest_at = models.DateTimeField()
    earliest_day = models.DateField()
    latest_at = models.DateTimeField()
    latest_day = models.DateField()
    is_whole_day = models.BooleanField()
    earliest_steps = models.JSONField(default=list)
    latest_steps = models.JSONField(default=list)

    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    evidence = models.TextField(blank=True, default="")
    visibility = models.CharField(
        max_length=10,
        choices=visibility.Visibility.choices,
        default=visibility.Visibility.STAFF,
    )
    sequence = models.PositiveIntegerField(
        default=0, help_text=_("Rises with every change, for calendar programs.")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["earliest_at", "id"]
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        indexes = [
            # Read by the desk's list and its opening page.
            models.Index(
                fields=["earliest_at", "id"], name="clock_due", condition=models.Q(state="due")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind="clause",
                    clause__isnull=False,
                    agreement__isnull=True,
                    number__isnull=False,
                )
                | models.Q(
                    kind="expiry",
                    clause__isnull=True,
                    link__isnull=True,
                    agreement__isnull=False,
                    number__isnull=True,
                )
                | models.Q(
                    kind="renegotiation",
                    clause__isnull=True,
                    link__isnull=True,
                    agreement__isnull=False,
                    number__isnull=False,
                ),
                name="clock_belongs_to_what_starts_it",
            ),
            models.CheckConstraint(
                condition=models.Q(latest_at__gte=models.F("earliest_at"))
                & models.Q(last_day__gte=models.F("first_day")),
                name="clock_latest_is_not_before_earliest",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="due", settled_by__isnull=True, settled_at__isnull=True, evidence=""
                )
                | (
                    models.Q(state__in=["met", "missed", "waived"])
                    & models.Q(settled_by__isnull=False, settled_at__isnull=False)
                    & ~models.Q(evidence="")
                ),
                name="clock_settled_has_person_time_and_evidence",
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=visibility.Visibility.values),
                name="clock_visibility_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(event_note=""), name="clock_says_what_started_it"
            ),
            models.UniqueConstraint(
                fields=[
                    "kind",
                    "clause",
                    "link",
                    "agreement",
                    "number",
                    "unit",
                    "direction",
                    "applies_to",
                    "first_day",
                    "first_time",
                    "last_day",
                    "last_time",
                    "occurrence",
                ],
                condition=models.Q(state="due"),
                nulls_distinct=False,
                name="clock_runs_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.clause_id or self.agreement_id}: {self.earliest_day}"

    @property
    def is_doubtful(self) -> bool:
        """Whether two different deadlines are possible."""
        return self.earliest_at != self.latest_at


class ClockAct(models.Model):
    """What somebody did with a clock. Rows are never altered or removed."""

    class Act(models.TextChoices):
        """Started, counted anew, settled, or opened again."""

        STARTED = "started", _("started")
        RECOUNTED = "recounted", _("counted anew")
        MET = "met", _("met")
        MISSED = "missed", _("missed")
        WAIVED = "waived", _("waived")
        REOPENED = "reopened", _("opened again")

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=10, choices=Act.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField()
    earliest_day = models.DateField()
    latest_day = models.DateField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(note=""), name="clock_act_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.act}"


class ClauseCounting(models.Model):
    """How staff let the time limits of a clause count from now on."""

    clause = models.OneToOneField(Clause, on_delete=models.PROTECT, related_name="counting")
    zone = models.CharField(max_length=40)
    calendar = models.CharField(max_length=12)
    when_closed = models.CharField(max_length=8, choices=Clock.WhenClosed.choices)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.clause_id}: {self.zone}, {self.calendar}, {self.when_closed}"


class CalendarKey(models.Model):
    """Opens the clocks to one person's calendar program. Only a digest of the secret is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_keys"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="calendar_key_open_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.made_at:%Y-%m-%d}"
