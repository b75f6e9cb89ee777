"""Which entries lead: the bearing of each, and a score for their order."""

import dataclasses

from tracker.matching import answers, facts, merging, reading, uses

LEADING_PRIORITY = 6
OWN_SUBJECT_PRIORITY = 5
WEIGHT = {
    answers.BINDING: 400,
    answers.CONDITIONAL: 300,
    answers.POSSIBLE: 200,
    answers.UPCOMING: 100,
    answers.LAPSED: 100,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Ranked:
    """A group with its bearing and score."""

    group: merging.Group
    bearing: str
    score: int


def rank(groups: list[merging.Group], *, known: facts.Knowledge) -> list[Ranked]:
    """Order groups: standing first, then what leads, then weight; the slug settles ties."""
    leads = {group.head.slug: _leads(group, known) for group in groups}
    struck = {
        group.head.slug
        for group in groups
        if leads[group.head.slug] and _turns_on(group, facts.STRIKE, known)
    }
    if struck:
        leads = {slug: slug in struck for slug in leads}
    weights = {group.head.slug: _weight(group, known) for group in groups}
    if groups and not any(leads.values()):
        best = max(weights.values())
        leads = {slug: weight == best for slug, weight in weights.items()}
    ranked = [
        Ranked(
            group=group,
            bearing=answers.MAIN if leads[group.head.slug] else answers.ALSO,
            score=weights[group.head.slug] + (50 if leads[group.head.slug] else 0),
        )
        for group in groups
    ]
    return sorted(ranked, key=lambda found: (-found.score, found.group.head.slug))


def _special(group: merging.Group, known: facts.Knowledge) -> bool:
    """Whether a fact that singles out the case is known true and asked for."""
    clause = group.head.shelved.clause
    return any(
        known.value(fact)
        for fact in (*clause.required_facts, *clause.any_facts)
        if fact in facts.SPECIAL
    )


def _turns_on(group: merging.Group, fact: str, known: facts.Knowledge) -> bool:
    return bool(fact in group.head.shelved.clause.required_facts and known.value(fact))


def _leads(group: merging.Group, known: facts.Knowledge) -> bool:
    """Whether the entry's own subject is what was done, and to whom."""
    members = (group.head, *group.members.values())
    return any(_is_subject(member, known) for member in members if member.counts) or (
        not group.head.counts and _is_subject(group.head, known)
    )


def _is_subject(verdict: reading.Verdict, known: facts.Knowledge) -> bool:
    clause = verdict.shelved.clause
    if clause.level != "work" or clause.is_scope or verdict.missing:
        return False
    if verdict.match.how == uses.INCIDENTAL:
        return False
    if any(known.value(fact) for fact in clause.required_facts if fact in facts.SPECIAL):
        return True
    if clause.duty == "use" and clause.priority >= LEADING_PRIORITY:
        return True
    return verdict.match.is_own_subject and clause.priority >= OWN_SUBJECT_PRIORITY


def _weight(group: merging.Group, known: facts.Knowledge) -> int:
    clause = group.head.shelved.clause
    priority = max(
        member.shelved.clause.priority for member in (group.head, *group.members.values())
    )
    weight = WEIGHT[group.standing] + 4 * priority
    weight += 5 if clause.duty == "use" else 0
    weight += 10 if _special(group, known) else 0
    weight += 3 if group.head.match.how == uses.DIRECT else 0
    return weight
