"""Judges the shape of a document by a JSON Schema and says in plain sentences what is wrong."""

import datetime
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema

from clauses.loading import problems, reading

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping of keys",
    "null": "null",
}
FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("day")
def is_day(value: object) -> bool:
    """Whether `value` is a day of the calendar, written YYYY-MM-DD. Anything but text passes."""
    if not isinstance(value, str):
        return True
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


@FORMATS.checks("partial-date")
def is_partial_date(value: object) -> bool:
    """Whether `value` is YYYY, YYYY-MM or YYYY-MM-DD. Anything but text passes."""
    if not isinstance(value, str):
        return True
    match = PARTIAL_DATE.fullmatch(value)
    if match is None:
        return False
    year, month, day = match.groups(default="01")
    return is_day(f"{year}-{month}-{day}")


@FORMATS.checks("web-address")
def is_web_address(value: object) -> bool:
    """Whether `value` is an http or https address without spaces. Anything but text passes."""
    return not isinstance(value, str) or re.fullmatch(r"https?://[^\s/]+\S*", value) is not None


def validator(schema: Mapping[str, Any]) -> jsonschema.Draft202012Validator:
    """Return what `check` judges by, made once for each kind of file."""
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=FORMATS)


def check(
    *, document: reading.Document, by: jsonschema.Draft202012Validator
) -> list[problems.Problem]:
    """List every fault in the shape of `document`, each at its own line."""
    found: list[problems.Problem] = []
    for error in by.iter_errors(document.value):
        path = tuple(error.absolute_path)
        found += [document.problem(path + more, text) for more, text in _explain(error)]
    return found


def _explain(error: Any) -> Iterator[tuple[reading.Path, str]]:
    explain = EXPLANATIONS.get(error.validator)
    if explain is None:
        yield (), f"{error.message}."
    else:
        yield from explain(error)


def nearest(name: str, known: list[str]) -> str:
    """Return a question with the known name that is spelled most like `name`, or nothing."""
    near = difflib.get_close_matches(name, known, n=1)
    return f" Is {near[0]} meant?" if near else ""


def _unknown_keys(error: Any) -> Iterator[tuple[reading.Path, str]]:
    known = list(error.schema["properties"])
    for key in error.instance:
        if key in known:
            continue
        yield (key,), f"There is no key of this name here.{nearest(key, known)}"


def _missing_key(error: Any) -> Iterator[tuple[reading.Path, str]]:
    key = re.match(r"'(.*)' is a required", error.message)
    name = key.group(1) if key else "a key"
    if name == "sources":
        yield (), "The record is uncited. Give at least one source."
    else:
        yield (), f"The key {name} is missing."


def _wrong_type(error: Any) -> Iterator[tuple[reading.Path, str]]:
    wanted = error.validator_value
    names = [wanted] if isinstance(wanted, str) else wanted
    yield (), f"This must be {' or '.join(TYPE_WORDS[name] for name in names)}."


def _wrong_format(error: Any) -> Iterator[tuple[reading.Path, str]]:
    sentences = {
        "day": "is not a day of the calendar; write YYYY-MM-DD.",
        "partial-date": "is not a date; write YYYY, YYYY-MM or YYYY-MM-DD.",
        "web-address": "is not a web address; it starts with http:// or https://.",
    }
    yield (), f"“{error.instance}” {sentences[error.validator_value]}"


def _wrong_pattern(error: Any) -> Iterator[tuple[reading.Path, str]]:
    yield (), f"“{error.instance}” is not an id; use a-z, 0-9 and single hyphens."


def _outside_set(error: Any) -> Iterator[tuple[reading.Path, str]]:
    allowed = [value for value in error.validator_value if value is not None]
    near = difflib.get_close_matches(str(error.instance), [str(value) for value in allowed], n=1)
    hint = f" Is {near[0]} meant?" if near else ""
    listed = ", ".join(str(value) for value in allowed)
    yield (), f"“{error.instance}” is none of {listed}.{hint}"


def _other_constant(error: Any) -> Iterator[tuple[reading.Path, str]]:
    yield (), f"This must be {error.validator_value}."


def _too_few(error: Any) -> Iterator[tuple[reading.Path, str]]:
    if error.absolute_path and error.absolute_path[-1] == "sources":
        yield (), "The record is uncited. Give at least one source."
    else:
        yield (), "This list must not be empty."


def _empty_text(_error: Any) -> Iterator[tuple[reading.Path, str]]:
    yield (), "This text is empty. Leave the key out if nothing is known."


def _too_long(error: Any) -> Iterator[tuple[reading.Path, str]]:
    yield (), f"This text is longer than {error.validator_value} characters."


def _too_small(error: Any) -> Iterator[tuple[reading.Path, str]]:
    yield (), f"This number must be at least {error.validator_value}."


def _repeated(error: Any) -> Iterator[tuple[reading.Path, str]]:
    for position, value in enumerate(error.instance):
        if value in error.instance[:position]:
            yield (position,), f"“{value}” is named twice in this list."


EXPLANATIONS: dict[str, Callable[[Any], Iterator[tuple[reading.Path, str]]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _wrong_type,
    "format": _wrong_format,
    "pattern": _wrong_pattern,
    "enum": _outside_set,
    "const": _other_constant,
    "minItems": _too_few,
    "minLength": _empty_text,
    "maxLength": _too_long,
    "minimum": _too_small,
    "uniqueItems": _repeated,
}
