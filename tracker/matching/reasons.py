"""Why a clause stands as it does: the steps of the decision as data, each with a sentence's key."""

from tracker.matching import answers, lineage, places, reading, sectors, uses

Reason = answers.Reason


def of(verdict: reading.Verdict, *, standing: str, seen: reading.Reading) -> tuple[Reason, ...]:
    """The steps that led to the verdict, in the order in which they are decided."""
    found = [*_event(verdict, seen), *_subject(verdict, seen), *_facts(verdict, seen)]
    found.extend(_term(verdict, seen))
    if standing in answers.COUNTING:
        found.extend(_parties(verdict, seen))
        found.extend(_work(verdict))
        duty = verdict.shelved.clause.duty
        found.append(Reason("duty", duty, key=f"duty.{duty}"))
    return tuple(found)


def _event(verdict: reading.Verdict, seen: reading.Reading) -> list[Reason]:
    if verdict.cap:
        return [Reason("event", verdict.cap, (seen.event.kind,), f"event.{verdict.cap}")]
    return []


def _subject(verdict: reading.Verdict, seen: reading.Reading) -> list[Reason]:
    match, shelved = verdict.match, verdict.shelved
    found = [Reason("use", match.how, match.uses, f"use.{match.how}")]
    found.append(Reason("role", "direct", match.roles, "role.direct"))
    if verdict.sector.sectors:
        found.append(Reason("sector", "direct", verdict.sector.sectors, "sector.direct"))
    elif shelved.sectors and sectors.ALL not in (*shelved.sectors, *seen.event.sectors):
        found.append(Reason("sector", "untold", shelved.sectors, "sector.untold"))
    if verdict.met_places:
        how = "direct" if verdict.territory is None else verdict.territory.value
        key = "place.wider" if verdict.territory is places.Territory.WIDER else "place.direct"
        found.append(Reason("place", how, verdict.met_places, key))
    elif shelved.agreement is not None:
        found.append(Reason("place", "untold", (shelved.agreement.country,), "place.untold"))
    return found


def _facts(verdict: reading.Verdict, seen: reading.Reading) -> list[Reason]:
    found = []
    for fact in verdict.finding.holding:
        known = seen.knowledge.of(fact, uses=verdict.match.uses)
        how = "stated" if known is None else known.how
        found.append(Reason("fact", how, (fact,), f"fact.{how}"))
    found.extend(Reason("fact", "unknown", (fact,), "fact.unknown") for fact in verdict.missing)
    return found


def _term(verdict: reading.Verdict, seen: reading.Reading) -> list[Reason]:
    timing, span = verdict.timing, verdict.timing.span
    if span is None:
        return []
    last_day = span.term.last_day
    values = (
        ("agreement", span.governing),
        ("own_agreement", verdict.shelved.parent),
        ("first_day", span.term.first_day.isoformat()),
        ("last_day", "" if last_day is None else last_day.isoformat()),
        ("day", seen.on.isoformat()),
    )
    how = timing.state
    if how == lineage.NOT_BEGUN:
        return [Reason("term", "upcoming", (span.governing,), "term.upcoming", values)]
    if how == lineage.ENDED:
        return [_lapse(verdict, seen, values)]
    law = "law" if verdict.shelved.agreement is None else "agreement"
    ending = "open" if last_day is None else "ending"
    key = f"term.carried.{ending}" if how == lineage.CARRIED else f"term.{law}.{ending}"
    found = [Reason("term", how, (span.governing,), key, values)]
    if span.concluded is not None and seen.on < span.concluded:
        concluded = (*values, ("concluded_day", span.concluded.isoformat()))
        key = "term.retroactive"
        found.append(Reason("term", "retroactive", (span.governing,), key, concluded))
    return found


def _lapse(
    verdict: reading.Verdict, seen: reading.Reading, values: tuple[tuple[str, str], ...]
) -> Reason:
    span = verdict.timing.span
    ended = seen.library.agreements.get("" if span is None else span.governing)
    successor = None if ended is None else seen.library.agreements.get(ended.succeeded_by)
    begun = successor is not None and successor.term is not None
    if successor is not None and begun:
        values = (*values, ("successor", successor.slug))
        dropped = successor.slug in verdict.shelved.clause.dropped_by
        key = "term.lapsed.dropped" if dropped else "term.lapsed.successor"
        return Reason("term", "lapsed", (successor.slug,), key, values)
    matched = () if ended is None else (ended.slug,)
    key = "term.lapsed.law" if ended is None else "term.lapsed"
    return Reason("term", "lapsed", matched, key, values)


def _parties(verdict: reading.Verdict, seen: reading.Reading) -> list[Reason]:
    if verdict.who is None or verdict.timing.span is None:
        return []
    state, agreement = verdict.who, (("agreement", verdict.timing.span.governing),)
    found = []
    if state.parties:
        found.append(Reason("party", "bound", state.parties, "party.bound", agreement))
    if state.is_assumed:
        found.append(Reason("party", "assumed", seen.event.doers, "party.assumed", agreement))
    found.extend(
        Reason("party", how, (party,), f"party.{how}", agreement) for party, how in state.doubtful
    )
    found.extend(
        Reason("party", how, (party,), f"party.company.{how}") for party, how in state.noted
    )
    if state.is_denied and not state.is_bound:
        found.append(Reason("party", "denied", seen.event.doers, "party.denied", agreement))
    elif not state.is_bound and not state.doubtful:
        named = tuple(party for party in state.unbound if not seen.library.is_group(party))
        key = "party.unbound" if named else "party.nobody"
        found.append(Reason("party", "not-bound", named, key, agreement))
    return found


def _work(verdict: reading.Verdict) -> list[Reason]:
    if verdict.not_covered:
        how = verdict.not_covered
        return [Reason("work", how, verdict.not_covered_by, f"work.{how}")]
    if verdict.match.how != uses.DIRECT and verdict.who is not None and verdict.who.is_bound:
        return [Reason("work", verdict.match.how, verdict.match.uses, f"work.{verdict.match.how}")]
    return []
