"""Who is bound by an agreement on a day, who may be, and whether the work is shown covered."""

import dataclasses
import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping

from tracker.matching import places, records

DOUBTFUL = ("partly", "likely", "unknown")
TYING = ("bound", "likely", "partly")
OUTSIDE_COVERED_STAGES = frozenset({"distribution", "marketing"})
TRAINING = "training-on-work"
DUBBING = frozenset({"dubbing-lip-sync", "ai-dubbing", "visual-dubbing"})
GRANTS_WORKS = frozenset({"to-vendor", "both"})


@dataclasses.dataclass(frozen=True, slots=True)
class Bound:
    """Parties that are bound, parties in doubt with the kind of doubt, and the others.

    `noted` are doubts from rows that name no agreement: they speak of the company only. Where
    the asker says that nobody is bound (`is_denied`), doubts are settled; our records stand.
    """

    parties: tuple[str, ...] = ()
    is_assumed: bool = False
    is_denied: bool = False
    doubtful: tuple[tuple[str, str], ...] = ()
    noted: tuple[tuple[str, str], ...] = ()
    unbound: tuple[str, ...] = ()

    @property
    def is_bound(self) -> bool:
        """Whether some doer owes the duties."""
        return bool(self.parties) or self.is_assumed


class Register:
    """Bindings by agreement and by party, and parents; read for one day at a time."""

    def __init__(
        self,
        *,
        bindings: Iterable[records.BindingRecord],
        parties: Mapping[str, records.PartyRecord],
    ) -> None:
        self._parties = parties
        self._rows: dict[tuple[str, str], list[records.BindingRecord]] = {}
        self._of_party: dict[str, list[records.BindingRecord]] = {}
        self._signed: dict[str, set[str]] = {}
        for row in bindings:
            self._rows.setdefault((row.agreement, row.party), []).append(row)
            self._of_party.setdefault(row.party, []).append(row)
            if row.value == "bound":
                self._signed.setdefault(row.agreement, set()).add(row.party)

    def signed(self, agreement: str) -> frozenset[str]:
        """Parties ever recorded as bound by the agreement."""
        return frozenset(self._signed.get(agreement, ()))

    def has_row(self, *, agreement: str, party: str) -> bool:
        """Whether any row but "unknown" or "none" ties the party to the agreement."""
        return any(row.value in TYING for row in self._rows.get((agreement, party), ()))

    def rows(self) -> Iterator[records.BindingRecord]:
        """Every row."""
        return itertools.chain.from_iterable(self._rows.values())

    def agreements_of(self, party: str) -> frozenset[str]:
        """Agreements that such rows tie the party to."""
        rows = self._of_party.get(party, ())
        return frozenset(row.agreement for row in rows if row.agreement and row.value in TYING)

    def country(self, party: str) -> str:
        """The party's country, empty if not in our records."""
        found = self._parties.get(party)
        return "" if found is None else found.country

    def binds_somehow(self, *, party: str, works: tuple[str, ...], on: datetime.date) -> bool:
        """Whether any agreement binds the party on that day for these works."""
        return any(
            row.agreement and row.value == "bound" and _applies(row, works=works, on=on)
            for row in self._of_party.get(party, ())
        )

    def under(
        self,
        *,
        agreement: str,
        event: records.EventRecord,
        doers: tuple[str, ...],
        on: datetime.date,
    ) -> Bound:
        """Who of the doers is bound by this agreement on that day."""
        bound: list[str] = []
        doubtful: list[tuple[str, str]] = []
        noted: list[tuple[str, str]] = []
        unbound: list[str] = []
        denied = agreement in event.not_bound_by
        for party in dict.fromkeys(doers):
            how = self._how(agreement=agreement, party=party, works=event.works, on=on)
            if how == "bound":
                bound.append(party)
                continue
            if denied:
                unbound.append(party)
                continue
            if how:
                doubtful.append((party, how))
                continue
            unbound.append(party)
            note = self._note(party=party, on=on)
            if note:
                noted.append((party, note))
        return Bound(
            parties=tuple(bound),
            is_assumed=agreement in event.bound_by,
            is_denied=denied and not bound,
            doubtful=tuple(doubtful),
            noted=tuple(noted),
            unbound=(*unbound, *event.unmatched_deployers),
        )

    def _how(self, *, agreement: str, party: str, works: tuple[str, ...], on: datetime.date) -> str:
        found = ""
        for row in self._rows.get((agreement, party), ()):
            if row.value == "bound":
                if _applies(row, works=works, on=on):
                    return "bound"
            elif row.value in DOUBTFUL and _is_running(row, on=on):
                found = found or row.value
        if found:
            return found
        if self._parent_bound(agreement=agreement, party=party, on=on):
            return "through-parent"
        return ""

    def _note(self, *, party: str, on: datetime.date) -> str:
        """What a row without an agreement says of the company: partly, likely or unknown."""
        for row in self._rows.get(("", party), ()):
            if row.value in DOUBTFUL and _is_running(row, on=on):
                return row.value
        return ""

    def _parent_bound(self, *, agreement: str, party: str, on: datetime.date) -> bool:
        found = self._parties.get(party)
        while found is not None and found.parent:
            if any(
                row.value == "bound" and not row.works and _is_running(row, on=on)
                for row in self._rows.get((agreement, found.parent), ())
            ):
                return True
            found = self._parties.get(found.parent)
        return False


def _is_running(row: records.BindingRecord, *, on: datetime.date) -> bool:
    return row.term is None or row.term.includes(on)


def _applies(row: records.BindingRecord, *, works: tuple[str, ...], on: datetime.date) -> bool:
    """Whether a bound row is running and, if scoped to productions, names one of the works."""
    if not _is_running(row, on=on):
        return False
    if not row.works:
        return True
    named = {_plain(name) for name in row.works}
    return any(_plain(work) in named for work in works)


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def doers(*, event: records.EventRecord, clause_uses: tuple[str, ...]) -> tuple[str, ...]:
    """Who does what the clause speaks of: a licence counts for what it licenses.

    Whoever grants works for training does that itself; for every other use the grantor only
    holds rights.
    """
    found = event.doers
    grants = event.kind == "licensing-deal" and event.licence_direction in GRANTS_WORKS
    if grants and clause_uses == (TRAINING,):
        return tuple(dict.fromkeys((*found, *event.rights_holders)))
    return found


def why_not_covered(
    *,
    event: records.EventRecord,
    agreement: records.AgreementRecord,
    clause_uses: tuple[str, ...],
    is_first_bound: bool,
) -> tuple[str, tuple[str, ...]]:
    """Why the work is not shown to be covered, with the values that say so; ("", ()) if it is."""
    if event.is_offered:
        return "offered", ()
    if event.is_situation:
        return "", ()
    abroad = places.outside(event=event, country=agreement.country)
    if abroad:
        return "abroad", abroad
    stages = set(event.stages)
    if (
        stages
        and stages <= OUTSIDE_COVERED_STAGES
        and not agreement.any_stage
        and not DUBBING & set(clause_uses)
    ):
        return "stage", event.stages
    if event.deployers and not is_first_bound:
        return "first-named", event.deployers[:1]
    return "", ()
