"""Whoever writes a record waits for the search index before the row is locked, not after.

Otherwise one statement holds a row and waits for the index while an act that holds the index waits
for the row.
"""

from django.db import migrations

TABLES = (
    "clauses_agreement",
    "clauses_agreementtext",
    "clauses_agreement_unions",
    "clauses_statute",
    "clauses_statutetext",
    "clauses_clause",
    "clauses_clausetext",
    "clauses_clause_carried_into",
    "clauses_party",
    "clauses_union",
    "clauses_taxonomyterm",
)

FORWARD = """
CREATE FUNCTION clauses_search_hold_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM clauses_search_hold();
  RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER search_hold_first BEFORE INSERT OR UPDATE OR DELETE ON {table}\n"
    "  FOR EACH STATEMENT EXECUTE FUNCTION clauses_search_hold_first();\n"
    for table in TABLES
)
BACKWARD = (
    "".join(f"DROP TRIGGER search_hold_first ON {table};\n" for table in TABLES)
    + "DROP FUNCTION clauses_search_hold_first();\n"
)


class Migration(migrations.Migration):
    """One function, a trigger a table."""

    dependencies = [("clauses", "0018_clause_upload")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
