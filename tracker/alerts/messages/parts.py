"""Names of the parts of a record, of kinds of record and of standings, as a message says them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clauses.models import record as records

KINDS = {
    records.RecordKind.AGREEMENT: _("Agreement"),
    records.RecordKind.STATUTE: _("Law"),
    records.RecordKind.CLAUSE: _("Clause"),
    records.RecordKind.PARTY: _("Company or body"),
    records.RecordKind.VENDOR: _("Vendor"),
    records.RecordKind.PRODUCT: _("Product"),
    records.RecordKind.DEPLOYMENT: _("Deployment"),
    records.RecordKind.ADVISORY: _("Note from your union"),
}
STANDINGS = {
    "binding": pgettext_lazy("standing of a clause", "Binding"),
    "conditional": pgettext_lazy("standing of a clause", "Conditional"),
    "possible": pgettext_lazy("standing of a clause", "Possible"),
    "upcoming": pgettext_lazy("standing of a clause", "Upcoming"),
    "lapsed": pgettext_lazy("standing of a clause", "Lapsed"),
}
PARTS = (
    (_("the description"), {"title", "name", "summary", "body", "plain_language", "texts"}),
    (_("the date"), {"event_date", "event_date_text", "date_precision", "is_date_verified"}),
    (_("the dates in force"), {"effective_from", "effective_to", "effective_note", "carried_into"}),
    (_("what happened"), {"phase", "kind", "licence_direction", "is_offered"}),
    (_("who takes part"), {"deployers", "employers", "rights_holders", "unions", "bindings"}),
    (_("what the tool does"), {"uses", "capabilities", "extra_capabilities", "use_modifiers"}),
    (_("whose work it touches"), {"roles", "sectors", "production_stages", "is_for_everyone"}),
    (_("which works and places"), {"works", "places", "made_in", "shown_in", "is_animated"}),
    (_("the known facts"), {"facts", "training_data_status", "training_data_note"}),
    (_("what unions said"), {"union_responses"}),
    (_("the time limits"), {"time_limits"}),
    (_("the sources"), {"sources", "evidence_level", "is_verified", "confidence"}),
)
OTHER = _("other details")


def kind_of(record_kind: str) -> str:
    """Return the name of a kind of record."""
    return str({str(kind): name for kind, name in KINDS.items()}.get(record_kind, record_kind))


def standing_of(standing: str) -> str:
    """Return the word of a standing."""
    return str(STANDINGS[standing])


def names_of(fields: Iterable[str]) -> tuple[str, ...]:
    """Name the parts of a record that these fields belong to, each once."""
    changed = set(fields)
    found = [str(name) for name, members in PARTS if changed & members]
    known = set().union(*(members for _name, members in PARTS))
    return tuple(found) if not changed - known else (*found, str(OTHER))
