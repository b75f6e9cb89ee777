"""One negotiated or enacted safeguard: what it says, whom it protects, when it bites."""

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from clauses import visibility
from clauses.models import agreement as agreements
from clauses.models import fields, record, texts
from clauses.models import statute as statutes


class ClauseQuerySet(record.CatalogueQuerySet):
    """Clauses by their own term; whether one is carried on is the rules' business."""

    def visible_to(self, viewer: visibility.Viewer | None, *, is_live: bool = True) -> Self:
        """Keep those that `viewer` may see together with their agreement or law."""
        return (
            super()
            .visible_to(viewer, is_live=is_live)
            .filter(
                models.Q(agreement__in=agreements.Agreement.objects.visible_to(viewer))
                | models.Q(statute__in=statutes.Statute.objects.visible_to(viewer))
            )
        )

    def in_own_term(self, *, on: datetime.date) -> Self:
        """Keep those whose own term includes the day `on`."""
        return self.filter(
            models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=on),
            effective_from__lte=on,
        )

    def with_parent(self) -> Self:
        """Read agreement or statute in the same query."""
        return self.select_related("agreement", "statute")


class Clause(record.CatalogueRecord):
    """A safeguard of exactly one agreement or statute."""

    record_kind = record.RecordKind.CLAUSE
    english = {"title": "title", "summary": "summary", "plain_language": "plain_language"}
    publishing_unions = "agreement__unions"
    kept_by_row = (
        *record.CatalogueRecord.kept_by_row,
        "checked_document",
        "checked_page",
        "checked_section",
        "checked_by_id",
        "checked_at",
    )

    class Duty(models.TextChoices):
        """When the duty falls due."""

        USE = "use", _("the moment the tool is used")
        LATER = "later", _("later: pay, reports, remedies")

    class Level(models.TextChoices):
        """What raises the clause."""

        WORK = "work", _("a piece of work")
        COMPANY = "company", _("a company's own programme")
        STANDING = "standing", _("nothing: it always exists")

    class Head(models.TextChoices):
        """Which of two clauses leads when a later one builds on one that is carried on."""

        NOT_SAID = "", _("not said")
        EARLIER = "earlier", _("the earlier one")
        LATER = "later", _("the later one")
        SEPARATE = "separate", _("both, separately")

    agreement = models.ForeignKey(
        agreements.Agreement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="clauses",
    )
    statute = models.ForeignKey(
        statutes.Statute, null=True, blank=True, on_delete=models.PROTECT, related_name="clauses"
    )
    section = models.CharField(
        max_length=120,
        blank=True,
        default="",
        help_text=_("As the source gives it; empty where no source does. Never invent one."),
    )
    title = models.CharField(max_length=300)
    summary = models.TextField()
    plain_language = models.TextField(blank=True, default="")
    roles = fields.slugs_field(help_text=_("Whom it protects."))
    is_for_everyone = models.BooleanField(
        default=False, help_text=_("It protects everyone whom the agreement or law covers.")
    )
    safeguard_types = fields.slugs_field(help_text=_("The first is the main one."))
    elements = fields.slugs_field()
    elements_note = models.TextField(blank=True, default="")
    uses = fields.slugs_field(help_text=_("Uses of AI that it speaks of."))
    use_modifiers = fields.slugs_field()
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True, help_text=_("The last day in force."))
    effective_note = models.TextField(blank=True, default="")
    carried_into = ParentalManyToManyField(
        agreements.Agreement,
        blank=True,
        related_name="carried_clauses",
        help_text=_("Later agreements that keep this term."),
    )
    builds_on = ParentalManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="built_upon_by",
        help_text=_("Earlier clauses that this one changes or adds to."),
    )

    main_uses = fields.slugs_field()
    incidental_uses = fields.slugs_field()
    enabled_by = fields.slugs_field(
        help_text=_("Capabilities that may raise it through an enabling link.")
    )
    required_facts = fields.slugs_field()
    any_facts = fields.slugs_field(help_text=_("One of these must be true."))
    excluding_facts = fields.slugs_field()
    duty = models.CharField(max_length=8, choices=Duty.choices, default=Duty.USE)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.WORK)
    head = models.CharField(max_length=10, choices=Head.choices, default=Head.NOT_SAID, blank=True)
    scope_of = fields.slugs_field(help_text=_("Clauses that this one defines or limits."))
    umbrella_of = fields.slugs_field(
        help_text=_("Clauses that say in particular what this one says in general.")
    )
    rule_roles = fields.slugs_field(help_text=_("Roles it counts for, where that differs."))
    rule_role_uses = models.JSONField(default=dict, blank=True)
    rule_sectors = fields.slugs_field()
    priority = models.PositiveSmallIntegerField(default=5)

    checked_document = models.CharField(max_length=300, blank=True, default="", editable=False)
    checked_page = models.CharField(max_length=60, blank=True, default="", editable=False)
    checked_section = models.CharField(max_length=120, blank=True, default="", editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar["ClauseQuerySet"] = ClauseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(record.CatalogueRecord.Meta):
        ordering = ["slug"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            *record.CatalogueRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(agreement__isnull=False, statute__isnull=True)
                | models.Q(agreement__isnull=True, statute__isnull=False),
                name="clause_belongs_to_exactly_one",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__gte=models.F("effective_from")),
                name="clause_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=True, checked_by__isnull=True)
                | models.Q(checked_at__isnull=False, checked_by__isnull=False),
                name="clause_check_has_person_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the public page."""
        return reverse("clause", args=[self.slug])

    @property
    def is_checked(self) -> bool:
        """Whether a reviewer compared it with the primary document."""
        return self.checked_at is not None

    def publishing_union_ids(self) -> list[int]:
        """Staff of the unions of its agreement; a statute's clause is open to every union."""
        return self.agreement.publishing_union_ids() if self.agreement else []

    def clean(self) -> None:
        """Refuse two parents, none, or a term outside the agreement's."""
        super().clean()
        if (self.agreement_id is None) == (self.statute_id is None):
            sentence = _("A clause belongs to exactly one agreement or statute.")
            raise ValidationError({"agreement": sentence})
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValidationError({"effective_to": _("The term ends before it starts.")})
        parent = self.agreement or self.statute
        if parent is None:
            return
        if self.statute and self.slug != self.statute.slug:
            raise ValidationError(
                {
                    "slug": _("The clause of a law has the law's own permanent name: %(slug)s.")
                    % {"slug": self.statute.slug}
                }
            )
        if (
            self.effective_from
            and parent.effective_from
            and self.effective_from < parent.effective_from
        ):
            raise ValidationError(
                {
                    "effective_from": _("The clause starts before its agreement does.")
                    if self.agreement
                    else _("The clause starts before its law does.")
                }
            )
        if parent.effective_to and (
            self.effective_to is None or self.effective_to > parent.effective_to
        ):
            raise ValidationError(
                {
                    "effective_to": _("The clause ends after its agreement does.")
                    if self.agreement
                    else _("The clause ends after its law does.")
                }
            )


class ClauseText(texts.Text):
    """A clause's words in another language."""

    clause = ParentalKey(Clause, on_delete=models.CASCADE, related_name="texts")
    time_limit_notes = models.JSONField(
        default=list,
        blank=True,
        help_text=_("For each time limit in order: starts_from and applies_to."),
    )

    class Meta(texts.Text.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "language"], name="clause_text_once_a_language"
            ),
        ]


