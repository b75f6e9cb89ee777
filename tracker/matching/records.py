"""What the rules need to know of agreements, statutes, clauses, parties, bindings and events."""

import dataclasses
import datetime
from collections.abc import Mapping

from tracker.matching import terms

Names = tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecord:
    """A negotiated contract. `concluded`: ratified, else signed, else tentative."""

    slug: str
    name: str
    unions: Names
    country: str
    region: str = ""
    sectors: Names = ()
    term: terms.Term | None = None
    concluded: datetime.date | None = None
    extended_to: datetime.date | None = None
    preceded_by: str = ""
    succeeded_by: str = ""
    excluding_facts: Names = ()
    single_employer: bool = False
    instead_of: str = ""
    any_stage: bool = False
    sector_needs: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StatuteRecord:
    """A law of a territory; a bill is never in force."""

    slug: str
    name: str
    jurisdiction: str
    term: terms.Term | None = None
    concluded: datetime.date | None = None
    is_bill: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRecord:
    """One safeguard and what the rules need for it. `roles` are expanded, never "all"."""

    slug: str
    title: str
    citation: str
    agreement: str = ""
    statute: str = ""
    term: terms.Term | None = None
    concluded: datetime.date | None = None
    carried_into: Names = ()
    builds_on: Names = ()
    dropped_by: Names = ()
    roles: Names = ()
    role_uses: Mapping[str, Names] = dataclasses.field(default_factory=dict)
    sectors: Names = ()
    safeguard_types: Names = ()
    elements: Names = ()
    main_uses: Names = ()
    incidental_uses: Names = ()
    enabled_by: Names = ()
    required_facts: Names = ()
    any_facts: Names = ()
    excluding_facts: Names = ()
    duty: str = "use"
    level: str = "work"
    head: str = ""
    scope_of: Names = ()
    umbrella_of: Names = ()
    priority: int = 5
    grade: str = "E"

    @property
    def is_scope(self) -> bool:
        """Whether it defines or limits other clauses and stands with them."""
        return bool(self.scope_of)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PartyRecord:
    """A company or body."""

    slug: str
    name: str
    country: str = ""
    parent: str = ""
    is_group: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BindingRecord:
    """That a party is bound (or partly, likely, unknown, bargains, none) in a period.

    No agreement means that the row speaks of the company only: it never binds.
    Rows with `works` bind only events whose works name one of them.
    """

    party: str
    agreement: str = ""
    value: str = "bound"
    basis: str = ""
    term: terms.Term | None = None
    works: Names = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """A deployment, or a situation that somebody describes. Facts not in `facts` are unknown.

    `not_bound_by`, `not_places` and `not_sectors` are what the asker has ruled out.
    """

    slug: str = ""
    kind: str = "production-use"
    phase: str = "in-use"
    is_situation: bool = False
    first_day: datetime.date | None = None
    product_first_day: datetime.date | None = None
    uses: Names = ()
    capabilities: Names = ()
    roles: Names = ()
    sectors: Names = ()
    places: Names = ()
    made_in: Names = ()
    shown_in: Names = ()
    stages: Names = ()
    deployers: Names = ()
    employers: Names = ()
    rights_holders: Names = ()
    unmatched_deployers: Names = ()
    bound_by: Names = ()
    not_bound_by: Names = ()
    not_places: Names = ()
    not_sectors: Names = ()
    works: Names = ()
    facts: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    licence_direction: str = ""
    offered: bool | None = None
    open_to_public: bool = False
    company_programme: bool = False
    is_animated: bool | None = None

    @property
    def is_offered(self) -> bool:
        """Whether a tool is merely offered or courted with; a release without an employer is."""
        if self.kind == "industry-outreach":
            return True
        if self.offered is not None:
            return self.offered
        return self.kind == "product-release" and not self.employers

    @property
    def is_investment(self) -> bool:
        """Whether money went into a maker, and no more."""
        return self.kind == "corporate-investment"

    @property
    def doers(self) -> Names:
        """Who does it as employer; whoever only holds rights does not."""
        if self.employers:
            return self.employers
        return tuple(name for name in self.deployers if name not in self.rights_holders)

    @property
    def is_done(self) -> bool:
        """Whether somebody does it, rather than offering, courting or investing."""
        if self.is_offered or self.is_investment:
            return False
        return self.is_situation or bool(self.doers or self.unmatched_deployers)
