"""What all records that are answered have in common; rows are dictionaries, read by the views."""

import dataclasses
from typing import Any

from rest_framework import serializers

from clauses import evidence, vocabulary
from tracker.api import addresses, languages

LAST = ("page_url", "evidence", "sources", "updated_at")
SECOND_HAND = {
    "en": "Known from second-hand summaries; not yet checked against the agreement.",
    "fr": "Connu par des résumés de seconde main ; pas encore vérifié dans l’accord.",
    "es": "Conocido por resúmenes de segunda mano; aún no comprobado en el convenio.",
}


class Record(serializers.Serializer[Any]):
    """One record of a list. With `fields=` only `slug` is sure to be there."""

    is_sparse = True
    kind = ""
    page = ""

    slug = serializers.CharField(help_text="Permanent id.")
    url = serializers.SerializerMethodField(help_text="This record in the API.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Put what all records have in common behind what is special."""
        found = super().get_fields()
        return found | {name: found.pop(name) for name in LAST if name in found}

    def get_url(self, row: dict[str, Any]) -> str:
        """Return the permanent address."""
        return addresses.of_record(kind=self.kind, slug=row["slug"], base=self.context["base"])


class PagedRecord(Record):
    """A record that has a page for people."""

    page_url = serializers.SerializerMethodField(help_text="Its page for people.")

    def get_page_url(self, row: dict[str, Any]) -> str:
        """Return the address of the page."""
        return addresses.of_page(page=self.page, slug=row["slug"], base=self.context["base"])


class Worded(serializers.CharField):
    """A text of a record in the language of the answer, or in English where that is missing."""

    def __init__(self, *, word: str = "", **options: Any) -> None:
        self.word = word
        super().__init__(**options)

    def get_attribute(self, row: Any) -> Any:
        """Take the translation if there is one."""
        column = self.source_attrs[-1]
        return (row["words"] or {}).get(self.word or column) or row[column]


class Answered(serializers.Serializer[Any]):
    """What every answer says beside its facts."""

    as_of = serializers.DateField(help_text="The day this answer is true for.")
    disclaimer = serializers.CharField(
        help_text="We inform, we do not advise; the text of the agreement governs."
    )
    disclaimer_url = serializers.URLField(help_text="Where that is explained.")


class Known(serializers.Serializer[Any]):
    """What an answer from our earlier knowledge says beside its facts."""

    known_at = serializers.DateTimeField(
        required=False,
        help_text="The moment whose knowledge this is; only where `known_at` was asked for.",
    )


class Page(Answered):
    """A page of a list."""

    next = serializers.URLField(allow_null=True, help_text="The page after this one.")
    previous = serializers.URLField(allow_null=True, help_text="The page before this one.")
    count = serializers.IntegerField(
        required=False, help_text="All rows that match; only with `count=true`."
    )


class Source(serializers.Serializer[Any]):
    """A page, document or report that a record rests on. Only `primary` is the text itself."""

    title = serializers.CharField()
    publisher = serializers.CharField()
    url = serializers.CharField(help_text="Empty where nobody opened the page.")
    date = serializers.CharField(help_text="YYYY, YYYY-MM or YYYY-MM-DD; empty if unknown.")
    tier = serializers.CharField(help_text="A value of the vocabulary `evidence-levels`.")
    language = serializers.CharField()
    was_read = serializers.BooleanField(help_text="False: known to exist, and not opened by us.")


class Evidence(serializers.Serializer[Any]):
    """How strongly a record is supported."""

    level = serializers.CharField(help_text="A value of the vocabulary `evidence-levels`.")
    grade = serializers.CharField(help_text="A to E.")
    is_verified = serializers.BooleanField(
        help_text="A citable page was read that supports the substance."
    )


class TextEvidence(Evidence):
    """How strongly the record of a text is supported, and whether we compared it with the text."""

    is_checked = serializers.BooleanField(
        help_text="A reviewer compared it with the agreement or law."
    )
    is_second_hand = serializers.BooleanField(
        help_text="Known only from retellings and from pages nobody opened."
    )
    note = serializers.CharField(help_text="What to tell a reader about that; may be empty.")


@dataclasses.dataclass(slots=True)
class SourceRow:
    """A source as the rules of showing read it."""

    title: str
    publisher: str
    url: str
    date_text: str
    tier: str
    language: str
    was_seen: bool | None

    def as_json(self) -> dict[str, Any]:
        """Return it in the shape of Source."""
        return {
            "title": self.title,
            "publisher": self.publisher,
            "url": self.url if evidence.is_linked(self) else "",
            "date": self.date_text,
            "tier": self.tier,
            "language": self.language,
            "was_read": self.was_seen is not False,
        }


def source_rows(found: list[dict[str, Any]]) -> list[SourceRow]:
    """Read the JSON columns of sources."""
    return [SourceRow(**source) for source in found]


def written_sources(found: list[dict[str, Any]]) -> list[SourceRow]:
    """Read sources as catalogue files write them, on bindings and memberships."""
    return [
        SourceRow(
            title=source.get("title") or "",
            publisher=source.get("publisher") or "",
            url=source.get("url") or "",
            date_text=str(source.get("date") or source.get("date_text") or ""),
            tier=source.get("tier") or "",
            language=source.get("language") or "",
            was_seen=source.get("was_seen"),
        )
        for source in found
    ]


def text_sources(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sources of an agreement, law or clause that anybody may see."""
    shown = evidence.shown_for_text(sources=source_rows(found), is_staff=False)
    return [source.as_json() for source in shown]


def event_sources(rows: list[SourceRow]) -> list[dict[str, Any]]:
    """Return the sources of a deployment or company that anybody may see."""
    shown = evidence.shown_for_event(sources=rows, is_staff=False)
    return [source.as_json() for source in shown]


def evidence_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return the evidence of any record."""
    level = row["evidence_level"]
    return {
        "level": level,
        "grade": vocabulary.current().grade(level),
        "is_verified": row["is_verified"],
    }


def text_evidence_of(
    row: dict[str, Any], *, is_checked: bool, language: str = languages.DEFAULT
) -> dict[str, Any]:
    """Return the evidence of an agreement, law or clause."""
    sources = source_rows(row["source_rows"])
    is_unread = evidence.is_unread(sources=sources, is_checked=is_checked)
    return {
        **evidence_of(row),
        "is_checked": is_checked,
        "is_second_hand": evidence.is_second_hand(sources=sources),
        "note": SECOND_HAND[language] if is_unread else "",
    }


def language_of(row: dict[str, Any], *, language: str) -> str:
    """Return the language that the texts of a row are really in."""
    return language if row["words"] else languages.DEFAULT


def translation_of(row: dict[str, Any]) -> str:
    """Return how far the texts may be trusted: original, or the status of the translation."""
    return str(row["words"]["status"]) if row["words"] else "original"
