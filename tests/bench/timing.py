"""Times two things in turn, so that a busy machine slows both, and says how far to trust it."""

import dataclasses
import statistics
import time
from collections.abc import Callable

NOISY = 1.6
"""Slowest run of the floor over its fastest: beyond it the machine was too busy to tell."""


@dataclasses.dataclass(frozen=True)
class Ratio:
    """Medians in seconds, the ratio between them, and whether the machine was quiet enough."""

    ours: float
    floor: float
    ratio: float
    spread: float

    def line(self, name: str) -> str:
        """One line for people."""
        verdict = "" if self.spread <= NOISY else "  INCONCLUSIVE: the machine was too noisy"
        return (
            f"{name}: {self.ratio:.2f} (ours {self.ours * 1000:.2f} ms, floor "
            f"{self.floor * 1000:.2f} ms, spread of the floor {self.spread:.2f}){verdict}"
        )


def compare(
    *, ours: Callable[[], object], floor: Callable[[], object], runs: int, warm: int = 1
) -> Ratio:
    """Run both in turn, `runs` times each after `warm` runs that do not count."""
    ours_seconds, floor_seconds = [], []
    for number in range(warm + runs):
        for function, seconds in ((floor, floor_seconds), (ours, ours_seconds)):
            start = time.perf_counter()
            function()
            if number >= warm:
                seconds.append(time.perf_counter() - start)
    median_ours, median_floor = statistics.median(ours_seconds), statistics.median(floor_seconds)
    return Ratio(
        ours=median_ours,
        floor=median_floor,
        ratio=median_ours / median_floor,
        spread=max(floor_seconds) / min(floor_seconds),
    )


def best(function: Callable[[], object], *, runs: int = 3) -> float:
    """Seconds of the fastest of some runs: what it takes when nothing else runs."""
    seconds = []
    for _number in range(runs):
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
