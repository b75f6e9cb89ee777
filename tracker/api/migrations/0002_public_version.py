"""A number that rises with every commit that changes what the public may read: the ETags hang on it.

Deferred triggers note it at commit, once a transaction, so that the number never runs ahead of what
readers see and its row is locked for a moment only. Drafts, locks and suggested links leave it alone,
or watching an ETag would tell when staff work.
"""

from django.db import migrations

RECORDS = (
    "clauses_agreement",
    "clauses_statute",
    "clauses_clause",
    "clauses_party",
    "tracker_vendor",
    "tracker_product",
    "tracker_deployment",
)
CHILDREN = {
    "clauses_agreement_unions": ("clauses_agreement", "agreement_id"),
    "clauses_agreementtext": ("clauses_agreement", "agreement_id"),
    "clauses_agreementsource": ("clauses_agreement", "agreement_id"),
    "clauses_statutetext": ("clauses_statute", "statute_id"),
    "clauses_statutesource": ("clauses_statute", "statute_id"),
    "clauses_clause_carried_into": ("clauses_clause", "clause_id"),
    "clauses_clause_builds_on": ("clauses_clause", "from_clause_id"),
    "clauses_clausetext": ("clauses_clause", "clause_id"),
    "clauses_clausesource": ("clauses_clause", "clause_id"),
    "clauses_timelimit": ("clauses_clause", "clause_id"),
    "clauses_partysource": ("clauses_party", "party_id"),
    "clauses_partymembership": ("clauses_party", "party_id"),
    "clauses_binding": ("clauses_party", "party_id"),
    "tracker_deployment_related": ("tracker_deployment", "from_deployment_id"),
    "tracker_deploymenttext": ("tracker_deployment", "deployment_id"),
    "tracker_deploymentsource": ("tracker_deployment", "deployment_id"),
    "tracker_deployer": ("tracker_deployment", "deployment_id"),
    "tracker_unionresponse": ("tracker_deployment", "deployment_id"),
}
LINKS = ("tracker_link",)
WORDS = ("clauses_taxonomyterm", "clauses_crosswalk", "clauses_union", "clauses_partyname")

TABLES = {
    **{table: "'record'" for table in RECORDS},
    **{table: f"'child', '{parent}', '{column}'" for table, (parent, column) in CHILDREN.items()},
    **{table: "'link'" for table in LINKS},
    **{table: "'word'" for table in WORDS},
}

FORWARD = """
CREATE TABLE api_publicversion (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  number bigint NOT NULL,
  by_transaction xid8 NOT NULL
);
INSERT INTO api_publicversion (number, by_transaction) VALUES (1, '0');

CREATE FUNCTION api_is_public(kind text, parent text, parent_column text, line jsonb)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  answer boolean;
BEGIN
  IF line IS NULL THEN
    RETURN false;
  END IF;
  IF kind = 'word' THEN
    RETURN true;
  END IF;
  IF kind = 'link' THEN
    RETURN line->>'state' = 'confirmed';
  END IF;
  IF kind = 'record' THEN
    RETURN (line->>'live')::boolean AND line->>'visibility' = 'public';
  END IF;
  EXECUTE format('SELECT live AND visibility = ''public'' FROM %I WHERE id = $1', parent)
    INTO answer USING (line->>parent_column)::bigint;
  RETURN coalesce(answer, false);
END $$;

CREATE FUNCTION api_note_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bookkeeping CONSTANT text[] := ARRAY[
    'latest_revision_id', 'live_revision_id', 'has_unpublished_changes', 'first_published_at',
    'last_published_at', 'go_live_at', 'expire_at', 'expired', 'locked', 'locked_at', 'locked_by_id',
    'catalogue_digest', 'is_staff_reviewed', 'contact_name', 'contact_url', 'contact_email',
    'contact_phone', 'is_served', 'opens_gaps'];
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
BEGIN
  IF TG_OP = 'UPDATE' AND before - bookkeeping = after - bookkeeping THEN
    RETURN NULL;
  END IF;
  IF api_is_public(TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], before)
     OR api_is_public(TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], after) THEN
    UPDATE api_publicversion
      SET number = number + 1, by_transaction = pg_current_xact_id()
      WHERE by_transaction <> pg_current_xact_id();
  END IF;
  RETURN NULL;
END $$;
""" + "".join(
    f"CREATE CONSTRAINT TRIGGER note_public_change AFTER INSERT OR UPDATE OR DELETE ON {table}\n"
    f"  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION api_note_public_change({arguments});\n"
    for table, arguments in TABLES.items()
)

BACKWARD = (
    "".join(f"DROP TRIGGER note_public_change ON {table};\n" for table in TABLES)
    + """
DROP FUNCTION api_note_public_change();
DROP FUNCTION api_is_public(text, text, text, jsonb);
DROP TABLE api_publicversion;
"""
)


class Migration(migrations.Migration):
    """One table of one row, two functions, a trigger a table."""

    dependencies = [
        ("api", "0001_initial"),
        ("clauses", "0003_append_only"),
        ("tracker", "0001_initial"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
