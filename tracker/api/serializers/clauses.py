"""Clauses as they are answered."""

from typing import Any

from drf_spectacular import utils
from rest_framework import serializers

from clauses import calendar
from tracker.api.serializers import agreements, records


class TimeLimit(serializers.Serializer[Any]):
    """A period that a clause sets."""

    number = serializers.IntegerField()
    unit = serializers.CharField(help_text="hours, days, business-days, months or years.")
    direction = serializers.CharField(help_text="before, within or recurring.")
    starts_from = serializers.CharField()
    applies_to = serializers.CharField()


class Check(serializers.Serializer[Any]):
    """What the words were compared with. Who compared them is not told."""

    document = serializers.CharField()
    page = serializers.CharField(help_text="May be empty where a section is named.")
    section = serializers.CharField(help_text="May be empty where a page is named.")
    on = serializers.DateField()


class Rules(serializers.Serializer[Any]):
    """What decides whether the clause reaches an event; our reading of its text."""

    main_uses = serializers.ListField(child=serializers.CharField())
    incidental_uses = serializers.ListField(child=serializers.CharField())
    required_facts = serializers.ListField(child=serializers.CharField())
    any_facts = serializers.ListField(
        child=serializers.CharField(), help_text="One of these must be true."
    )
    excluding_facts = serializers.ListField(child=serializers.CharField())
    duty = serializers.CharField(help_text="use: at the use of the tool; later: pay, reports.")
    level = serializers.CharField(help_text="work, company or standing.")


class ClauseRecord(agreements.TextRecord):
    """A safeguard of exactly one agreement or law."""

    kind = "clauses"
    page = "clause"

    title = records.Worded()
    summary = records.Worded()
    plain_language = records.Worded()
    agreement = serializers.CharField(source="agreement_slug", allow_null=True)
    statute = serializers.CharField(source="statute_slug", allow_null=True)
    unions = serializers.ListField(
        child=serializers.CharField(), source="union_slugs", help_text="Who negotiated it."
    )
    section = serializers.CharField(help_text="As a source gives it; empty where none does.")
    citation = serializers.SerializerMethodField(help_text="Agreement and section, or the law.")
    roles = serializers.ListField(child=serializers.CharField(), help_text="Whom it protects.")
    is_for_everyone = serializers.BooleanField(
        help_text="It protects everyone whom the agreement or law covers."
    )
    safeguard_types = serializers.ListField(
        child=serializers.CharField(), help_text="The first is the main one."
    )
    elements = serializers.ListField(child=serializers.CharField())
    uses = serializers.ListField(child=serializers.CharField())
    use_modifiers = serializers.ListField(child=serializers.CharField())
    effective_note = serializers.CharField()
    carried_into = serializers.ListField(
        source="carried",
        child=serializers.CharField(),
        help_text="Later agreements that keep this term.",
    )
    builds_on = serializers.ListField(
        source="earlier",
        child=serializers.CharField(),
        help_text="Earlier clauses that this one changes.",
    )
    time_limits = serializers.SerializerMethodField()
    checked = serializers.SerializerMethodField(
        help_text="Null where no reviewer compared these words with the agreement or law."
    )
    rules = Rules(source="*")

    def get_citation(self, row: dict[str, Any]) -> str:
        """Return how to cite it. A section that no source gave stays out."""
        if row["statute_slug"] is not None:
            return str(row["statute_citation"])
        name = str(row["agreement_name"])
        return f"{name}, {row['section']}" if row["section"] else name

    @utils.extend_schema_field(Check(allow_null=True))
    def get_checked(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return document, place and day of the check."""
        if row["checked_at"] is None:
            return None
        return {
            "document": row["checked_document"],
            "page": row["checked_page"],
            "section": row["checked_section"],
            "on": calendar.today(row["checked_at"]).isoformat(),
        }

    @utils.extend_schema_field(TimeLimit(many=True))
    def get_time_limits(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the periods, with their notes in the language of the answer."""
        notes = (row["words"] or {}).get("time_limit_notes") or []
        return [
            limit | {name: text for name, text in note.items() if name in limit and text}
            for limit, note in zip(
                row["limits"], [*notes, *({} for _ in row["limits"])], strict=False
            )
        ]
