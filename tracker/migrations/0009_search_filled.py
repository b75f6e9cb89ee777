"""Entries for what of the tracker was on record before there was an index."""

from django.db import migrations

KINDS = ("vendor", "product", "deployment", "advisory")


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("tracker", "0008_search_tracker"), ("clauses", "0017_search_filled")]
    operations = [
        migrations.RunSQL(
            [f"SELECT clauses_search_refresh('{kind}', NULL)" for kind in KINDS],
            f"DELETE FROM clauses_searchentry WHERE record_kind IN {KINDS}",
        )
    ]
