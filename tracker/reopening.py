"""Decisions on links whose ground has changed since: what they rested on, compared with today.

A decision rests on the standing that was proposed with its reasons, and on the words of clause and
deployment. Where one of them is different now, staff are asked again; nothing else is reopened.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q

from clauses import models as library
from clauses import publishing, substance
from tracker import link_ground, models

Because = models.Link.Because


def grounds(
    *, decided: Collection[models.Link], told: Mapping[str, link_ground.Told]
) -> dict[int, list[Because]]:
    """Return why each of the decided links of one deployment is to be asked anew, by its id.

    `told` is what the rules say today, by the clause's slug. Two queries whatever the number; a
    third where words have changed.
    """
    if not decided:
        return {}
    revised = _Revised(decided)
    found = {
        link.pk: [
            *_by_the_rules(link=link, told=told.get(link.clause.slug)),
            *revised.since(link=link),
        ]
        for link in decided
    }
    return {number: because for number, because in found.items() if because}


def _by_the_rules(*, link: models.Link, told: link_ground.Told | None) -> Iterable[Because]:
    if told is None:
        # A rejection agrees with rules that do not propose it; a link by hand never had their word.
        if link.state == models.Link.State.CONFIRMED and link.proposed_standing:
            yield Because.NOT_PROPOSED
        return
    if told["standing"] != link.proposed_standing:
        yield Because.STANDING
    elif set(told["missing_facts"]) != set(link.missing_facts):
        yield Because.FACTS
    elif _steps(told["reasons"]) != _steps(link.reasons):
        yield Because.REASONS
    elif set(told["includes"]) != set(link.includes):
        yield Because.INCLUDES


def _steps(reasons: Iterable[Mapping[str, Any]]) -> set[tuple[str, str, tuple[str, ...]]]:
    """What was found, without the sentence that tells it: sentences may be better worded."""
    return {
        (reason["facet"], reason["how"], tuple(sorted(reason.get("matched") or ())))
        for reason in reasons
    }


class _Revised:
    """The publications of some links' records, from their decisions on."""

    def __init__(self, decided: Collection[models.Link]) -> None:
        earliest = min(link.decided_at for link in decided if link.decided_at is not None)
        rows = (
            library.Publication.objects.filter(
                Q(record_kind="clause", record_id__in={link.clause_id for link in decided})
                | Q(record_kind="deployment", record_id__in={one.deployment_id for one in decided})
            )
            .filter(Q(live_until__isnull=True) | Q(live_until__gt=earliest))
            .order_by("live_from")
        )
        self._rows: dict[tuple[str, int], list[library.Publication]] = {}
        for row in rows:
            self._rows.setdefault((row.record_kind, row.record_id), []).append(row)
        self._contents: dict[int, dict[str, Any]] = {}
        self._read([pair for link in decided for pair in self._pairs(link)])

    def since(self, *, link: models.Link) -> Iterable[Because]:
        """Which of the two records says something else than when the link was settled."""
        for then, now in self._pairs(link):
            before, after = (self._words(each) for each in (then, now))
            if substance.differing(before=before, after=after):
                is_clause = now.record_kind == "clause"
                yield Because.CLAUSE_REVISED if is_clause else Because.DEPLOYMENT_REVISED

    def _pairs(
        self, link: models.Link
    ) -> Iterable[tuple[library.Publication, library.Publication]]:
        """What was live when the link was settled and what is now, where they differ."""
        if link.decided_at is None:
            return
        for kind, number in (("clause", link.clause_id), ("deployment", link.deployment_id)):
            rows = self._rows.get((kind, number), [])
            then = next((row for row in rows if _was_live(row, link.decided_at)), None)
            now = next((row for row in rows if row.live_until is None), None)
            if then is None or now is None or then.content_digest == now.content_digest:
                continue
            yield then, now

    def _read(self, pairs: Collection[tuple[library.Publication, library.Publication]]) -> None:
        rows = {row.revision_id for pair in pairs for row in pair}
        if rows:
            found = library.Publication.objects.filter(revision_id__in=rows)
            self._contents = dict(found.values_list("revision_id", "revision__content"))

    def _words(self, row: library.Publication) -> dict[str, Any]:
        content = publishing.readable_content(
            self._contents[row.revision_id], parent=row.record_kind
        )
        return substance.of_text(content=content)


def _was_live(row: library.Publication, at: datetime.datetime) -> bool:
    return row.live_from <= at and (row.live_until is None or row.live_until > at)
