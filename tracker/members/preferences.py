"""What members choose for themselves: language, time zone, how often e-mail comes, a pause."""

import datetime
import uuid
import zoneinfo

from tracker.members.models import Member


class UnknownChoice(ValueError):
    """Raised for a language, time zone or rate that there is not."""


def choose(
    *,
    member_id: uuid.UUID,
    language: str | None = None,
    time_zone: str | None = None,
    email_rate: str | None = None,
) -> None:
    """Set what is given and leave the rest. Raises UnknownChoice, and then nothing has changed."""
    chosen: dict[str, str] = {}
    if language is not None:
        chosen["language"] = _known(language, {code for code, _ in _languages()})
    if time_zone is not None:
        chosen["time_zone"] = _known(time_zone, zoneinfo.available_timezones())
    if email_rate is not None:
        chosen["email_rate"] = _known(email_rate, set(Member.EmailRate.values))
    if chosen:
        Member.objects.filter(pk=member_id).update(**chosen)


def pause(*, member_id: uuid.UUID, until: datetime.datetime) -> None:
    """Send this member nothing until then (an aware moment)."""
    Member.objects.filter(pk=member_id).update(paused_until=until)


def resume(*, member_id: uuid.UUID) -> None:
    """End a pause now."""
    Member.objects.filter(pk=member_id).update(paused_until=None)


def stop_email(*, member_id: uuid.UUID) -> None:
    """Send this member no e-mail any more; the inbox goes on."""
    choose(member_id=member_id, email_rate=Member.EmailRate.OFF)


def _known(value: str, known: set[str]) -> str:
    if value not in known:
        raise UnknownChoice(f"{value[:60]!r} is none of the choices.")
    return value


def _languages() -> list[tuple[str, str]]:
    return list(Member._meta.get_field("language").choices or [])
