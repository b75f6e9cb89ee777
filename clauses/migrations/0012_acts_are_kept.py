"""Nobody corrects, retracts or ends a publication alone, or rewrites a decision: kept by the database.

A request is settled once and never altered. An approver wrote none of what is published, whatever the
row says. At commit, a Change that corrects or takes off has an approved request, decided by its actor;
a publication that ended has one too, or another that follows it at once.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION clauses_act_request_is_settled_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decision CONSTANT text[] := ARRAY[
    'state', 'decided_by_id', 'decided_at', 'decision_note', 'change_id'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'open'
     OR to_jsonb(NEW) - decision <> to_jsonb(OLD) - decision THEN
    RAISE EXCEPTION 'A request is never altered; it is settled once.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER act_request_is_settled_once BEFORE UPDATE OR DELETE ON clauses_actrequest
  FOR EACH ROW EXECUTE FUNCTION clauses_act_request_is_settled_once();

CREATE FUNCTION clauses_approver_wrote_none_of_it() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1
    FROM wagtailcore_revision shown
    JOIN wagtailcore_revision written
      ON written.base_content_type_id = shown.base_content_type_id
      AND written.object_id = shown.object_id
    WHERE shown.id = NEW.revision_id
      AND written.user_id = NEW.approver_id
      AND written.id <= NEW.revision_id
      AND written.id > COALESCE((
        SELECT max(earlier.revision_id) FROM clauses_publication earlier
        WHERE earlier.record_kind = NEW.record_kind
          AND earlier.record_id = NEW.record_id
          AND earlier.revision_id < NEW.revision_id), 0)
  ) THEN
    RAISE EXCEPTION 'The approver of a publication wrote none of it.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approver_wrote_none_of_it BEFORE INSERT ON clauses_publication
  FOR EACH ROW WHEN (NEW.approver_id IS NOT NULL)
  EXECUTE FUNCTION clauses_approver_wrote_none_of_it();

CREATE FUNCTION clauses_act_was_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM clauses_actrequest asked
    WHERE asked.change_id = NEW.id
      AND asked.state = 'approved'
      AND asked.decided_by_id = NEW.by_id
      AND asked.act = CASE split_part(NEW.kind, '.', 2)
        WHEN 'corrected' THEN 'correct' WHEN 'retracted' THEN 'retract' ELSE 'unpublish' END
  ) THEN
    RAISE EXCEPTION 'This needs a request of one person and the approval of another.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER act_was_approved AFTER INSERT ON clauses_change
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (split_part(NEW.kind, '.', 2) IN ('corrected', 'retracted', 'unpublished'))
  EXECUTE FUNCTION clauses_act_was_approved();

CREATE FUNCTION clauses_publication_ends_for_a_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM clauses_publication next
    WHERE next.record_kind = NEW.record_kind
      AND next.record_id = NEW.record_id
      AND next.live_from = NEW.live_until
      AND next.id <> NEW.id
  ) AND NOT EXISTS (
    SELECT 1 FROM clauses_actrequest asked
    WHERE asked.publication_id = NEW.id
      AND asked.state = 'approved'
      AND asked.act IN ('unpublish', 'retract')
  ) THEN
    RAISE EXCEPTION 'A publication ends by the next one, or by a request that another approved.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER publication_ends_for_a_reason AFTER UPDATE ON clauses_publication
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.live_until IS NOT NULL)
  EXECUTE FUNCTION clauses_publication_ends_for_a_reason();
"""

BACKWARD = """
DROP TRIGGER publication_ends_for_a_reason ON clauses_publication;
DROP FUNCTION clauses_publication_ends_for_a_reason();
DROP TRIGGER act_was_approved ON clauses_change;
DROP FUNCTION clauses_act_was_approved();
DROP TRIGGER approver_wrote_none_of_it ON clauses_publication;
DROP FUNCTION clauses_approver_wrote_none_of_it();
DROP TRIGGER act_request_is_settled_once ON clauses_actrequest;
DROP FUNCTION clauses_act_request_is_settled_once();
"""


class Migration(migrations.Migration):
    """Triggers, because no constraint can speak of other rows."""

    dependencies = [("clauses", "0011_act_requests"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
