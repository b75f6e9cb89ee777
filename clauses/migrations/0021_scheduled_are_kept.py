"""The scheduler publishes what somebody approved and nothing else: kept by the database.

An approval that waits is finished once and never altered or deleted; a refusal can be put aside. At
commit, a publication of the scheduler has the approval that it carries out.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION clauses_scheduled_is_finished_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  finish CONSTANT text[] := ARRAY[
    'state', 'why', 'finished_at', 'finished_by_id', 'publication_id'];
  aside CONSTANT text[] := ARRAY['put_aside_at', 'put_aside_by_id'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = 'waiting' AND to_jsonb(NEW) - finish = to_jsonb(OLD) - finish THEN
      RETURN NEW;
    END IF;
    IF OLD.state = 'refused' AND OLD.put_aside_at IS NULL
       AND to_jsonb(NEW) - aside = to_jsonb(OLD) - aside THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'A scheduled publication is never altered; it is finished once.'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER scheduled_is_finished_once BEFORE UPDATE OR DELETE ON clauses_scheduledpublication
  FOR EACH ROW EXECUTE FUNCTION clauses_scheduled_is_finished_once();

CREATE FUNCTION clauses_scheduler_carries_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM clauses_scheduledpublication approved
    WHERE approved.publication_id = NEW.id
      AND approved.state = 'published'
      AND approved.revision_id = NEW.revision_id
      AND approved.approver_id = NEW.approver_id
      AND approved.publish_at <= NEW.live_from
  ) THEN
    RAISE EXCEPTION 'The scheduler publishes only what somebody approved for that moment.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER scheduler_carries_out AFTER INSERT ON clauses_publication
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.system_actor = 'scheduler')
  EXECUTE FUNCTION clauses_scheduler_carries_out();
"""

BACKWARD = """
DROP TRIGGER scheduler_carries_out ON clauses_publication;
DROP FUNCTION clauses_scheduler_carries_out();
DROP TRIGGER scheduled_is_finished_once ON clauses_scheduledpublication;
DROP FUNCTION clauses_scheduled_is_finished_once();
"""


class Migration(migrations.Migration):
    """Triggers, because no constraint can speak of the row before, or of other rows."""

    dependencies = [("clauses", "0020_scheduled_publications")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
