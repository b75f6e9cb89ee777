"""Steps of a count in words: English, French and Spanish."""

import datetime
from collections.abc import Iterable

from tracker.timing import calendars, limits, phrases

PHRASES = {"en": phrases.EN, "fr": phrases.FR, "es": phrases.ES}
DEFAULT = "en"
WEEKDAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "fr": ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    "es": ["lun.", "mar.", "mié.", "jue.", "vie.", "sáb.", "dom."],
}
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
NO_HOLIDAYS = {"en": "no place", "fr": "aucun lieu", "es": "ningún lugar"}
DAYS = frozenset({"day", "from", "to"})


def written(*, steps: Iterable[limits.Step], language: str = DEFAULT) -> list[str]:
    """The sentences of all steps in order; in English where the language is not known."""
    known = language if language in PHRASES else DEFAULT
    return [sentence(step=step, language=known) for step in steps]


def sentence(*, step: limits.Step, language: str = DEFAULT) -> str:
    """One step in words."""
    filled = {name: _value(name, value, language) for name, value in step.values}
    return PHRASES[language][step.key].format_map(filled)


def day_in_words(day: datetime.date, *, language: str = DEFAULT) -> str:
    """Write a day with its weekday: Mon 4 May 2026."""
    joint = " de " if language == "es" else " "
    month = MONTHS[language][day.month - 1]
    return f"{WEEKDAYS[language][day.weekday()]} {day.day}{joint}{month}{joint}{day.year}"


def _value(name: str, value: str | int, language: str) -> str:
    if name in DAYS:
        return day_in_words(datetime.date.fromisoformat(str(value)), language=language)
    if name == "at":
        moment = datetime.datetime.fromisoformat(str(value))
        offset = moment.strftime("%z")
        day = day_in_words(moment.date(), language=language)
        return f"{day}, {moment:%H:%M} (UTC{offset[:3]}:{offset[3:]})"
    if name == "calendar" and value == calendars.NONE:
        return NO_HOLIDAYS[language]
    return str(value)
