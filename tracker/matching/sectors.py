"""Sectors: which of an event's sectors a clause's agreement works in, and what that may hang on."""

import dataclasses
from collections.abc import Mapping

ALL = "cross-sector"


@dataclasses.dataclass(frozen=True, slots=True)
class SectorMatch:
    """Sectors in common (none told: empty), and facts that every one of them hangs on."""

    sectors: tuple[str, ...]
    needs: tuple[str, ...] = ()


def meet(
    *,
    event_sectors: tuple[str, ...],
    sectors: tuple[str, ...],
    needs: Mapping[str, str],
    ruled_out: tuple[str, ...] = (),
) -> SectorMatch | None:
    """The common sectors, or None. Unnamed sectors and general software meet everything.

    `ruled_out` are sectors that it is known not to be: what works in no other is not met.
    """
    if not event_sectors and sectors and set(sectors) <= set(ruled_out):
        return None
    if not event_sectors or not sectors:
        return SectorMatch(())
    if ALL in event_sectors or ALL in sectors:
        return SectorMatch((ALL,))
    common = tuple(sector for sector in event_sectors if sector in sectors)
    if not common:
        return None
    free = tuple(sector for sector in common if sector not in needs)
    if free:
        return SectorMatch(free)
    return SectorMatch(common, tuple(dict.fromkeys(needs[sector] for sector in common)))
