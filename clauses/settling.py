"""Settling what became of the clauses of an earlier agreement in the one that follows it.

Settling writes drafts: of the earlier clause where it is carried on or dropped, of the later ones
where they replace it. Nothing changes for readers until somebody else publishes those drafts.
"""

import dataclasses
import enum
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils.translation import gettext as _

from clauses import families, held, history, submitting
from clauses.models import Agreement, Clause, Dropped
from clauses.searching import holding


class Refused(PermissionDenied):
    """Raised when a clause cannot be settled just now; the sentence says why."""


class Choice(enum.StrEnum):
    """What a person says became of a clause."""

    CARRIED = "carried"
    REPLACED = "replaced"
    DROPPED = "dropped"
    OPEN = "not-settled"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of a clause, by which clauses it is replaced, or where it is written so."""

    choice: Choice
    later: Collection[int] = ()
    source_title: str = ""
    source_url: str = ""
    reason: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Case:
    """One earlier clause: what is live, and what the drafts say."""

    clause: Clause
    live: Choice
    drafted: Choice
    later: tuple[Clause, ...]
    dropping: Mapping[str, Any]

    @property
    def is_settled(self) -> bool:
        """Whether somebody said what became of it, be it only in a draft."""
        return self.drafted is not Choice.OPEN

    @property
    def waits(self) -> bool:
        """Whether what the drafts say is not what is live."""
        return self.live is not self.drafted


def successors() -> Any:
    """Agreements that follow another, with the number of clauses whose fate is open live."""
    left = (
        families.unsettled(agreement=models.OuterRef("pk"), before=models.OuterRef("preceded_by"))
        .values("live")
        .annotate(number=models.Count("pk"))
        .values("number")
    )
    return (
        Agreement.objects.filter(preceded_by__isnull=False)
        .select_related("preceded_by")
        .annotate(
            open_count=models.functions.Coalesce(
                models.Subquery(left, output_field=models.IntegerField()), 0
            )
        )
        .order_by("-effective_from", "slug")
    )


def cases(*, agreement: Agreement) -> list[Case]:
    """List every clause that counted under the agreement before, with its state."""
    before = agreement.preceded_by
    if before is None:
        return []
    earlier = (
        Clause.objects.filter(live=True)
        .filter(
            models.Q(agreement=before)
            | models.Q(
                pk__in=Clause.carried_into.through.objects.filter(agreement=before).values("clause")
            )
        )
        .select_related("agreement", "latest_revision")
        .prefetch_related("carried_into", "dropped_by")
        .order_by("section", "slug")
    )
    later = later_clauses(agreement=agreement)
    upon = _upon(later)
    live_upon = set(
        Clause.builds_on.through.objects.filter(
            from_clause__agreement=agreement, from_clause__live=True
        ).values_list("to_clause", flat=True)
    )
    return [_case(each, agreement, upon.get(each.pk, []), live_upon) for each in earlier]


def later_clauses(*, agreement: Agreement) -> list[Clause]:
    """List the clauses of the agreement, those included that were never published."""
    rows = Clause.objects.select_related("latest_revision", "agreement").order_by("section", "slug")
    return list(rows.filter(agreement=agreement))


def settle(
    *,
    clause_id: int,
    agreement: Agreement,
    verdict: Verdict,
    shown: Mapping[int, int],
    by: Any,
) -> list[Clause]:
    """Write the drafts that say so, and submit each to review; return the clauses drafted.

    `shown` has the number of the latest revision of each clause when it was shown. Raises Refused
    where a draft is newer, locked or in review, and ValidationError where a source or a later
    clause is missing; then nothing has changed.
    """
    _judge(verdict)
    with transaction.atomic():
        later = {each.pk: each for each in later_clauses(agreement=agreement)}
        if not set(verdict.later) <= later.keys():
            raise Refused(_("One of the clauses chosen is not of this agreement."))
        upon = _upon(later.values())
        linked = {each.pk for each in upon.get(clause_id, [])}
        wanted = (
            set(verdict.later) if verdict.choice in (Choice.CARRIED, Choice.REPLACED) else set()
        )
        touched = sorted({clause_id, *(linked ^ wanted)})
        holding.hold()
        rows = {
            row.pk: row
            for row in Clause.objects.select_for_update().filter(pk__in=touched).order_by("pk")
        }
        if clause_id not in rows or not rows[clause_id].live:
            raise Refused(_("This clause is not live."))
        for pk, row in rows.items():
            if row.latest_revision_id != shown.get(pk):
                raise Refused(
                    _("%(clause)s was edited after it was shown to you. Look again.")
                    % {"clause": row}
                )
        drafted = []
        for pk, row in rows.items():
            draft = row.get_latest_revision_as_object()
            changed = (
                _write_earlier(draft, agreement=agreement, verdict=verdict)
                if pk == clause_id
                else _write_later(draft, earlier=clause_id, is_built=pk in wanted)
            )
            if changed:
                _keep(row, draft, by=by)
                drafted.append(row)
        return drafted


def _judge(verdict: Verdict) -> None:
    if verdict.choice is Choice.REPLACED and not verdict.later:
        raise ValidationError({"later": _("Say which clause replaces it.")})
    if verdict.choice is Choice.DROPPED:
        if not verdict.source_title.strip():
            raise ValidationError({"source_title": _("Dropped needs a source that says so.")})
        if verdict.source_url:
            URLValidator(schemes=["http", "https"])(verdict.source_url)


def _write_earlier(draft: Any, *, agreement: Agreement, verdict: Verdict) -> bool:
    """Set what the earlier clause's own draft says; return whether that is new."""
    carried = list(draft.carried_into.all())
    dropped = list(draft.dropped_by.all())
    kept = [each for each in carried if each.pk != agreement.pk]
    others = [each for each in dropped if each.agreement_id != agreement.pk]
    if verdict.choice is Choice.CARRIED:
        kept.append(agreement)
    before = [_words(each) for each in dropped]
    after = list(others)
    if verdict.choice is Choice.DROPPED:
        after.append(
            Dropped(
                agreement=agreement,
                source_title=verdict.source_title.strip(),
                source_url=verdict.source_url.strip(),
                reason=verdict.reason.strip(),
            )
        )
    same = {each.pk for each in carried} == {each.pk for each in kept}
    if same and before == [_words(each) for each in after]:
        return False
    draft.carried_into.set(kept)
    draft.dropped_by.set(after)
    return True


