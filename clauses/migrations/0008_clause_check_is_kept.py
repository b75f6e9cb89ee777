"""A check only ever gets its end, and a clause carries a mark if, and only if, a check holds."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION clauses_check_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ending CONSTANT text[] := ARRAY[
    'cleared', 'cleared_at', 'cleared_by_id', 'cleared_reason', 'cleared_publication_id'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.cleared_at IS NOT NULL
     OR (to_jsonb(NEW) - ending) <> (to_jsonb(OLD) - ending) THEN
    RAISE EXCEPTION 'A check is never altered; it only ends.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_only_ends BEFORE UPDATE OR DELETE ON clauses_clausecheck
  FOR EACH ROW EXECUTE FUNCTION clauses_check_only_ends();

CREATE FUNCTION clauses_mark_is_a_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted CONSTANT bigint := (to_jsonb(NEW)->>TG_ARGV[0])::bigint;
BEGIN
  IF EXISTS (
    SELECT 1 FROM clauses_clause c
    LEFT JOIN clauses_clausecheck k ON k.clause_id = c.id AND k.cleared_at IS NULL
    WHERE c.id = wanted
      AND (c.checked_at, c.checked_by_id, c.checked_document, c.checked_page, c.checked_section)
        IS DISTINCT FROM
          (k.at, k.by_id, coalesce(k.document, ''), coalesce(k.page, ''), coalesce(k.section, ''))
  ) THEN
    RAISE EXCEPTION 'A clause carries the mark of the check that holds, and no other.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mark_is_a_check_when_new AFTER INSERT ON clauses_clause
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.checked_at IS NOT NULL OR NEW.checked_by_id IS NOT NULL OR NEW.checked_document <> ''
        OR NEW.checked_page <> '' OR NEW.checked_section <> '')
  EXECUTE FUNCTION clauses_mark_is_a_check('id');
CREATE CONSTRAINT TRIGGER mark_is_a_check AFTER UPDATE ON clauses_clause
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.checked_at, OLD.checked_by_id, OLD.checked_document, OLD.checked_page,
         OLD.checked_section)
        IS DISTINCT FROM
        (NEW.checked_at, NEW.checked_by_id, NEW.checked_document, NEW.checked_page,
         NEW.checked_section))
  EXECUTE FUNCTION clauses_mark_is_a_check('id');
CREATE CONSTRAINT TRIGGER mark_is_a_check AFTER INSERT OR UPDATE ON clauses_clausecheck
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clauses_mark_is_a_check('clause_id');
"""

BACKWARD = """
DROP TRIGGER mark_is_a_check ON clauses_clausecheck;
DROP TRIGGER mark_is_a_check ON clauses_clause;
DROP TRIGGER mark_is_a_check_when_new ON clauses_clause;
DROP FUNCTION clauses_mark_is_a_check();
DROP TRIGGER check_only_ends ON clauses_clausecheck;
DROP FUNCTION clauses_check_only_ends();
"""


class Migration(migrations.Migration):
    """Triggers, because no constraint can speak of another table or of the row before."""

    dependencies = [("clauses", "0007_clause_check")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
