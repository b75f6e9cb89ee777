"""Columns of the desk's lists: what an officer wants to know of a record before opening it.

Nothing here asks the database: what a column shows comes with the rows (lists.with_state).
"""

import re
from collections.abc import Callable
from typing import Any

from django.template import defaultfilters
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.models import WorkflowState

from clauses import calendar, vocabulary

DAY = "j\u00a0M\u00a0Y"
"""A day stands on one line."""
NO_BREAK = "\u00a0"


class WordsColumn(Column):
    """Words worked out from the row."""

    def __init__(
        self, name: str, *, label: Any, words: Callable[[Any], str], **options: Any
    ) -> None:
        super().__init__(name, label=label, **options)
        self.words = words

    def get_value(self, instance: Any) -> str:
        """The words; a dash where there are none."""
        return self.words(instance) or "–"


class DayColumn(Column):
    """A day, written out; a term that ends is no news of some months ago."""

    def __init__(self, name: str) -> None:
        super().__init__(name, label=capfirst(name.replace("_", " ")), sort_key=name, width="9rem")

    def get_value(self, instance: Any) -> str:
        """The day, or nothing."""
        return str(defaultfilters.date(super().get_value(instance), DAY))


def term() -> WordsColumn:
    """First and last day in force."""
    return WordsColumn(
        "term",
        label=gettext_lazy("In force"),
        words=_term_in_words,
        sort_key="effective_from",
        width="10rem",
    )


def grade() -> WordsColumn:
    """The grade of the best source, A to E."""
    return WordsColumn(
        "grade",
        label=gettext_lazy("Grade"),
        words=lambda record: _vocabulary().grade(record.evidence_level),
        sort_key="evidence_level",
        width="4rem",
    )


def checked() -> WordsColumn:
    """Whether somebody compared the clause with the agreement, and when."""
    return WordsColumn(
        "checked",
        label=gettext_lazy("Checked"),
        words=lambda clause: (
            f"✓ {defaultfilters.date(clause.checked_at, DAY)}"
            if clause.checked_at
            else f"○ {_('not yet')}"
        ),
        sort_key="checked_at",
        width="7rem",
    )


def state() -> WordsColumn:
    """Live, draft, in review, returned."""
    return WordsColumn(
        "state", label=gettext_lazy("State"), words=state_in_words, classname="desk-state"
    )


def edited() -> WordsColumn:
    """Who saved the latest draft, and when."""
    return WordsColumn(
        "edited",
        label=gettext_lazy("Last edited"),
        words=_edited_in_words,
        sort_key="latest_revision__created_at",
        width="10rem",
    )


def value_of(name: str, spoken: str, *, label: Any) -> WordsColumn:
    """The label of a value of the vocabulary `spoken`."""
    return WordsColumn(
        name,
        label=label,
        words=lambda record: _vocabulary().label(spoken, getattr(record, name)),
        sort_key=name,
    )


def related(name: str, *, label: Any, sort_key: str) -> WordsColumn:
    """The name of a record that comes with the row."""
    return WordsColumn(
        name,
        label=label,
        words=lambda record: str(getattr(record, name) or ""),
        sort_key=sort_key,
    )


def state_in_words(record: Any) -> str:
    """Say where the record stands between draft and public side."""
    if record.live:
        words = [_("live, newer draft") if record.has_unpublished_changes else _("live")]
    else:
        words = [_("taken off") if record.first_published_at else _("draft")]
    if record.review_status == WorkflowState.STATUS_IN_PROGRESS:
        words.append(_("in review"))
    elif record.review_status == WorkflowState.STATUS_NEEDS_CHANGES:
        words.append(_("returned"))
    elif record.goes_live_at is not None:
        when = unbroken(calendar.in_words(record.goes_live_at))
        words.append(_("approved, goes live on %(when)s") % {"when": when})
    return ", ".join(words)


def unbroken(when: str) -> str:
    """Let a moment break between day and time alone."""
    day, time = re.split(r" (?=\d+:)", when, maxsplit=1)
    return f"{day.replace(' ', NO_BREAK)} {time.replace(' ', NO_BREAK)}"


def _term_in_words(record: Any) -> str:
    first, last = record.effective_from, record.effective_to
    if first is None:
        return ""
    begins = defaultfilters.date(first, DAY)
    return f"{begins}\u00a0– {defaultfilters.date(last, DAY) if last else '…'}"


def _edited_in_words(record: Any) -> str:
    revision = record.latest_revision
    if revision is None:
        return ""
    who = str(revision.user) if revision.user else _("the catalogue")
    return f"{who}, {defaultfilters.date(revision.created_at, DAY)}"


def _vocabulary() -> vocabulary.Vocabulary:
    return vocabulary.current(language=(translation.get_language() or "en")[:2])
