"""Query parameters: declared once, read strictly, documented from the same declaration."""

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import QueryDict
from django.utils import dateparse, timezone

from clauses import moments
from tracker.api import languages, nearest, problems

MOST_ROWS = 100
USUAL_ROWS = 25
LONGEST_TEXT = 200
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Refused(ValueError):
    """Raised by a parameter for a value it does not take."""

    def __init__(self, detail: str, *, code: str, meant: Sequence[str] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code
        self.meant = tuple(meant)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Parameter:
    """One query parameter. `is_many`: it may be repeated, and any of its values will do."""

    name: str
    description: str
    schema: dict[str, Any] = dataclasses.field(default_factory=lambda: {"type": "string"})
    is_many: bool = False

    def read(self, values: list[str]) -> Any:
        """Return what the values mean. Raises Refused."""
        return values if self.is_many else values[0]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Day(Parameter):
    """A day, YYYY-MM-DD."""

    schema: dict[str, Any] = dataclasses.field(
        default_factory=lambda: {"type": "string", "format": "date"}
    )

    def read(self, values: list[str]) -> datetime.date:
        """Return the day."""
        try:
            if not DAY.fullmatch(values[0]):
                raise ValueError
            return datetime.date.fromisoformat(values[0])
        except ValueError:
            raise Refused(
                f"“{values[0][:40]}” is not a date. Write YYYY-MM-DD, "
                f"for example {self.name}=2026-05-02.",
                code="malformed_date",
            ) from None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Moment(Parameter):
    """A moment by RFC 3339, or a day, which is its first moment in UTC."""

    schema: dict[str, Any] = dataclasses.field(
        default_factory=lambda: {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "string", "format": "date"},
            ]
        }
    )

    def read(self, values: list[str]) -> datetime.datetime:
        """Return the moment, aware."""
        text = values[0].replace(" ", "+")  # a plus sign that was not escaped
        try:
            if DAY.fullmatch(text):
                day = datetime.date.fromisoformat(text)
                return datetime.datetime.combine(day, datetime.time(), datetime.UTC)
            moment = dateparse.parse_datetime(text)
            if moment is None:
                raise ValueError
            if timezone.is_naive(moment):
                raise ValueError
            return moment.astimezone(datetime.UTC)
        except (ValueError, OverflowError):
            raise Refused(
                f"“{values[0][:40]}” is not a moment. Write a day or a time with its zone, "
                f"for example {self.name}=2026-11-22T09:30:00Z.",
                code="malformed_date",
            ) from None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Known(Parameter):
    """A moment of our own knowledge: a day, which means its end, or a time with its zone."""

    schema: dict[str, Any] = dataclasses.field(
        default_factory=lambda: {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "string", "format": "date"},
            ]
        }
    )

    def read(self, values: list[str]) -> moments.Moment:
        """Return the moment, which is not after now."""
        try:
            return moments.read(text=values[0], now=timezone.now())
        except moments.NotYet:
            raise Refused(
                f"{self.name} is a moment of the past; what will be known on "
                f"“{values[0][:40]}” nobody knows yet.",
                code="moment_to_come",
            ) from None
        except moments.NotAMoment:
            raise Refused(
                f"“{values[0][:40]}” is not a moment. Write a day or a time with its zone, "
                f"for example {self.name}=2026-11-22 or {self.name}=2026-11-22T09:30:00Z.",
                code="malformed_date",
            ) from None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Flag(Parameter):
    """true or false."""

    schema: dict[str, Any] = dataclasses.field(default_factory=lambda: {"type": "boolean"})

    def read(self, values: list[str]) -> bool:
        """Return it."""
        if values[0] not in ("true", "false"):
            raise Refused(f"{self.name} is true or false.", code="malformed_value")
        return values[0] == "true"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rows(Parameter):
    """How many rows a page may have."""

    schema: dict[str, Any] = dataclasses.field(
        default_factory=lambda: {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_ROWS,
            "default": USUAL_ROWS,
        }
    )

    def read(self, values: list[str]) -> int:
        """Return the number."""
        if not re.fullmatch(r"[0-9]{1,3}", values[0]) or not 1 <= int(values[0]) <= MOST_ROWS:
            raise Refused(f"{self.name} is a number from 1 to {MOST_ROWS}.", code="malformed_value")
        return int(values[0])


