"""As in the library: whoever writes a record waits for the search index before a row is locked."""

from django.db import migrations

TABLES = (
    "tracker_vendor",
    "tracker_product",
    "tracker_deployment",
    "tracker_deploymenttext",
    "tracker_deployer",
    "tracker_unionresponse",
    "tracker_advisory",
    "tracker_advisorytext",
    "tracker_advisory_unions",
)


class Migration(migrations.Migration):
    """A trigger a table."""

    dependencies = [("tracker", "0009_search_filled"), ("clauses", "0019_search_held_first")]
    operations = [
        migrations.RunSQL(
            "".join(
                f"CREATE TRIGGER search_hold_first BEFORE INSERT OR UPDATE OR DELETE ON {table}\n"
                "  FOR EACH STATEMENT EXECUTE FUNCTION clauses_search_hold_first();\n"
                for table in TABLES
            ),
            "".join(f"DROP TRIGGER search_hold_first ON {table};\n" for table in TABLES),
        )
    ]
