"""The contrib extensions that search, names and periods need, and how search reads each language.

All three extensions are trusted since PostgreSQL 13, so that the database's owner may make them.
"""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

DICTIONARIES = {"en": "english", "fr": "french", "es": "spanish"}


def configuration(language: str, dictionary: str) -> migrations.RunSQL:
    """Read words without accents, then stem them: "numerique" finds "numérique"."""
    name = f"search_{language}"
    return migrations.RunSQL(
        f"""
        CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{dictionary});
        ALTER TEXT SEARCH CONFIGURATION {name}
            ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {dictionary}_stem;
        """,
        f"DROP TEXT SEARCH CONFIGURATION {name};",
    )


class Migration(migrations.Migration):
    """Extensions come by migration, never in template1."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        *(configuration(language, dictionary) for language, dictionary in DICTIONARIES.items()),
    ]