class ClauseSource(texts.Source):
    """What a clause's record rests on."""

    clause = ParentalKey(Clause, on_delete=models.CASCADE, related_name="sources")

    class Meta(texts.Source.Meta):
        pass


class Dropped(models.Model):
    """A later agreement does not keep the clause. Said by a person with a source, never found."""

    clause = ParentalKey(Clause, on_delete=models.CASCADE, related_name="dropped_by")
    agreement = models.ForeignKey(
        agreements.Agreement, on_delete=models.PROTECT, related_name="dropped_clauses"
    )
    source_title = models.CharField(_("source"), max_length=400)
    source_url = models.CharField(
        _("address"),
        max_length=1000,
        blank=True,
        default="",
        validators=[validators.URLValidator(schemes=["http", "https"])],
    )
    reason = models.TextField(_("what the source says"), blank=True, default="")

    class Meta:
        ordering = ["id"]
        verbose_name = _("dropped clause")
        verbose_name_plural = _("dropped clauses")
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "agreement"], name="dropped_once_by_an_agreement"
            ),
            models.CheckConstraint(
                condition=~models.Q(source_title=""), name="dropped_names_its_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} by {self.agreement_id}"


class TimeLimit(texts.Ordered):
    """A period that a clause sets: 48 hours before a scan, ten business days to bargain."""

    class Unit(models.TextChoices):
        """Units as in the taxonomy's crosswalk of time limits."""

        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        BUSINESS_DAYS = "business-days", _("business days")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")

    class Direction(models.TextChoices):
        """How it is counted from its start event."""

        BEFORE = "before", _("before")
        WITHIN = "within", _("within")
        RECURRING = "recurring", _("every")

    clause = ParentalKey(Clause, on_delete=models.CASCADE, related_name="time_limits")
    number = models.PositiveIntegerField()
    unit = models.CharField(max_length=16, choices=Unit.choices)
    direction = models.CharField(max_length=12, choices=Direction.choices)
    starts_from = models.TextField(blank=True, default="")
    applies_to = models.TextField(blank=True, default="")

    class Meta(texts.Ordered.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gt=0), name="time_limit_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.unit} {self.direction}"

    def clean(self) -> None:
        """Say at the field what the database would refuse."""
        super().clean()
        if self.number == 0:
            raise ValidationError({"number": _("A time limit is at least 1.")})
