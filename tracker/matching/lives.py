"""The lives of products: which are live on a day, and what each is shown to do, to whom."""

import dataclasses
import datetime
import functools
from collections.abc import Iterable

from tracker.matching import bearing, records

# From the start of a product's life to its end; of events of one day the later phase counts last.
PHASES = (
    "announced",
    "preview",
    "pilot",
    "limited-access",
    "general-availability",
    "licensed",
    "in-use",
    "updated",
    "suspended",
    "withdrawn",
)
LIVE = frozenset(PHASES[1:8])
# A lawsuit takes nothing off the market: the phase before it goes on (taxonomy, phases).
LEAVES_THE_STATE = frozenset({"disputed"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event in the life of a product. `day` is the last day that its date can mean."""

    product: str
    vendor: str
    day: datetime.date
    event: records.EventRecord


@dataclasses.dataclass(frozen=True, kw_only=True)
class LiveProduct:
    """A product that is live on a day, with the events that show what it does."""

    product: str
    vendor: str
    events: tuple[records.EventRecord, ...]

    @functools.cached_property
    def uses(self) -> frozenset[str]:
        """What it is shown to do; guarding against copies is no use of a person's work."""
        return frozenset(use for event in self.events for use in uses_of(event))


def phase_of(event: records.EventRecord) -> str:
    """The event's phase; a licence that was announced to an employer counts as licensed."""
    is_deal = event.kind == "licensing-deal" and event.phase == "announced"
    if is_deal and event.employers and event.licence_direction != "to-vendor":
        return "licensed"
    return event.phase


def uses_of(event: records.EventRecord) -> frozenset[str]:
    """The uses that an event shows, but for mere protection."""
    return frozenset(event.uses) - bearing.PROTECTIVE_USES


def live_on(happenings: Iterable[Happening], on: datetime.date) -> tuple[LiveProduct, ...]:
    """The products whose latest event by the day leaves them live, by name."""
    lives: dict[str, list[Happening]] = {}
    for happening in happenings:
        if happening.day <= on:
            lives.setdefault(happening.product, []).append(happening)
    found = []
    for product in sorted(lives):
        states = [one for one in lives[product] if one.event.phase not in LEAVES_THE_STATE]
        if states and phase_of(max(states, key=_place).event) in LIVE:
            found.append(
                LiveProduct(
                    product=product,
                    vendor=states[0].vendor,
                    events=tuple(one.event for one in sorted(states, key=_place) if _shows(one)),
                )
            )
    return tuple(found)


def _place(happening: Happening) -> tuple[datetime.date, int, str]:
    phase = phase_of(happening.event)
    order = PHASES.index(phase) if phase in PHASES else -1
    return happening.day, order, happening.event.slug


def _shows(happening: Happening) -> bool:
    """Whether the event shows what the product does: usable then, and no mere statement."""
    event = happening.event
    return phase_of(event) in LIVE and event.kind not in bearing.SILENT_KINDS
