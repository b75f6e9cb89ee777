"""What one publication of a record changed, in the words of its page."""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clauses import evidence, vocabulary, word_difference
from clauses.models import Agreement, Clause
from clauses.models.texts import TextLanguage

Label = str | Promise
Content = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Change:
    """One field that differs. `is_list`: its parts are values, else runs of words."""

    field: str
    label: str
    is_list: bool
    parts: tuple[word_difference.Part, ...]

    @property
    def lang(self) -> str:
        """The language that the words are in; values of a list are in the reader's."""
        if self.is_list:
            return ""
        return self.field.partition(".")[2] or "en"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Names:
    """Names of the records that words point to, which the reader may see, and the vocabulary."""

    words: vocabulary.Vocabulary
    agreements: Mapping[int, str] = dataclasses.field(default_factory=dict)
    clauses: Mapping[int, str] = dataclasses.field(default_factory=dict)
    is_staff: bool = False


Reads = Callable[[Content, str, Names], list[str]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """A field that readers see. Without `reads` it holds words."""

    name: str
    label: Label
    reads: Reads | None = None


def _of(vocabulary_name: str) -> Reads:
    def read(content: Content, name: str, names: Names) -> list[str]:
        return names.words.labels(vocabulary_name, _slugs(content.get(name)))

    return read


def _plain(content: Content, name: str, names: Names) -> list[str]:
    value = content.get(name)
    return [] if value in (None, "") else [str(value)]


def _lines(content: Content, name: str, names: Names) -> list[str]:
    return _slugs(content.get(name))


def _yes_no(content: Content, name: str, names: Names) -> list[str]:
    value = content.get(name)
    return [] if value is None else [_("yes") if value else _("no")]


def _agreements(content: Content, name: str, names: Names) -> list[str]:
    return [names.agreements[pk] for pk in _ids(content.get(name)) if pk in names.agreements]


def _clauses(content: Content, name: str, names: Names) -> list[str]:
    return [names.clauses[pk] for pk in _ids(content.get(name)) if pk in names.clauses]


def _limits(content: Content, name: str, names: Names) -> list[str]:
    return [
        ", ".join(
            part
            for part in (
                _period(limit.get("number") or 0, str(limit.get("unit"))),
                str(limit.get("applies_to") or ""),
                str(limit.get("starts_from") or ""),
            )
            if part
        )
        for limit in content.get(name) or []
    ]


def _period(number: int, unit: str) -> str:
    match unit:
        case "hours":
            return ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number}
        case "days":
            return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
        case "business-days":
            return ngettext("%(number)d business day", "%(number)d business days", number) % {
                "number": number
            }
        case "months":
            return ngettext("%(number)d month", "%(number)d months", number) % {"number": number}
    return ngettext("%(number)d year", "%(number)d years", number) % {"number": number}


def _sources(hidden: Iterable[str]) -> Reads:
    kept_back = frozenset(hidden)

    def read(content: Content, name: str, names: Names) -> list[str]:
        return [
            ", ".join(
                str(source.get(part))
                for part in ("title", "publisher", "date_text")
                if source.get(part)
            )
            for source in content.get(name) or []
            if names.is_staff or source.get("tier") not in kept_back
        ]

    return read


def _deployers(content: Content, name: str, names: Names) -> list[str]:
    return [str(row.get("name")) for row in content.get(name) or []]


def _responses(content: Content, name: str, names: Names) -> list[str]:
    return [f"{row.get('union_name')}: {row.get('summary')}" for row in content.get(name) or []]


def _facts(content: Content, name: str, names: Names) -> list[str]:
    facts = content.get(name) or {}
    return [
        f"{names.words.label('facts', fact)}: {_('yes') if value else _('no')}"
        for fact, value in sorted(facts.items())
    ]


