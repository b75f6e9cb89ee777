"""Entries for what was on record before there was an index."""

from django.db import migrations

KINDS = ("agreement", "statute", "clause", "party")


class Migration(migrations.Migration):
    """Data only; the entries go with the tables."""

    dependencies = [("clauses", "0016_search_library")]
    operations = [
        migrations.RunSQL(
            [f"SELECT clauses_search_refresh('{kind}', NULL)" for kind in KINDS],
            "DELETE FROM clauses_searchentry",
        )
    ]
