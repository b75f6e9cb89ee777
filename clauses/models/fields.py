"""Column shapes that several records share."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core import validators
from django.db import models

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
PARTIAL_DATE_PATTERN = r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"


def slug_field(**options: Any) -> "models.CharField[str, str]":
    """A permanent id in lower case, digits and hyphens, at most 80 characters."""
    validator = validators.RegexValidator(SLUG_PATTERN, "Use a-z, 0-9 and single hyphens.")
    return models.CharField(max_length=80, validators=[validator], **options)


def partial_date_field(**options: Any) -> "models.CharField[str, str]":
    """A date as far as its source gives it: YYYY, YYYY-MM or YYYY-MM-DD; empty if unknown."""
    validator = validators.RegexValidator(
        PARTIAL_DATE_PATTERN, "Write YYYY, YYYY-MM or YYYY-MM-DD."
    )
    return models.CharField(
        max_length=10, blank=True, default="", validators=[validator], **options
    )


def slugs_field(**options: Any) -> "ArrayField[list[str], list[str]]":
    """Ids of taxonomy values or records, in a meaningful order; empty if none."""
    return ArrayField(models.CharField(max_length=80), default=list, blank=True, **options)


def lines_field(**options: Any) -> "ArrayField[list[str], list[str]]":
    """Short texts, one a line."""
    return ArrayField(models.TextField(), default=list, blank=True, **options)
