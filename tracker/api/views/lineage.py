"""`clauses/<slug>/lineage/`: what a clause came from and what became of it."""

import datetime
from typing import Any, ClassVar

from django.db import models
from rest_framework import request

from clauses import families, lineage, readings
from clauses.models import Clause, ClauseText, Statute
from tracker.api import addresses, notices, parameters, shown
from tracker.api.serializers import lineage as serializers
from tracker.api.views import clauses, reading
from tracker.api.views import open as open_views


class LineageView(open_views.OpenView):
    """The line of a clause over the cycles, with neighbours compared word by word."""

    declared: ClassVar = (parameters.AS_OF, parameters.LANG)
    document = serializers.LineageAnswer

    def get(self, request: request.Request, slug: str) -> Any:
        """Answer the line of one clause."""
        today = open_views.today()
        tag, unchanged = self.not_modified(request, today=today)
        if unchanged is not None:
            return unchanged
        reading.refuse_nul(slug)
        given = parameters.read(query=request.query_params, declared=self.declared)
        self.language = given.get("lang", self.language)
        day = given.get("as_of", today)
        clause = shown.clauses().filter(slug=slug).first()
        if clause is None:
            raise clauses.ClauseViewSet().unknown(slug)
        found = families.line(
            clause=clause, viewer=shown.ANYBODY, prepared=_prepared(self.language, on=day)
        )
        base = request.build_absolute_uri("/").rstrip("/")
        body = {
            "slug": slug,
            "members": [
                _member(each, base=base, on=day, language=self.language) for each in found.members
            ],
            "comparisons": [
                _comparison(earlier, later, language=self.language)
                for earlier, later in found.pairs
            ],
            "as_of": day.isoformat(),
            "disclaimer": notices.disclaimer(language=self.language, day=day),
            "disclaimer_url": notices.rule_address(),
        }
        return open_views.tagged(body, tag=tag)


def _prepared(language: str, *, on: datetime.date) -> Any:
    return (
        shown.clauses()
        .select_related("agreement", "statute")
        .annotate(
            is_in_force=models.Case(
                models.When(statute__stage=Statute.Stage.BILL, then=models.Value(False)),
                default=lineage.counts(on=on),
            )
        )
        .prefetch_related(readings.in_language(model=ClauseText, language=language))
    )


def _member(
    member: families.Member, *, base: str, on: datetime.date, language: str
) -> dict[str, Any]:
    clause: Any = member.clause
    return {
        "slug": clause.slug,
        "url": addresses.of_record(kind="clauses", slug=clause.slug, base=base),
        "title": readings.read(record=clause, language=language).title,
        "agreement": clause.agreement.slug if clause.agreement else None,
        "statute": clause.statute.slug if clause.statute else None,
        "section": clause.section,
        "effective_from": clause.effective_from,
        "effective_to": clause.effective_to,
        "is_in_force": clause.is_in_force,
        "origin": member.origin.value,
        "builds_on": sorted(each.slug for each in member.earlier),
        "outcomes": [_outcome(each) for each in member.outcomes],
    }


def _outcome(outcome: families.Outcome) -> dict[str, Any]:
    dropping = outcome.dropping if outcome.fate is families.Fate.DROPPED else None
    return {
        "agreement": outcome.agreement.slug if outcome.agreement else None,
        "outcome": outcome.fate.value,
        "clauses": sorted(each.slug for each in outcome.clauses),
        "source": None
        if dropping is None
        else {
            "title": dropping.source_title,
            "url": dropping.source_url,
            "reason": dropping.reason,
        },
    }


def _comparison(earlier: Clause, later: Clause, *, language: str) -> dict[str, Any]:
    lang, difference = families.compared(earlier=earlier, later=later, language=language)
    return {
        "earlier": earlier.slug,
        "later": later.slug,
        "language": lang,
        "is_readable": difference.is_readable,
        "parts": [{"kind": part.kind.value, "text": part.text} for part in difference.parts],
    }
