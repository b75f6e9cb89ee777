"""A clause as one line of a list: title, where it stands, whether it counts on the day."""

import dataclasses
import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from clauses import evidence, lineage, readings, visibility, vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from tracker.web import wording


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClauseRow:
    """What a list says of a clause."""

    slug: str
    address: str
    reading: readings.Reading
    parent: str
    section: str
    place: lineage.Place
    grade: str
    evidence: str
    is_checked: bool
    is_second_hand: bool

    @property
    def state(self) -> str:
        """Say in a few words whether it counts on the day of the page."""
        return state_in_words(place=self.place)


def prepared(
    *, queryset: clauses.ClauseQuerySet, viewer: visibility.Viewer | None, language: str
) -> clauses.ClauseQuerySet:
    """Read what a row needs: parents in the same query, three more for lineage and words."""
    found: clauses.ClauseQuerySet = (
        queryset.with_parent()
        .annotate(is_known_first_hand=models.Exists(first_hand_sources()))
        .prefetch_related(
            models.Prefetch(
                "carried_into", queryset=agreements.Agreement.objects.visible_to(viewer)
            ),
            models.Prefetch("built_upon_by", queryset=clauses.Clause.objects.visible_to(viewer)),
            readings.in_language(model=clauses.ClauseText, language=language),
        )
    )
    return found


def row_of(*, clause: clauses.Clause, on: datetime.date, words: vocabulary.Vocabulary) -> ClauseRow:
    """Turn a prepared clause into a row; no queries."""
    return ClauseRow(
        slug=clause.slug,
        address=clause.get_absolute_url(),
        reading=readings.read(record=clause, language=words.language),
        parent=parent_name(clause=clause),
        section=clause.section,
        place=place_of(clause=clause, on=on),
        grade=words.grade(clause.evidence_level),
        evidence=words.label("evidence-levels", clause.evidence_level),
        is_checked=clause.is_checked,
        is_second_hand=not (clause.is_checked or known_first_hand(clause)),
    )


def first_hand_sources() -> "models.QuerySet[clauses.ClauseSource]":
    """Sources of the outer clause that keep it from being second-hand, as clauses/evidence.py."""
    return (
        clauses.ClauseSource.objects.filter(clause=models.OuterRef("pk"))
        .exclude(tier__in=evidence.UNEDITED)
        .exclude(was_seen=False)
    )


def known_first_hand(clause: Any) -> bool:
    """Whether a prepared clause has such a source."""
    return bool(clause.is_known_first_hand)


def place_of(*, clause: clauses.Clause, on: datetime.date) -> lineage.Place:
    """Return a prepared clause's place in its lineage; no queries."""
    return lineage.place_on(
        clause=clause,
        carried_into=clause.carried_into.all(),
        built_upon_by=list(built_upon_by(clause)),
        on=on,
    )


def built_upon_by(clause: clauses.Clause) -> list[clauses.Clause]:
    """List the clauses that build on this one, as they were prefetched."""
    related: Any = clause.built_upon_by
    return list(related.all())


def parent_name(*, clause: clauses.Clause) -> str:
    """Return the short name of the agreement or law that holds the clause."""
    parent = clause.agreement or clause.statute
    return wording.short_name(name=parent.name) if parent else ""


def state_in_words(*, place: lineage.Place) -> str:
    """Say in a few words whether a clause counts: "in force", "carried into …", "ended"."""
    match place.state:
        case lineage.State.IN_FORCE:
            return _("in force")
        case lineage.State.CARRIED if place.carrier is not None:
            name = wording.short_name(name=place.carrier.name)
            return _("in force, carried into %(agreement)s") % {"agreement": name}
        case lineage.State.REPLACED:
            return _("replaced by a later clause")
        case lineage.State.NOT_BEGUN:
            return _("not yet in force")
        case lineage.State.NO_START:
            return _("no first day on record")
    return _("its term has ended")
