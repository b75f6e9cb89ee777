"""One entry for what belongs together: definitions, confirmations, terms built upon."""

import dataclasses

from tracker.matching import answers, reading

EARLIER, LATER, SEPARATE = "earlier", "later", "separate"


@dataclasses.dataclass(slots=True)
class Group:
    """A head and the clauses that stand in its entry."""

    head: reading.Verdict
    standing: str
    members: dict[str, reading.Verdict] = dataclasses.field(default_factory=dict)

    @property
    def includes(self) -> tuple[str, ...]:
        """Slugs of what stands in the entry, in order."""
        return tuple(sorted(self.members))


def groups(verdicts: list[reading.Verdict]) -> list[Group]:
    """Put verdicts together; each clause heads at most one entry and none is listed twice."""
    found = {verdict.slug: verdict for verdict in verdicts}
    _settle_definitions(found)
    confirmations = _take_out_confirmations(found)
    heads = {slug: Group(head=one, standing=one.standing) for slug, one in found.items()}
    above = _put_under_heads(heads)
    for slug, verdict in confirmations.items():
        if not verdict.counts:
            continue
        for named in _confirmed_by(verdict):
            for top in above.get(named, (named,)):
                if top in heads and heads[top].head.counts:
                    heads[top].members.setdefault(slug, verdict)
    return [heads[slug] for slug in sorted(heads)]


def _settle_definitions(found: dict[str, reading.Verdict]) -> None:
    """Definitions and limits stand with the best of what they scope, and never alone."""
    for slug in sorted(found):
        verdict = found[slug]
        scoped = verdict.shelved.clause.scope_of
        if not scoped:
            continue
        present = [found[name] for name in scoped if name in found]
        best = max(present, key=lambda other: answers.RANK[other.standing], default=None)
        if best is None or best.standing == answers.LAPSED:
            del found[slug]
        elif verdict.counts and best.counts:
            if not verdict.missing:
                verdict.standing = best.standing
                verdict.missing = best.missing if best.standing == answers.POSSIBLE else ()
        elif verdict.counts:
            del found[slug]


def _confirmed_by(verdict: reading.Verdict) -> tuple[str, ...]:
    clause = verdict.shelved.clause
    return tuple(dict.fromkeys((*clause.umbrella_of, *clause.builds_on)))


def _take_out_confirmations(found: dict[str, reading.Verdict]) -> dict[str, reading.Verdict]:
    """What says in general what others say in particular: taken out unless none of them counts."""
    taken = {}
    for slug in sorted(found):
        verdict = found[slug]
        if not verdict.shelved.clause.umbrella_of:
            continue
        if any(name in found and found[name].counts for name in _confirmed_by(verdict)):
            taken[slug] = verdict
    for slug in taken:
        del found[slug]
    return taken


def _put_under_heads(heads: dict[str, Group]) -> dict[str, tuple[str, ...]]:
    """Merge a later clause with the carried one it builds on, while both count alike.

    Returns for each clause that no longer heads an entry the heads above it.
    """
    above: dict[str, list[str]] = {}
    for slug in sorted(heads):
        later = heads[slug].head
        clause = later.shelved.clause
        if clause.head not in (EARLIER, LATER):
            continue
        for named in clause.builds_on:
            earlier = heads.get(named)
            if earlier is not None and _count_alike(later, earlier.head):
                top, under = (slug, named) if clause.head == LATER else (named, slug)
                above.setdefault(under, []).append(top)
    tops = {under: _tops(under, above) for under in above}
    for under, found in tops.items():
        if under in found:
            continue
        for top in found:
            group = heads[top]
            group.members[under] = heads[under].head
            group.standing = max(
                group.standing, heads[under].standing, key=lambda name: answers.RANK[name]
            )
    for under, found in tops.items():
        if under not in found:
            del heads[under]
    return tops


def _tops(slug: str, above: dict[str, list[str]]) -> tuple[str, ...]:
    """The heads at the top of the chain above a clause; a circle leaves the clause where it is."""
    tops: dict[str, None] = {}
    seen = {slug}
    waiting = list(above[slug])
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            return (slug,)
        seen.add(name)
        if name in above:
            waiting.extend(above[name])
        else:
            tops[name] = None
    return tuple(tops)


def _count_alike(later: reading.Verdict, earlier: reading.Verdict) -> bool:
    """Both count, and neither would hide that the other is only possible."""
    if not (later.counts and earlier.counts):
        return False
    return (later.standing == answers.POSSIBLE) == (earlier.standing == answers.POSSIBLE)