@dataclasses.dataclass(frozen=True, kw_only=True)
class Text(Parameter):
    """Words to look for."""

    schema: dict[str, Any] = dataclasses.field(
        default_factory=lambda: {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
    )

    def read(self, values: list[str]) -> str:
        """Return the words."""
        text = values[0].strip()
        if not text or len(text) > LONGEST_TEXT:
            raise Refused(
                f"{self.name} needs 1 to {LONGEST_TEXT} characters.", code="malformed_value"
            )
        return text


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice(Parameter):
    """One or more of a closed set."""

    known: Callable[[], Iterable[str]]
    as_shown: bool = True

    def read(self, values: list[str]) -> Any:
        """Return the value, or the values."""
        known = list(self.known())
        for value in values:
            if value not in known:
                near = nearest.known(value=value, among=known)
                text = f"“{value[:60]}” is not a value of {self.name}."
                raise Refused(
                    nearest.sentence(text=text, nearest=near),
                    code="unknown_value",
                    meant=[near] if near else [],
                )
        return values if self.is_many else values[0]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fields(Parameter):
    """Names of the fields to return, with commas between."""

    known: tuple[str, ...]

    def read(self, values: list[str]) -> frozenset[str]:
        """Return the names."""
        names = [name.strip() for name in values[0].split(",") if name.strip()]
        if not names:
            raise Refused("fields names at least one field.", code="malformed_value")
        for name in names:
            if name not in self.known:
                near = nearest.known(value=name, among=self.known)
                text = f"“{name[:60]}” is not a field here."
                raise Refused(
                    nearest.sentence(text=text, nearest=near),
                    code="unknown_field",
                    meant=[near] if near else [],
                )
        return frozenset(names)


AS_OF = Day(
    name="as_of",
    description="The day the answer is true for. Default: today where the agreements were made.",
)
KNOWN_AT = Known(
    name="known_at",
    description="Answers by what this site had published at that moment: the texts and the "
    "confirmed links of then, as far as today's visibility allows. A day means its end where the "
    "agreements were made; `as_of` is then that day unless you name another. Goes without `q`.",
)
NOT_KEPT = (
    "known_at goes with clauses, agreements, deployments and links alone: of those we keep what "
    "was published when. Everything else here is today's."
)
IN_FORCE_ON = Day(
    name="in_force_on", description="Only what is in force on this day, carried-on terms included."
)
LANG = Choice(
    name="lang",
    description="Language of the texts; goes before the Accept-Language header. Where a "
    "translation is missing the English text is given, and `language` says so.",
    schema={"type": "string", "enum": ["en", "fr", "es"]},
    known=languages.codes,
)
UPDATED_SINCE = Moment(
    name="updated_since", description="Only records that changed at this moment or later."
)
SEARCH = Text(
    name="q",
    description="Words to find, in any of the three languages, without regard to accents: in "
    "titles, texts, subjects, sections (`39.A`) and names. All of them must be there; the "
    "beginning of a word is enough; a word that nothing has is taken for the nearest that "
    "something has. "
    "The order of the list stays as it is.",
)
LIMIT = Rows(name="limit", description="Rows on a page.")
CURSOR = Parameter(
    name="cursor",
    description="Where the page begins, as an earlier answer's `next` or `previous` gave it.",
)
COUNT = Flag(name="count", description="Whether to count all rows that match, as `count`.")


def read(*, query: QueryDict, declared: Sequence[Parameter]) -> dict[str, Any]:
    """Return the values of the parameters that were given.

    Raises problems.InvalidRequest with everything that is wrong: unknown or repeated names,
    values that are empty, malformed, unknown, or hold NUL.
    """
    known = {parameter.name: parameter for parameter in declared}
    found: dict[str, Any] = {}
    faults: list[problems.Fault] = []
    for name, values in query.lists():
        try:
            found[name] = _read_one(name=name, values=values, known=known)
        except Refused as refusal:
            faults.append(
                problems.Fault(
                    place="query",
                    name=name[:80].replace("\x00", "␀"),
                    code=refusal.code,
                    detail=refusal.detail.replace("\x00", "␀"),
                    nearest=refusal.meant,
                )
            )
    if faults:
        raise problems.InvalidRequest(faults)
    return found


def _read_one(*, name: str, values: list[str], known: dict[str, Parameter]) -> Any:
    if name == KNOWN_AT.name and name not in known:
        raise Refused(NOT_KEPT, code="not_kept")
    if name not in known:
        near = nearest.known(value=name, among=known)
        text = f"There is no parameter “{name[:80]}” here."
        raise Refused(
            nearest.sentence(text=text, nearest=near),
            code="unknown_parameter",
            meant=[near] if near else [],
        )
    parameter = known[name]
    if any("\x00" in value for value in values):
        raise Refused(f"{name} holds a NUL character.", code="malformed_value")
    if not parameter.is_many and len(values) > 1:
        raise Refused(f"{name} is given more than once.", code="repeated_parameter")
    if any(value == "" for value in values):
        raise Refused(f"{name} is empty; leave it out instead.", code="malformed_value")
    return parameter.read(values)
