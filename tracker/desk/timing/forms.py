"""Forms of clocks: the start event, how it counts, and what it is that counts."""

import uuid
import zoneinfo
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clauses import vocabulary
from clauses.desk import widgets
from clauses.models import Clause, TimeLimit
from tracker import clock_homes, clocks, models
from tracker.timing import calendars, limits


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of the day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class EventForm(forms.Form):
    """When the start event is, how that is known, and how to count from it."""

    first_day = forms.DateField(
        label=gettext_lazy("Day of the start event, or of the planned act"), widget=widgets.Day
    )
    first_time = forms.TimeField(
        label=gettext_lazy("Time, where hours count"),
        widget=TimeInput,
        required=False,
        help_text=gettext_lazy("As clocks in the zone below show it. Empty: any time of that day."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("If the day is doubtful: the latest it can be"),
        widget=widgets.Day,
        required=False,
        help_text=gettext_lazy("The clock then shows an earliest and a latest deadline."),
    )
    last_time = forms.TimeField(
        label=gettext_lazy("Time on that latest day"), widget=TimeInput, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("What the start event is, and how it is known"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=clocks.LONGEST,
        help_text=gettext_lazy("For staff alone. Name no member here."),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Zone in which days end"),
        choices=[(zone, zone.replace("_", " ")) for zone in clock_homes.OFFERED_ZONES],
    )
    calendar = forms.ChoiceField(label=gettext_lazy("Public holidays of"))
    when_closed = forms.ChoiceField(
        label=gettext_lazy("A last day that is a weekend or holiday"),
        choices=models.Clock.WhenClosed.choices,
        help_text=gettext_lazy("For days, months and years. Business days never end on one."),
    )

    def __init__(self, *args: Any, how: limits.Counting, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["calendar"].choices = _calendars()  # type: ignore[attr-defined]  # a choice
        self.initial = {
            "zone": how.zone.key,
            "calendar": how.calendar,
            "when_closed": how.when_closed.value,
            **self.initial,
        }

    def event(self) -> limits.Start:
        """The start event; a time with one day alone stands for both its bounds."""
        told = self.cleaned_data
        is_one_day = told["last_day"] is None
        last_time = told["last_time"]
        if is_one_day and last_time is None:
            last_time = told["first_time"]
        return limits.Start(
            first_day=told["first_day"],
            first_time=told["first_time"],
            last_day=told["first_day"] if is_one_day else told["last_day"],
            last_time=last_time,
        )

    def how(self) -> limits.Counting:
        """How it counts."""
        return limits.Counting(
            zone=zoneinfo.ZoneInfo(self.cleaned_data["zone"]),
            calendar=self.cleaned_data["calendar"],
            when_closed=limits.WhenClosed(self.cleaned_data["when_closed"]),
        )


class StartForm(EventForm):
    """Any start; the key makes the form start one clock however often it is sent."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("request_key", uuid.uuid4())


class ClauseStartForm(StartForm):
    """Which limit of a clause, for which confirmed link, and whether this way is kept."""

    limit = forms.TypedChoiceField(
        label=gettext_lazy("Time limit"), coerce=int, widget=forms.RadioSelect
    )
    link = forms.ModelChoiceField(
        label=gettext_lazy("For a deployment that the clause is confirmed for"),
        queryset=models.Link.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: the clause alone"),
    )
    occurrence = forms.IntegerField(
        label=gettext_lazy("Which period, where the limit recurs"),
        min_value=1,
        max_value=400,
        initial=1,
        help_text=gettext_lazy("1 is the period that begins on the day given."),
    )
    keeps_counting = forms.BooleanField(
        label=gettext_lazy("Count this clause so from now on"), required=False
    )
    field_order = ("request_key", "limit", "link", "first_day")

    def __init__(self, *args: Any, clause: Clause, **options: Any) -> None:
        super().__init__(*args, **options)
        self.clause = clause
        self.rows = list(clause.time_limits.all())
        self.fields["limit"].choices = [  # type: ignore[attr-defined]  # a choice
            (place, limit_in_words(row)) for place, row in enumerate(self.rows)
        ]
        if len(self.rows) == 1:
            self.initial.setdefault("limit", 0)
        self.fields["link"].queryset = (  # type: ignore[attr-defined]  # a choice of rows
            models.Link.objects.confirmed()
            .filter(clause=clause)
            .select_related("deployment", "clause")
            .order_by("-deployment__event_date", "pk")
        )
        self.fields["link"].label_from_instance = _deployment_of  # type: ignore[attr-defined]  # a choice

    def wanted(self) -> clocks.Wanted:
        """What is to be counted."""
        row = self.rows[self.cleaned_data["limit"]]
        return clocks.Wanted(
            kind=models.Clock.Kind.CLAUSE,
            clause=self.clause,
            link=self.cleaned_data["link"],
            limit=limits.Limit(
                number=row.number,
                unit=limits.Unit(row.unit),
                direction=limits.Direction(row.direction),
            ),
            starts_from=row.starts_from,
            applies_to=row.applies_to,
            occurrence=self.cleaned_data["occurrence"]
            if row.direction == TimeLimit.Direction.RECURRING
            else 1,
        )


class AgreementStartForm(StartForm):
    """The end of an agreement, or a time before it by which talks are due."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is due"),
        choices=[
            (models.Clock.Kind.EXPIRY.value, gettext_lazy("the end of the agreement")),
            (models.Clock.Kind.RENEGOTIATION.value, gettext_lazy("talks, a time before its end")),
        ],
        widget=forms.RadioSelect,
        initial=models.Clock.Kind.EXPIRY.value,
    )
    number = forms.IntegerField(
        label=gettext_lazy("For talks: how long before"),
        min_value=1,
        max_value=10_000,
        required=False,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=[
            each
            for each in TimeLimit.Unit.choices
            if each[0] in {limits.Unit.DAYS, limits.Unit.BUSINESS_DAYS, limits.Unit.MONTHS}
        ],
    )
    field_order = ("request_key", "kind", "number", "unit")

    def __init__(self, *args: Any, agreement: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.agreement = agreement
        _leave_to_the_term(self)

    def clean(self) -> dict[str, Any]:
        """Talks need how long before."""
        told = super().clean() or self.cleaned_data
        if told.get("kind") == models.Clock.Kind.RENEGOTIATION and not told.get("number"):
            self.add_error("number", _("Say how long before the end talks are due."))
        return told

    def event(self) -> limits.Start:
        """The last day in force."""
        return _end_of(self.agreement)

    def wanted(self) -> clocks.Wanted:
        """What is to be counted."""
        told = self.cleaned_data
        is_talks = told["kind"] == models.Clock.Kind.RENEGOTIATION
        return clocks.Wanted(
            kind=told["kind"],
            agreement=self.agreement,
            limit=limits.Limit(
                number=told["number"],
                unit=limits.Unit(told["unit"]),
                direction=limits.Direction.BEFORE,
            )
            if is_talks
            else None,
            applies_to=_("renegotiation") if is_talks else "",
        )


class SettleForm(forms.Form):
    """How a clock ended, with the evidence."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        choices=[each for each in models.Clock.State.choices if each[0] != models.Clock.State.DUE],
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence: what was done, when, and where that is kept"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=clocks.LONGEST,
        help_text=gettext_lazy("For staff alone. Name no member here."),
    )


class ReopenForm(forms.Form):
    """Why a settled clock runs again."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Why it runs again"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=clocks.LONGEST,
    )


class RecountForm(EventForm):
    """Another start event, or another way of counting, for a running clock."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, clock: models.Clock, **options: Any) -> None:
        super().__init__(*args, **options)
        self.agreement = clock.agreement
        if self.agreement is not None:
            _leave_to_the_term(self)
        is_doubtful = (clock.first_day, clock.first_time) != (clock.last_day, clock.last_time)
        self.initial = {
            **self.initial,
            "seen": clock.sequence,
            "first_day": clock.first_day,
            "first_time": clock.first_time,
            "last_day": clock.last_day if is_doubtful else None,
            "last_time": clock.last_time if is_doubtful else None,
            "note": clock.event_note,
        }

    def event(self) -> limits.Start:
        """What was typed, or the agreement's last day as it is on record by now."""
        return super().event() if self.agreement is None else _end_of(self.agreement)


def limit_in_words(limit: Any, *, is_short: bool = False) -> str:
    """Write a limit of a clause, or of a clock: 10 business days within: bargaining, from …"""
    unit = str(TimeLimit.Unit(limit.unit).label)
    direction = TimeLimit.Direction(limit.direction)
    words = (
        f"{direction.label} {limit.number} {unit}"
        if direction != TimeLimit.Direction.BEFORE
        else f"{limit.number} {unit} {direction.label}"
    )
    if limit.applies_to:
        words += f": {limit.applies_to}"
    if limit.starts_from and not is_short:
        words += ", " + _("from: %(event)s") % {"event": limit.starts_from}
    return words


def calendar_in_words(code: str, *, words: vocabulary.Vocabulary | None = None) -> str:
    """Name a calendar by the place whose holidays it has."""
    if code == calendars.NONE:
        return _("no place: weekends alone")
    label = (words or vocabulary.current()).label("places", code)
    return f"{label} ({code})" if label != code else code


def _calendars() -> Sequence[tuple[str, str]]:
    words = vocabulary.current()
    return [(code, calendar_in_words(code, words=words)) for code in calendars.CODES]


def _leave_to_the_term(form: EventForm) -> None:
    """The start event of an agreement's clock is its term; nobody types it."""
    for name in ("first_day", "first_time", "last_day", "last_time"):
        del form.fields[name]
    form.fields["note"].label = _("Where the term, or the duty to talk, is written")


def _end_of(agreement: Any) -> limits.Start:
    last = agreement.effective_to
    if last is None:
        raise clocks.NotCounted(_("No last day of the agreement is on record now."))
    return limits.Start(first_day=last, last_day=last)


def _deployment_of(link: models.Link) -> str:
    return f"{link.deployment} ({link.deployment.event_date_text})"
