"""The database remembers every decision on a link; what was published or decided is never removed."""

from django.db import migrations

RECORDS = {
    "vendor": "tracker_vendor",
    "product": "tracker_product",
    "deployment": "tracker_deployment",
    "advisory": "tracker_advisory",
}

FORWARD = """
CREATE FUNCTION tracker_remember_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := clock_timestamp();
  latest timestamptz;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state = 'suggested' THEN
      RETURN NULL;
    END IF;
    moment := NEW.decided_at;
  ELSE
    IF (OLD.state = 'suggested' AND NEW.state = 'suggested') OR to_jsonb(OLD) = to_jsonb(NEW) THEN
      RETURN NULL;
    END IF;
    IF OLD.decided_at IS DISTINCT FROM NEW.decided_at AND NEW.decided_at IS NOT NULL THEN
      moment := NEW.decided_at;
    END IF;
  END IF;
  SELECT max(coalesce(held_until, held_from)) INTO latest
    FROM tracker_linkstate WHERE link_id = NEW.id;
  moment := greatest(moment, latest);
  IF TG_OP = 'UPDATE' AND latest IS NOT NULL AND (OLD.id, OLD.clause_id, OLD.deployment_id)
     IS DISTINCT FROM (NEW.id, NEW.clause_id, NEW.deployment_id) THEN
    RAISE EXCEPTION 'A link that was settled keeps its clause and deployment.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  UPDATE tracker_linkstate SET held_until = moment WHERE link_id = NEW.id AND held_until IS NULL;
  IF NEW.state <> 'suggested' THEN
    INSERT INTO tracker_linkstate (
      link_id, state, standing, bearing, score, includes, reasons, missing_facts, judged_on,
      decided_by_id, decided_at, note, held_from)
    VALUES (
      NEW.id, NEW.state, NEW.standing, NEW.bearing, NEW.score, NEW.includes, NEW.reasons,
      NEW.missing_facts, NEW.judged_on, NEW.decided_by_id, NEW.decided_at, NEW.note, moment);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER remember_link AFTER INSERT OR UPDATE ON tracker_link
  FOR EACH ROW EXECUTE FUNCTION tracker_remember_link();

CREATE FUNCTION tracker_link_state_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.held_until IS NOT NULL
     OR (to_jsonb(NEW) - 'held_until') <> (to_jsonb(OLD) - 'held_until') THEN
    RAISE EXCEPTION 'What was decided about a link is never altered; it only ends.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER link_state_only_ends BEFORE UPDATE OR DELETE ON tracker_linkstate
  FOR EACH ROW EXECUTE FUNCTION tracker_link_state_only_ends();
CREATE TRIGGER nothing_is_emptied BEFORE TRUNCATE ON tracker_linkstate
  FOR EACH STATEMENT EXECUTE FUNCTION clauses_nothing_is_emptied();
CREATE CONSTRAINT TRIGGER note_public_change AFTER INSERT OR UPDATE OR DELETE ON tracker_linkstate
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION api_note_public_change('link');
""" + "".join(
    f"CREATE TRIGGER published_record_stays BEFORE DELETE ON {table}\n"
    f"  FOR EACH ROW EXECUTE FUNCTION clauses_published_record_stays('{kind}');\n"
    f"CREATE TRIGGER nothing_is_emptied BEFORE TRUNCATE ON {table}\n"
    "  FOR EACH STATEMENT EXECUTE FUNCTION clauses_nothing_is_emptied();\n"
    for kind, table in RECORDS.items()
)

BACKWARD = (
    "".join(
        f"DROP TRIGGER published_record_stays ON {table};\nDROP TRIGGER nothing_is_emptied ON {table};\n"
        for table in RECORDS.values()
    )
    + """
DROP TRIGGER note_public_change ON tracker_linkstate;
DROP TRIGGER nothing_is_emptied ON tracker_linkstate;
DROP TRIGGER link_state_only_ends ON tracker_linkstate;
DROP FUNCTION tracker_link_state_only_ends();
DROP TRIGGER remember_link ON tracker_link;
DROP FUNCTION tracker_remember_link();
"""
)


class Migration(migrations.Migration):
    """Triggers, so that no writer of a link can forget them."""

    dependencies = [
        ("tracker", "0005_link_state"),
        ("clauses", "0010_published_stays"),
        ("api", "0002_public_version"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
