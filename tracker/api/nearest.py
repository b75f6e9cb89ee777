"""The known value nearest to one that is not known, for a sentence that helps."""

import difflib
from collections.abc import Iterable


def known(*, value: str, among: Iterable[str]) -> str:
    """Return the nearest of `among`, or an empty string if none is near."""
    names = list(among)
    lowered = {name.lower(): name for name in names}
    found = difflib.get_close_matches(value.lower()[:100], list(lowered), n=1, cutoff=0.6)
    if found:
        return lowered[found[0]]
    low = value.lower()
    related = [
        name
        for key, name in lowered.items()
        if low.startswith(key) or (len(low) > 2 and low in key)
    ]
    return min(related, key=lambda name: (len(name), name), default="")


def sentence(*, text: str, nearest: str) -> str:
    """Add the question to a sentence, if there is something near."""
    return f"{text} Did you mean “{nearest}”?" if nearest else text
