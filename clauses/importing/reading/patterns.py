"""Several patterns as one."""

import re


def any_of(*patterns: str) -> "re.Pattern[str]":
    """Compile patterns into one, whatever the case of letters."""
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
