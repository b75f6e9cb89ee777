"""The vocabulary as the rules read it: uses, roles, what enables what, who stands for whom."""

import dataclasses
from collections.abc import Iterable, Mapping

# A role counts only with a use that is its own; roles not named here have no such limit.
# Sources: the writers' agreements speak of text and of training alone.
OWN_USE_ROOTS: Mapping[str, tuple[str, ...]] = {
    "writer": ("writing", "training-on-work"),
    "adapter-translator": ("writing", "localisation", "training-on-work"),
}
# Only from here may a role be read downwards.
READ_DOWNWARDS = "performer"
ON_CAMERA_ROLES = frozenset(
    {"performer", "principal-performer", "background-actor", "stunt-performer", "dancer"}
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class UseTerm:
    """A use of AI: a group, family or leaf under its parent."""

    slug: str
    level: str
    parent: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EnablingLink:
    """A capability is a use (direct) or makes it practicable (enabling)."""

    capability: str
    use: str
    is_direct: bool


class Vocabulary:
    """Closed lists and trees, indexed once; never changed afterwards."""

    def __init__(
        self,
        *,
        uses: Iterable[UseTerm],
        links: Iterable[EnablingLink],
        role_parents: Mapping[str, str],
        represents: Mapping[str, Iterable[str]],
    ) -> None:
        terms = {term.slug: term for term in uses}
        self.uses = frozenset(terms)
        self.groups = frozenset(slug for slug, term in terms.items() if term.level == "group")
        self.role_parents = dict(role_parents)
        self.represents = {union: frozenset(roles) for union, roles in represents.items()}
        self._use_parents = {slug: term.parent for slug, term in terms.items()}
        self._reach = {slug: self._reach_of(term, terms) for slug, term in terms.items()}
        direct: dict[str, set[str]] = {}
        enabling: dict[str, set[str]] = {}
        for link in links:
            chosen = direct if link.is_direct else enabling
            chosen.setdefault(link.capability, set()).add(link.use)
        self.direct_uses = {name: frozenset(found) for name, found in direct.items()}
        self.enabled_uses = {name: frozenset(found) for name, found in enabling.items()}
        self._own = {role: self._own_uses_of(role) for role in self.role_parents}

    @staticmethod
    def _reach_of(term: UseTerm, terms: Mapping[str, UseTerm]) -> frozenset[str]:
        found = {term.slug}
        if term.level == "family":
            found.update(slug for slug, other in terms.items() if other.parent == term.slug)
        parent = terms.get(term.parent)
        if parent is not None and parent.level == "family":
            found.add(parent.slug)
        return frozenset(found)

    def _own_uses_of(self, role: str) -> frozenset[str] | None:
        roots = OWN_USE_ROOTS.get(role)
        if roots is None:
            return None
        return frozenset(use for use in self.uses if set(roots) & set(self.use_line(use)))

    def use_line(self, use: str) -> tuple[str, ...]:
        """The use and everything above it, nearest first."""
        line = []
        while use:
            line.append(use)
            use = self._use_parents.get(use, "")
        return tuple(line)

    def role_line(self, role: str) -> tuple[str, ...]:
        """The role and everything above it, nearest first."""
        line = []
        while role:
            line.append(role)
            role = self.role_parents.get(role, "")
        return tuple(line)

    def reach(self, use: str) -> frozenset[str]:
        """Clause uses that this use meets: itself, its family, or a family's leaves."""
        return self._reach.get(use, frozenset({use}))

    def own_uses(self, role: str) -> frozenset[str] | None:
        """Uses with which the role counts; None means any."""
        return self._own.get(role)

    def enables(self, *, capability: str, use: str) -> bool:
        """Whether the capability makes the use practicable by an enabling link."""
        return bool(self.enabled_uses.get(capability, frozenset()) & self.reach(use))

    def is_represented(self, *, role: str, unions: Iterable[str]) -> bool:
        """Whether one of the unions stands for the role itself."""
        return any(role in self.represents.get(union, frozenset()) for union in unions)

    def roles_met(
        self, *, role: str, protected: Iterable[str], unions: tuple[str, ...] | None
    ) -> tuple[str, ...]:
        """Protected roles that an affected role meets.

        Up to a parent only if a union of the agreement represents the child (a law, without
        unions, takes everybody); down only from performers as a whole.
        """
        line = self.role_line(role)
        met = []
        for name in protected:
            upwards = name in line[1:] and (
                unions is None or self.is_represented(role=role, unions=unions)
            )
            downwards = role == READ_DOWNWARDS and role in self.role_line(name)
            if name == role or upwards or downwards:
                met.append(name)
        return tuple(met)
