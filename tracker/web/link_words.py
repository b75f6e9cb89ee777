"""The reasons and open questions of a stored link, told in the reader's language."""

from tracker import link_ground
from tracker.matching import wording
from tracker.models import link as links

LEADING_FACETS = ("use", "party", "event")
"""What a reader asks first: is it this use, and who is bound."""


def lead(*, link: links.Link, labels: wording.Labels, language: str) -> list[str]:
    """Return the sentences that lead: which use, and who is bound."""
    told = [link_ground.reason_of(stored) for stored in link.reasons]
    return [
        wording.sentence(reason=reason, labels=labels, language=language)
        for reason in told
        if reason.key and reason.facet in LEADING_FACETS
    ]


def questions(*, link: links.Link, labels: wording.Labels, language: str) -> list[str]:
    """Return what to ask where a fact is unknown."""
    return [
        wording.question(fact=fact, labels=labels, language=language) for fact in link.missing_facts
    ]
