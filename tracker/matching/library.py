"""All rule data, indexed once, so that one event meets thousands of clauses in a moment."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping

from tracker.matching import bound, facts, lineage, records, uses, vocabulary


@dataclasses.dataclass(frozen=True, slots=True)
class Shelved:
    """A clause with everything about it that no event changes."""

    clause: records.ClauseRecord
    profile: uses.Profile
    profile_number: int
    spans: tuple[lineage.Span, ...]
    spans_number: int
    first_day: datetime.date
    last_day: datetime.date
    needs: facts.Needs
    needs_number: int
    agreement: records.AgreementRecord | None
    statute: records.StatuteRecord | None
    sectors: tuple[str, ...]
    replaced_from: datetime.date | None
    replaced_by: str

    @property
    def parent(self) -> str:
        """The slug of its agreement or law."""
        return self.clause.agreement or self.clause.statute

    @property
    def place(self) -> str:
        """The country of its agreement, or its law's territory."""
        if self.agreement is not None:
            return self.agreement.country
        return "" if self.statute is None else self.statute.jurisdiction


class Library:
    """Agreements, laws, clauses, parties and bindings as the rules read them. Never changed.

    A library made from an `earlier` one lays out anew only the clauses that differ from it.
    """

    def __init__(
        self,
        *,
        words: vocabulary.Vocabulary,
        agreements: Iterable[records.AgreementRecord],
        statutes: Iterable[records.StatuteRecord],
        clauses: Iterable[records.ClauseRecord],
        parties: Iterable[records.PartyRecord],
        bindings: Iterable[records.BindingRecord],
        earlier: "Library | None" = None,
    ) -> None:
        self.words = words
        self.agreements = {found.slug: found for found in agreements}
        self.statutes = {found.slug: found for found in statutes}
        self.parties = {found.slug: found for found in parties}
        self.register = bound.Register(bindings=bindings, parties=self.parties)
        kept = sorted(clauses, key=lambda clause: clause.slug)
        self.clauses = {clause.slug: clause for clause in kept}
        same = self._same(earlier)
        self._spans = {
            clause.slug: same[clause.slug].spans
            if clause.slug in same
            else lineage.spans_of(clause, agreements=self.agreements, statutes=self.statutes)
            for clause in kept
        }
        replacements = self._replacements(kept)
        self._numbers: dict[object, int] = earlier._numbers if earlier is not None and same else {}
        self.shelf = tuple(
            self._shelve(clause, replacements, same.get(clause.slug)) for clause in kept
        )
        self.places = tuple(sorted({found.place for found in self.shelf}))
        self._by_use = self._index(lambda found: (*found.profile.main, *found.profile.incidental))
        self._by_capability = self._index(lambda found: found.profile.enabled_by)
        self.alternatives = self._alternatives()
        self.signatory_agreements = frozenset(
            clause.agreement for clause in kept if facts.SIGNATORY in clause.required_facts
        )

    def _same(self, earlier: "Library | None") -> dict[str, Shelved]:
        """Clauses that are laid out already, as long as what they stand in is the same."""
        if (
            earlier is None
            or earlier.agreements != self.agreements
            or earlier.statutes != self.statutes
        ):
            return {}
        return {
            found.clause.slug: found
            for found in earlier.shelf
            if self.clauses.get(found.clause.slug) == found.clause
        }

    def _shelve(
        self,
        clause: records.ClauseRecord,
        replacements: Mapping[str, tuple[datetime.date, str]],
        same: Shelved | None,
    ) -> Shelved:
        agreement = self.agreements.get(clause.agreement)
        replaced_from, replaced_by = replacements.get(clause.slug, (None, ""))
        if same is not None and (same.replaced_from, same.replaced_by) == (
            replaced_from,
            replaced_by,
        ):
            return same
        spans = self._spans[clause.slug]
        needs = facts.Needs(
            required=clause.required_facts,
            any_of=clause.any_facts,
            excluding=(
                *clause.excluding_facts,
                *(() if agreement is None else agreement.excluding_facts),
            ),
        )
        profile = uses.profile_of(clause, None if agreement is None else agreement.unions)
        return Shelved(
            clause=clause,
            profile=profile,
            profile_number=self._number(profile),
            spans=spans,
            spans_number=self._number(spans),
            first_day=spans[0].term.first_day if spans else datetime.date.max,
            last_day=(spans[-1].term.last_day or datetime.date.max) if spans else datetime.date.min,
            needs=needs,
            needs_number=self._number(needs),
            agreement=agreement,
            statute=self.statutes.get(clause.statute),
            sectors=clause.sectors or (() if agreement is None else agreement.sectors),
            replaced_from=replaced_from,
            replaced_by=replaced_by,
        )

    def _number(self, shared: object) -> int:
        """A number that equal things share, so that an event meets each of them once."""
        return self._numbers.setdefault(shared, len(self._numbers))

    def _replacements(
        self, clauses: list[records.ClauseRecord]
    ) -> dict[str, tuple[datetime.date, str]]:
        """Clause → first day and slug of what a later agreement put in its place, uncarried."""
        found: dict[str, tuple[datetime.date, str]] = {}
        for later in clauses:
            spans = self._spans[later.slug]
            if not spans:
                continue
            first_day = spans[0].term.first_day
            for slug in later.builds_on:
                earlier = self.clauses.get(slug)
                if (
                    earlier is None
                    or not earlier.agreement
                    or earlier.agreement == later.agreement
                    or later.agreement in earlier.carried_into
                ):
                    continue
                if any(span.term.first_day >= first_day for span in self._spans[slug]):
                    continue
                standing = found.get(slug)
                if standing is None or (first_day, later.slug) < standing:
                    found[slug] = (first_day, later.slug)
        return found

    def _index(
        self, keys: Callable[[Shelved], tuple[str, ...]]
    ) -> dict[tuple[str, str], tuple[int, ...]]:
        """Place and key → numbers of clauses: most of a large library lies in other countries."""
        lists: dict[tuple[str, str], list[int]] = {}
        for number, found in enumerate(self.shelf):
            for key in dict.fromkeys(keys(found)):
                lists.setdefault((found.place, key), []).append(number)
        return {key: tuple(numbers) for key, numbers in lists.items()}

    def _alternatives(self) -> dict[str, tuple[str, ...]]:
        lists: dict[str, list[str]] = {}
        for agreement in self.agreements.values():
            if agreement.instead_of:
                lists.setdefault(agreement.instead_of, []).append(agreement.slug)
        return {slug: tuple(sorted(others)) for slug, others in lists.items()}

    def candidates(
        self,
        meeting: uses.Meeting,
        *,
        places: Iterable[str],
        since: datetime.date,
        until: datetime.date,
    ) -> list[Shelved]:
        """Clauses of these places, in force between the two days, that the event may raise.

        They share a use with the event, or one of its capabilities may raise them. Both days count.
        """
        named, capabilities = meeting.clause_uses(), meeting.capabilities()
        numbers: set[int] = set()
        for place in places:
            for use in named:
                numbers.update(self._by_use.get((place, use), ()))
            for capability in capabilities:
                numbers.update(self._by_capability.get((place, capability), ()))
        found = [self.shelf[number] for number in sorted(numbers)]
        return [one for one in found if one.first_day <= until and one.last_day >= since]

    def is_group(self, slug: str) -> bool:
        """Whether the slug stands for an unnamed group, such as the public."""
        party = self.parties.get(slug)
        return party is not None and party.is_group
