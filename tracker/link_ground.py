"""What the rules say of one clause and one deployment, as a link keeps it."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tracker.matching import answers, wording
from tracker.models import Link

Told = Mapping[str, Any]

FIELDS = (
    "standing",
    "proposed_standing",
    "bearing",
    "score",
    "includes",
    "reasons",
    "missing_facts",
    "judged_on",
)


def of_entry(*, entry: answers.Entry, day: datetime.date, labels: wording.Labels) -> Told:
    """Return the columns of a link that the entry of an answer fills, true for `day`."""
    return {
        "standing": entry.standing,
        "proposed_standing": entry.standing,
        "bearing": entry.bearing,
        "score": float(entry.score),
        "includes": list(entry.includes),
        "reasons": [
            {
                "facet": reason.facet,
                "matched": list(reason.matched),
                "how": reason.how,
                "key": reason.key,
                "values": [list(pair) for pair in reason.values],
                "text": wording.sentence(reason=reason, labels=labels),
            }
            for reason in entry.reasons
        ],
        "missing_facts": list(entry.missing_facts),
        "judged_on": day,
    }


def tell(link: Link, told: Told) -> None:
    """Write it on the link, unsaved."""
    for name, value in told.items():
        setattr(link, name, value)


def differs(link: Link, told: Told) -> bool:
    """Whether the rules say something else than the link; its standing may be a person's."""
    return any(getattr(link, name) != value for name, value in told.items() if name != "standing")


def reason_of(stored: Mapping[str, Any]) -> answers.Reason:
    """Read a reason as a link keeps it, so that it can be told in any language."""
    return answers.Reason(
        facet=stored["facet"],
        how=stored["how"],
        matched=tuple(stored.get("matched") or ()),
        key=stored.get("key", ""),
        values=tuple((str(name), str(value)) for name, value in stored.get("values") or ()),
    )


def mark_of(link: Link) -> str:
    """Return a mark that differs when what a decision on the link rests on differs."""
    ground = [
        link.proposed_standing,
        link.reasons,
        link.missing_facts,
        link.includes,
        link.clause.live_revision_id,
        link.deployment.live_revision_id,
    ]
    return hashlib.sha256(json.dumps(ground, sort_keys=True).encode()).hexdigest()[:16]
