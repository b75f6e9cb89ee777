"""What the pages of agreements and companies say: terms in words, who is bound and why."""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import functions
from django.utils.translation import gettext as _

from clauses import readings, visibility, vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from clauses.models import party as parties
from tracker.web import wording

SHOWN_VALUES = ("bound", "partly", "likely", "bargains", "unknown")


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgreementRow:
    """What a list says of an agreement."""

    address: str
    reading: readings.Reading
    short: str
    unions: list[str]
    effective_from: datetime.date | None
    effective_to: datetime.date | None
    clause_count: int
    state: str
    is_live: bool
    grade: str
    evidence: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BindingRow:
    """That a company is bound, on what basis, or what we do not know of it."""

    party: str
    party_address: str
    agreement: str
    agreement_address: str
    value: str
    basis: str
    scope: str
    works: list[str]
    first: datetime.date | None
    last: datetime.date | None


def state_of(*, agreement: agreements.Agreement, on: datetime.date) -> str:
    """Say where an agreement is on a day: in force, ended, not yet, or without a term on record."""
    if agreement.effective_from is None:
        return _("no term on record")
    if on < agreement.effective_from:
        return _("not yet in force")
    if agreement.effective_to is None or on <= agreement.effective_to:
        return _("in force")
    return _("ended")


def is_live(*, agreement: agreements.Agreement, on: datetime.date) -> bool:
    """Tell whether the agreement's term includes the day."""
    first, last = agreement.effective_from, agreement.effective_to
    return first is not None and first <= on and (last is None or on <= last)


def listed(*, viewer: visibility.Viewer | None, language: str) -> agreements.AgreementQuerySet:
    """Return visible agreements with their unions, words and number of visible clauses."""
    own = (
        clauses.Clause.objects.visible_to(viewer)
        .filter(agreement=models.OuterRef("pk"))
        .order_by()
        .values("agreement")
        .annotate(how_many=models.Count("pk"))
        .values("how_many")
    )
    found: agreements.AgreementQuerySet = (
        agreements.Agreement.objects.visible_to(viewer)
        .annotate(clause_count=functions.Coalesce(models.Subquery(own), 0))
        .prefetch_related(
            "unions", readings.in_language(model=agreements.AgreementText, language=language)
        )
    )
    return found


def row_of(*, agreement: Any, on: datetime.date, words: vocabulary.Vocabulary) -> AgreementRow:
    """Turn a listed agreement into a row; no queries."""
    return AgreementRow(
        address=agreement.get_absolute_url(),
        reading=readings.read(record=agreement, language=words.language),
        short=wording.short_name(name=agreement.name),
        unions=[union.name for union in agreement.unions.all()],
        effective_from=agreement.effective_from,
        effective_to=agreement.effective_to,
        clause_count=agreement.clause_count,
        state=state_of(agreement=agreement, on=on),
        is_live=is_live(agreement=agreement, on=on),
        grade=words.grade(agreement.evidence_level),
        evidence=words.label("evidence-levels", agreement.evidence_level),
    )


def bindings_on(
    *, rows: parties.BindingQuerySet, on: datetime.date, viewer: visibility.Viewer | None
) -> list[parties.Binding]:
    """Return the bindings of a day whose company and agreement the reader may see, bound first."""
    levels = visibility.levels_for(viewer)
    found = (
        rows.on(on)
        .filter(
            value__in=SHOWN_VALUES,
            party__live=True,
            party__visibility__in=levels,
            agreement__live=True,
            agreement__visibility__in=levels,
        )
        .select_related("party", "agreement")
        .order_by("party__name", "pk")
    )
    return sorted(found, key=lambda row: SHOWN_VALUES.index(row.value))


def binding_rows(
    *, rows: Iterable[parties.Binding], words: vocabulary.Vocabulary
) -> list[BindingRow]:
    """Turn bindings into rows; no queries."""
    return [
        BindingRow(
            party=row.party.name,
            party_address=row.party.get_absolute_url(),
            agreement=wording.short_name(name=row.agreement.name) if row.agreement else "",
            agreement_address=row.agreement.get_absolute_url() if row.agreement else "",
            value=words.label("binding-values", row.value),
            basis=words.label("binding-bases", row.basis),
            scope=row.scope,
            works=list(row.works),
            first=row.effective_from,
            last=row.effective_to,
        )
        for row in rows
    ]
