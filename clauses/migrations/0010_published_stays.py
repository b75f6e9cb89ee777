"""What was ever published stays: such a record is retired, not deleted, and its words never change."""

from django.db import migrations

RECORDS = {
    "agreement": "clauses_agreement",
    "statute": "clauses_statute",
    "clause": "clauses_clause",
    "party": "clauses_party",
}

FORWARD = """
CREATE FUNCTION clauses_published_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM clauses_publication WHERE record_kind = TG_ARGV[0] AND record_id = OLD.id
  ) THEN
    RAISE EXCEPTION 'What was published is retired, never deleted: % %.', TG_ARGV[0], OLD.slug
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;

CREATE FUNCTION clauses_published_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM clauses_publication WHERE revision_id = OLD.id) THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE'
     OR (NEW.id, NEW.content, NEW.object_id, NEW.base_content_type_id)
        IS DISTINCT FROM (OLD.id, OLD.content, OLD.object_id, OLD.base_content_type_id) THEN
    RAISE EXCEPTION 'A revision that was published is never altered or deleted: %.', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER published_words_stay BEFORE UPDATE OR DELETE ON wagtailcore_revision
  FOR EACH ROW EXECUTE FUNCTION clauses_published_words_stay();

CREATE FUNCTION clauses_nothing_is_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What was published is never removed: % cannot be emptied.', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER nothing_is_emptied BEFORE TRUNCATE ON clauses_publication
  FOR EACH STATEMENT EXECUTE FUNCTION clauses_nothing_is_emptied();
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
DROP TRIGGER nothing_is_emptied ON clauses_publication;
DROP TRIGGER published_words_stay ON wagtailcore_revision;
DROP FUNCTION clauses_nothing_is_emptied();
DROP FUNCTION clauses_published_words_stay();
DROP FUNCTION clauses_published_record_stays();
"""
)


class Migration(migrations.Migration):
    """Triggers, because Django's own refusals are not asked by SQL."""

    dependencies = [
        ("clauses", "0009_documents"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
