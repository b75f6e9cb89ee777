"""What an event may raise at all: by its kind and phase, and by a clause's duty and level."""

from tracker.matching import records

# Nothing follows from these unless staff link it.
SILENT_KINDS = frozenset(
    {
        "product-withdrawal",
        "lawsuit",
        "legal-demand",
        "union-demand",
        "joint-statement",
        "policy",
    }
)
SILENT_PHASES = frozenset({"withdrawn", "suspended"})
PROTECTIVE_USES = frozenset({"likeness-protection"})
# Consent, notice, consultation, no forced use.
FIRST_LINE_TYPES = frozenset({"consent", "notice", "bargaining-duty", "right-to-refuse"})


def why_silent(event: records.EventRecord) -> str:
    """Why the event brings nothing (kind, phase, protection, no-employer, no-use), or empty."""
    if event.kind in SILENT_KINDS:
        return "kind"
    if event.phase in SILENT_PHASES:
        return "phase"
    if event.is_investment and not event.employers:
        return "no-employer"
    if not event.uses and not event.capabilities:
        return "no-use"
    if event.uses and set(event.uses) <= PROTECTIVE_USES:
        return "protection"
    return ""


def raises(*, event: records.EventRecord, clause: records.ClauseRecord) -> bool:
    """Whether an event of this kind raises a clause of this duty and level."""
    if clause.level == "standing":
        return False
    if clause.level == "company":
        is_programme = event.company_programme and not event.works
        return (event.kind == "licensing-deal" or is_programme) and not event.is_offered
    if clause.duty == "later" and (event.is_offered or event.is_investment):
        return False
    if event.is_investment:
        return bool(FIRST_LINE_TYPES & set(clause.safeguard_types[:1])) or (
            "right-to-refuse" in clause.safeguard_types
        )
    return True


def cap(event: records.EventRecord) -> str:
    """Why nothing can be more than conditional (courted, invested), or empty."""
    if event.kind == "industry-outreach":
        return "courted"
    return "invested" if event.is_investment else ""


def defines(clause: records.ClauseRecord) -> bool:
    """Whether it only defines or limits."""
    return clause.is_scope or clause.safeguard_types[:1] == ("scope-definition",)
