"""A remark is never altered or removed; once, it is settled."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION clauses_remark_is_settled_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  settling CONSTANT text[] := ARRAY['settled_at', 'settled_by_id'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL
     OR (to_jsonb(NEW) - settling) <> (to_jsonb(OLD) - settling) THEN
    RAISE EXCEPTION 'A remark is never altered or removed; it is settled once.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER remark_is_settled_once BEFORE UPDATE OR DELETE ON clauses_remark
  FOR EACH ROW EXECUTE FUNCTION clauses_remark_is_settled_once();
"""

BACKWARD = """
DROP TRIGGER remark_is_settled_once ON clauses_remark;
DROP FUNCTION clauses_remark_is_settled_once();
"""


class Migration(migrations.Migration):
    """A trigger, because no constraint can speak of the row before."""

    dependencies = [("clauses", "0022_remark")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