TERM: tuple[Field, ...] = (
    Field(name="effective_from", label=gettext_lazy("First day in force"), reads=_plain),
    Field(name="effective_to", label=gettext_lazy("Last day in force"), reads=_plain),
)
EVIDENCE = Field(
    name="evidence_level", label=gettext_lazy("Evidence"), reads=_of("evidence-levels")
)
OF_TEXT = Field(name="sources", label=gettext_lazy("Sources"), reads=_sources(evidence.UNEDITED))
OF_EVENT = Field(name="sources", label=gettext_lazy("Sources"), reads=_sources(evidence.RETELLINGS))

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "clause": (
        Field(name="title", label=gettext_lazy("Title")),
        Field(name="plain_language", label=gettext_lazy("In plain words")),
        Field(name="summary", label=gettext_lazy("What it says")),
        Field(name="section", label=gettext_lazy("Section")),
        Field(name="agreement", label=gettext_lazy("Agreement"), reads=_agreements),
        *TERM,
        Field(name="effective_note", label=gettext_lazy("About its term")),
        Field(name="time_limits", label=gettext_lazy("Time limits"), reads=_limits),
        Field(name="roles", label=gettext_lazy("Protects"), reads=_of("roles")),
        Field(
            name="is_for_everyone", label=gettext_lazy("Protects everyone covered"), reads=_yes_no
        ),
        Field(name="safeguard_types", label=gettext_lazy("About"), reads=_of("safeguard-types")),
        Field(name="elements", label=gettext_lazy("Elements"), reads=_of("elements")),
        Field(name="uses", label=gettext_lazy("Set off by"), reads=_of("uses")),
        Field(name="main_uses", label=gettext_lazy("Main uses"), reads=_of("uses")),
        Field(name="incidental_uses", label=gettext_lazy("Incidental uses"), reads=_of("uses")),
        Field(name="required_facts", label=gettext_lazy("Needs"), reads=_of("facts")),
        Field(name="any_facts", label=gettext_lazy("Needs one of"), reads=_of("facts")),
        Field(name="excluding_facts", label=gettext_lazy("Does not count if"), reads=_of("facts")),
        Field(name="carried_into", label=gettext_lazy("Kept by"), reads=_agreements),
        Field(name="builds_on", label=gettext_lazy("Changes or adds to"), reads=_clauses),
        EVIDENCE,
        OF_TEXT,
    ),
    "agreement": (
        Field(name="name", label=gettext_lazy("Name")),
        *TERM,
        Field(name="employer_counterpart", label=gettext_lazy("With")),
        Field(name="country", label=gettext_lazy("Country"), reads=_plain),
        Field(name="sectors", label=gettext_lazy("Sectors"), reads=_of("sectors")),
        Field(name="tentative_date", label=gettext_lazy("Tentative agreement"), reads=_plain),
        Field(name="signed_date", label=gettext_lazy("Signed"), reads=_plain),
        Field(name="ratified_date", label=gettext_lazy("Ratified"), reads=_plain),
        Field(name="ratification_vote", label=gettext_lazy("Vote")),
        Field(name="strike_name", label=gettext_lazy("Strike")),
        Field(name="strike_from", label=gettext_lazy("Strike, first day"), reads=_plain),
        Field(name="strike_to", label=gettext_lazy("Strike, last day"), reads=_plain),
        Field(name="preceded_by", label=gettext_lazy("Before it"), reads=_agreements),
        Field(name="after_expiry_source", label=gettext_lazy("After its term")),
        EVIDENCE,
        OF_TEXT,
    ),
    "deployment": (
        Field(name="title", label=gettext_lazy("Title")),
        Field(name="summary", label=gettext_lazy("What happened")),
        Field(name="event_date_text", label=gettext_lazy("Date"), reads=_plain),
        Field(name="is_date_verified", label=gettext_lazy("Date verified"), reads=_yes_no),
        Field(name="version", label=gettext_lazy("Version")),
        Field(name="phase", label=gettext_lazy("Phase"), reads=_of("phases")),
        Field(name="kind", label=gettext_lazy("Kind"), reads=_of("event-kinds")),
        Field(name="deployers", label=gettext_lazy("Used by"), reads=_deployers),
        Field(name="capabilities", label=gettext_lazy("Can do"), reads=_of("capabilities")),
        Field(name="uses", label=gettext_lazy("Uses of AI"), reads=_of("uses")),
        Field(name="roles", label=gettext_lazy("Whom it affects"), reads=_of("roles")),
        Field(name="sectors", label=gettext_lazy("Sectors"), reads=_of("sectors")),
        Field(name="places", label=gettext_lazy("Places"), reads=_of("places")),
        Field(name="works", label=gettext_lazy("Works"), reads=_lines),
        Field(name="known_limits", label=gettext_lazy("Known limits"), reads=_lines),
        Field(name="facts", label=gettext_lazy("Known facts"), reads=_facts),
        Field(
            name="training_data_status",
            label=gettext_lazy("Trained on"),
            reads=_of("training-data-statuses"),
        ),
        Field(name="severity", label=gettext_lazy("Severity"), reads=_of("severities")),
        Field(name="union_responses", label=gettext_lazy("What unions said"), reads=_responses),
        EVIDENCE,
        OF_EVENT,
    ),
}
"""Fields of each kind that its page shows to everybody, in the order of the page."""