def _write_later(draft: Any, *, earlier: int, is_built: bool) -> bool:
    """Set whether the later clause's draft builds on the earlier one."""
    known = list(draft.builds_on.all())
    kept = [each for each in known if each.pk != earlier]
    if is_built:
        kept.append(Clause.objects.get(pk=earlier))
    draft.builds_on.set(kept)
    return True


def _words(dropped: Dropped) -> tuple[Any, ...]:
    return (dropped.agreement_id, dropped.source_title, dropped.source_url, dropped.reason)


def _keep(row: Clause, draft: Any, *, by: Any) -> None:
    """Save the draft and submit it, if it is not in review already and is complete."""
    lock = draft.get_lock()
    if lock is not None and lock.for_user(by):
        raise Refused(f"{row}: {held.in_words(row)}")
    draft.save_revision(user=by, log_action=history.SETTLE, changed=True)
    if row.workflow_in_progress:
        return
    try:
        with transaction.atomic():
            submitting.submit(record=row, by=by)
    except submitting.CannotSubmit:
        return  # an unfinished draft is kept; its author submits it once it is whole


def _case(
    row: Any, agreement: Agreement, later: Iterable[Clause], live_upon: Collection[int]
) -> Case:
    later = tuple(later)
    content = row.latest_revision.content if row.latest_revision else {}
    carried = content.get("carried_into", [each.pk for each in row.carried_into.all()])
    droppings = content.get(
        "dropped_by",
        [
            {"agreement": each.agreement_id, "source_title": each.source_title}
            for each in row.dropped_by.all()
        ],
    )
    dropping: dict[str, Any] = next(
        (each for each in droppings if each["agreement"] == agreement.pk), {}
    )
    return Case(
        clause=row,
        live=_choice(
            is_carried=any(each.pk == agreement.pk for each in row.carried_into.all()),
            is_built=row.pk in live_upon,
            is_dropped=any(each.agreement_id == agreement.pk for each in row.dropped_by.all()),
        ),
        drafted=_choice(
            is_carried=agreement.pk in carried, is_built=bool(later), is_dropped=bool(dropping)
        ),
        later=later,
        dropping=dropping,
    )


def _choice(*, is_carried: bool, is_built: bool, is_dropped: bool) -> Choice:
    if is_carried:
        return Choice.CARRIED
    if is_built:
        return Choice.REPLACED
    return Choice.DROPPED if is_dropped else Choice.OPEN


def _upon(later: Iterable[Clause]) -> dict[int, list[Clause]]:
    """Later clauses by the earlier ones that their latest drafts build on."""
    found: dict[int, list[Clause]] = {}
    for each in later:
        content = each.latest_revision.content if each.latest_revision else {}
        earlier = content.get("builds_on")
        if earlier is None:
            earlier = list(each.builds_on.values_list("pk", flat=True))
        for pk in earlier:
            found.setdefault(pk, []).append(each)
    return found
