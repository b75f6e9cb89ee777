"""Uses and roles together: how a clause's subject meets what was done, and to whom."""

import dataclasses
from collections.abc import Mapping

from tracker.matching import records, vocabulary

DIRECT, INCIDENTAL, ENABLED = "direct", "incidental", "enabled"


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """How a clause is met: by which of the event's uses (or capabilities) and for which roles."""

    how: str
    uses: tuple[str, ...]
    clause_uses: tuple[str, ...]
    roles: tuple[str, ...]
    is_own_subject: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Profile:
    """What matters of a clause for meeting an event; clauses that share it share the work."""

    main: tuple[str, ...]
    incidental: tuple[str, ...]
    enabled_by: tuple[str, ...]
    roles: tuple[str, ...]
    role_uses: tuple[tuple[str, tuple[str, ...]], ...]
    unions: tuple[str, ...] | None

    def uses_for(self, role: str, uses: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the uses that the clause names for this protected role."""
        for name, named in self.role_uses:
            if name == role:
                return tuple(use for use in uses if use in named)
        return uses


def profile_of(clause: records.ClauseRecord, unions: tuple[str, ...] | None) -> Profile:
    """The profile of a clause whose agreement has these unions (None: a law)."""
    return Profile(
        main=clause.main_uses,
        incidental=clause.incidental_uses,
        enabled_by=clause.enabled_by,
        roles=clause.roles,
        role_uses=tuple(sorted((role, tuple(named)) for role, named in clause.role_uses.items())),
        unions=unions,
    )


class Meeting:
    """One event's uses and roles, laid out so that every clause is met in a few look-ups."""

    def __init__(self, *, event: records.EventRecord, words: vocabulary.Vocabulary) -> None:
        self._words = words
        self._event = event
        self._uses = tuple(dict.fromkeys(event.uses))
        self._capabilities = tuple(
            dict.fromkeys(name for name in event.capabilities if self._is_live(name))
        )
        self._met: dict[int, Match | None] = {}
        self._reaches: dict[frozenset[str] | None, Mapping[str, str]] = {}

    def _is_live(self, capability: str) -> bool:
        """A capability counts while one of the event's uses is what it directly is."""
        direct = self._words.direct_uses.get(capability, frozenset())
        return any(direct & self._words.reach(use) for use in self._uses)

    def clause_uses(self) -> frozenset[str]:
        """Every use of a clause that the event could meet directly or incidentally."""
        return frozenset(found for use in self._uses for found in self._words.reach(use))

    def capabilities(self) -> tuple[str, ...]:
        """Capabilities that may raise a clause by an enabling link."""
        return self._capabilities

    def _reach(self, role: str) -> Mapping[str, str]:
        """Clause use → the event's use that meets it, among the uses that are the role's own."""
        own = self._words.own_uses(role)
        reach = self._reaches.get(own)
        if reach is None:
            found: dict[str, str] = {}
            for use in self._uses:
                if own is None or use in own:
                    for met in self._words.reach(use):
                        if met == use or met not in found:
                            found[met] = use
            self._reaches[own] = reach = found
        return reach

    def meet(self, *, profile: Profile, number: int) -> Match | None:
        """The best match: direct, else incidental (if somebody does it), else enabled.

        `number` stands for the profile: clauses with the same one are met once.
        """
        if number not in self._met:
            self._met[number] = self._find(profile)
        return self._met[number]

    def _pairs(self, profile: Profile) -> list[tuple[str, str]]:
        """Affected role and the protected role it meets; with no role told, every protected one."""
        if not self._event.roles:
            return [(name, name) for name in profile.roles]
        return [
            (role, name)
            for role in self._event.roles
            for name in self._words.roles_met(
                role=role, protected=profile.roles, unions=profile.unions
            )
        ]

    def _find(self, profile: Profile) -> Match | None:
        pairs = self._pairs(profile)
        if not pairs:
            return None
        found = self._by_use(profile, pairs, profile.main, DIRECT)
        if found is None and profile.incidental and self._event.is_done:
            found = self._by_use(profile, pairs, profile.incidental, INCIDENTAL)
        if found is None and profile.enabled_by:
            found = self._by_capability(profile, pairs)
        return found

    def _by_use(
        self, profile: Profile, pairs: list[tuple[str, str]], wanted: tuple[str, ...], how: str
    ) -> Match | None:
        uses: dict[str, None] = {}
        clause_uses: dict[str, None] = {}
        roles: dict[str, None] = {}
        for role, protected in pairs:
            reach = self._reach(role)
            for use in profile.uses_for(protected, wanted):
                if use in reach:
                    uses[reach[use]] = None
                    clause_uses[use] = None
                    roles[role] = None
        if not uses:
            return None
        own = how == DIRECT and bool(profile.main) and profile.main[0] in clause_uses
        return Match(how, tuple(uses), tuple(clause_uses), tuple(roles), own)

    def _by_capability(self, profile: Profile, pairs: list[tuple[str, str]]) -> Match | None:
        capabilities: dict[str, None] = {}
        clause_uses: dict[str, None] = {}
        roles: dict[str, None] = {}
        for role, protected in pairs:
            own = self._words.own_uses(role)
            for capability in profile.enabled_by:
                if capability not in self._capabilities:
                    continue
                for use in profile.uses_for(protected, profile.main):
                    if own is not None and use not in own:
                        continue
                    if self._words.enables(capability=capability, use=use):
                        capabilities[capability] = None
                        clause_uses[use] = None
                        roles[role] = None
        if not capabilities:
            return None
        return Match(ENABLED, tuple(capabilities), tuple(clause_uses), tuple(roles), False)