def between(*, kind: str, before: Content, after: Content, names: Names) -> list[Change]:
    """List what differs between two publications of a record of `kind` for a reader."""
    found = []
    for field in FIELDS[kind]:
        if before.get(field.name) == after.get(field.name):
            continue
        if field.reads is None:
            old, new = str(before.get(field.name) or ""), str(after.get(field.name) or "")
            parts = word_difference.of_texts(before=old, after=new)
        else:
            was, now = (field.reads(content, field.name, names) for content in (before, after))
            if was == now:
                continue
            parts = word_difference.of_lists(before=was, after=now)
        is_list = field.reads is not None
        found.append(Change(field=field.name, label=str(field.label), is_list=is_list, parts=parts))
    return [*found, *_translations(before, after)]


def _translations(before: Content, after: Content) -> list[Change]:
    found = []
    for language, name in TextLanguage.choices:
        old, new = _words_in(before, language), _words_in(after, language)
        if old != new:
            found.append(
                Change(
                    field=f"texts.{language}",
                    label=_("Translation: %(language)s") % {"language": name},
                    is_list=False,
                    parts=word_difference.of_texts(before=old, after=new),
                )
            )
    return found


def _words_in(content: Content, language: str) -> str:
    for text in content.get("texts") or []:
        if text.get("language") == language:
            parts = (text.get(part) for part in ("title", "plain_language", "summary"))
            return "\n".join(str(part) for part in parts if part)
    return ""


def names(*, contents: Sequence[Content], words: vocabulary.Vocabulary, viewer: Any) -> Names:
    """Look up whom the words point to: at most two queries, none where they point to nobody."""
    agreements = {
        pk
        for content in contents
        for name in ("agreement", "preceded_by", "carried_into")
        for pk in _ids(content.get(name))
    }
    clauses = {pk for content in contents for pk in _ids(content.get("builds_on"))}
    return Names(
        words=words,
        agreements=_named(Agreement, agreements, "name", viewer),
        clauses=_named(Clause, clauses, "title", viewer),
        is_staff=bool(getattr(viewer, "is_staff", False)),
    )


def _named(model: Any, ids: set[int], column: str, viewer: Any) -> dict[int, str]:
    if not ids:
        return {}
    return dict(model.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", column))


def _ids(value: Any) -> list[int]:
    if value is None:
        return []
    return [int(pk) for pk in value] if isinstance(value, list) else [int(value)]


def _slugs(value: Any) -> list[str]:
    """Read values as a revision holds them: a list, a list written as text, or one value."""
    if isinstance(value, list):
        return [str(each) for each in value]
    if isinstance(value, str) and value.startswith("["):
        return [str(each) for each in json.loads(value)]
    return [str(value)] if value else []
