"""What was done with a clock is never altered; a clock keeps what it counts and is never removed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION tracker_clock_act_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What was done with a clock is never altered or removed.'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER clock_act_stays BEFORE UPDATE OR DELETE ON tracker_clockact
  FOR EACH ROW EXECUTE FUNCTION tracker_clock_act_stays();
CREATE TRIGGER nothing_is_emptied BEFORE TRUNCATE ON tracker_clockact
  FOR EACH STATEMENT EXECUTE FUNCTION clauses_nothing_is_emptied();

CREATE FUNCTION tracker_clock_keeps_its_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A clock is settled, never removed.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (OLD.uid, OLD.request_key, OLD.kind, OLD.clause_id, OLD.link_id, OLD.agreement_id, OLD.number,
      OLD.unit, OLD.direction, OLD.applies_to, OLD.started_by_id, OLD.started_at)
     IS DISTINCT FROM
     (NEW.uid, NEW.request_key, NEW.kind, NEW.clause_id, NEW.link_id, NEW.agreement_id, NEW.number,
      NEW.unit, NEW.direction, NEW.applies_to, NEW.started_by_id, NEW.started_at) THEN
    RAISE EXCEPTION 'A clock keeps the limit that it was started with.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.sequence < OLD.sequence THEN
    RAISE EXCEPTION 'The sequence of a clock only rises.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER clock_keeps_its_limit BEFORE UPDATE OR DELETE ON tracker_clock
  FOR EACH ROW EXECUTE FUNCTION tracker_clock_keeps_its_limit();
CREATE TRIGGER nothing_is_emptied BEFORE TRUNCATE ON tracker_clock
  FOR EACH STATEMENT EXECUTE FUNCTION clauses_nothing_is_emptied();
"""

BACKWARD = """
DROP TRIGGER nothing_is_emptied ON tracker_clock;
DROP TRIGGER clock_keeps_its_limit ON tracker_clock;
DROP FUNCTION tracker_clock_keeps_its_limit();
DROP TRIGGER nothing_is_emptied ON tracker_clockact;
DROP TRIGGER clock_act_stays ON tracker_clockact;
DROP FUNCTION tracker_clock_act_stays();
"""


class Migration(migrations.Migration):
    """Triggers, because no constraint can speak of the row before."""

    dependencies = [("tracker", "0012_clock"), ("clauses", "0010_published_stays")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
