"""The change log is append-only and a publication only ever gets its end: the database refuses the rest."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION clauses_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The change log is append-only.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER change_is_append_only BEFORE UPDATE OR DELETE ON clauses_change
  FOR EACH ROW EXECUTE FUNCTION clauses_change_is_append_only();

CREATE FUNCTION clauses_publication_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.live_until IS NOT NULL
     OR (to_jsonb(NEW) - 'live_until') <> (to_jsonb(OLD) - 'live_until') THEN
    RAISE EXCEPTION 'A publication is never altered; it only ends.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER publication_only_ends BEFORE UPDATE OR DELETE ON clauses_publication
  FOR EACH ROW EXECUTE FUNCTION clauses_publication_only_ends();
"""

BACKWARD = """
DROP TRIGGER change_is_append_only ON clauses_change;
DROP FUNCTION clauses_change_is_append_only();
DROP TRIGGER publication_only_ends ON clauses_publication;
DROP FUNCTION clauses_publication_only_ends();
"""


class Migration(migrations.Migration):
    """Triggers, because no constraint can speak of the row before."""

    dependencies = [("clauses", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
