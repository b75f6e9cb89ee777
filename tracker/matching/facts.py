"""What is known of an event: stated, implied by its uses, given by design, or unknown."""

import dataclasses
from collections.abc import Iterable

from tracker.matching import records, vocabulary

HIRED = "hired-for-this-work"
RECOGNISABLE = "recognisable-person"
HUMAN_ROLE = "human-role"
LIVE = "live-output"
DEAD = "posthumous"
ANIMATED = "animated-work"
STRIKE = "during-strike"

# Facts that single out a case; the rest only say what kind of work it is.
SPECIAL = frozenset(
    {
        STRIKE,
        DEAD,
        LIVE,
        "minor",
        "reuse",
        "prompt-names-person",
        "training-licence",
        "separate-scan-session",
        "biometric-capture",
        "replica-transferred",
        "replica-plays-a-part",
        "lines-added",
        "built-from-set-footage",
        "job-lost",
        "own-tool",
        "writer-chooses-ai",
        "fully-synthetic-vocal",
    }
)
# The employer itself signed: it settles which of two alternative agreements binds.
SIGNATORY = "independent-game-signatory"

BY_USE = {
    "digital-replica": ((RECOGNISABLE, True),),
    "digital-replica-employment": ((HIRED, True), (RECOGNISABLE, True)),
    "background-replica": ((HIRED, True), (RECOGNISABLE, True)),
    "digital-replica-independent": ((HIRED, False), (RECOGNISABLE, True)),
    "performer-scanning": ((RECOGNISABLE, True),),
    "voice-replica": ((RECOGNISABLE, True),),
    "real-time-dialogue": ((LIVE, True),),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """One fact with its value and how we know it: stated, implied, by-design."""

    value: bool
    how: str


@dataclasses.dataclass(frozen=True, slots=True)
class Needs:
    """What a clause asks of the facts: all required, one of `any_of`, none of `excluding`."""

    required: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    excluding: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A clause's facts against an event's: what excludes it, what holds, what is missing."""

    excluded_by: str = ""
    holding: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Knowledge:
    """Everything known of one event; unknown is neither true nor false."""

    def __init__(self, event: records.EventRecord) -> None:
        self._known: dict[str, Known] = {}
        self._in_doubt: set[str] = set()
        for fact, value in event.facts.items():
            self._known[fact] = Known(value=value, how="stated")
        for use in event.uses:
            for fact, value in BY_USE.get(use, ()):
                self._imply(fact, value)
        if self.value(DEAD) is True:
            self._imply(HIRED, False)
        self._imply_animation(event)
        self._imply_by_design(event)

    def _imply(self, fact: str, value: bool, how: str = "implied") -> None:
        earlier = self._known.get(fact)
        if earlier is None:
            if fact not in self._in_doubt:
                self._known[fact] = Known(value=value, how=how)
        elif earlier.how != "stated" and earlier.value is not value:
            del self._known[fact]
            self._in_doubt.add(fact)

    def _imply_animation(self, event: records.EventRecord) -> None:
        if event.is_animated is not None:
            self._imply(ANIMATED, event.is_animated)
        elif event.works and not event.is_situation:
            self._imply(ANIMATED, False)
        elif "animation" in event.sectors and not event.works:
            others = {"theatrical", "television", "streaming"} & set(event.sectors)
            if not others:
                self._imply(ANIMATED, True)

    def _imply_by_design(self, event: records.EventRecord) -> None:
        if not event.is_offered:
            return
        on_camera = bool(vocabulary.ON_CAMERA_ROLES & set(event.roles))
        if "synthetic-performer" in event.uses or ("text-to-video" in event.uses and on_camera):
            self._imply(HUMAN_ROLE, True, "by-design")

    def of(self, fact: str, *, uses: Iterable[str] = ()) -> Known | None:
        """What is known of a fact; where the event's uses disagree, by the uses that met."""
        found = self._known.get(fact)
        if found is not None or fact not in self._in_doubt:
            return found
        values = {value for use in uses for name, value in BY_USE.get(use, ()) if name == fact}
        return Known(value=values.pop(), how="implied") if len(values) == 1 else None

    def value(self, fact: str) -> bool | None:
        """True, false, or None for unknown."""
        found = self._known.get(fact)
        return None if found is None else found.value

    def find(self, *, needs: Needs, uses: tuple[str, ...]) -> Finding:
        """Hold a clause's needs against the event's facts. Unknown never excludes."""
        for fact in needs.excluding:
            known = self.of(fact, uses=uses)
            if known is not None and known.value:
                return Finding(excluded_by=fact)
        holding: list[str] = []
        missing: list[str] = []
        for fact in needs.required:
            known = self.of(fact, uses=uses)
            if known is None:
                missing.append(fact)
            elif known.value:
                holding.append(fact)
            else:
                return Finding(excluded_by=fact)
        if needs.any_of:
            states = {fact: self.of(fact, uses=uses) for fact in needs.any_of}
            true = [fact for fact, known in states.items() if known is not None and known.value]
            open_ones = [fact for fact, known in states.items() if known is None]
            if not true and not open_ones:
                return Finding(excluded_by=needs.any_of[0])
            holding.extend(true)
            if not true:
                missing.extend(open_ones)
        return Finding(holding=tuple(holding), missing=tuple(missing))
