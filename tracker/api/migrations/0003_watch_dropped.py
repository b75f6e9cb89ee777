"""What a later agreement dropped is answered, so the ETags hang on it too."""

from django.db import migrations


class Migration(migrations.Migration):
    """One trigger, as on the other children of a clause."""

    dependencies = [("api", "0002_public_version"), ("clauses", "0013_dropped")]
    operations = [
        migrations.RunSQL(
            "CREATE CONSTRAINT TRIGGER note_public_change"
            " AFTER INSERT OR UPDATE OR DELETE ON clauses_dropped"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            " EXECUTE FUNCTION api_note_public_change('child', 'clauses_clause', 'clause_id');",
            "DROP TRIGGER note_public_change ON clauses_dropped;",
        )
    ]
