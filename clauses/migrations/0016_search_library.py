"""What agreements, laws, clauses and parties say to the search index, and the triggers that keep it.

Statement triggers: a load of many rows refreshes their entries together. What names, vocabulary or
another record lend to an entry reaches it when they change.
"""

from django.db import migrations

LINES = r"""
CREATE FUNCTION clauses_search_lines_agreement(ids bigint[]) RETURNS TABLE (id bigint, line jsonb)
LANGUAGE sql STABLE AS $$
  SELECT a.id, to_jsonb(a) || jsonb_build_object(
    'texts', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM clauses_agreementtext AS t
              WHERE t.agreement_id = a.id),
    'unions', (SELECT coalesce(jsonb_agg(u.union_id ORDER BY u.union_id), '[]')
               FROM clauses_agreement_unions AS u WHERE u.agreement_id = a.id))
  FROM clauses_agreement AS a WHERE ids IS NULL OR a.id = ANY(ids)
$$;

CREATE FUNCTION clauses_search_lines_statute(ids bigint[]) RETURNS TABLE (id bigint, line jsonb)
LANGUAGE sql STABLE AS $$
  SELECT s.id, to_jsonb(s) || jsonb_build_object(
    'texts', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM clauses_statutetext AS t
              WHERE t.statute_id = s.id))
  FROM clauses_statute AS s WHERE ids IS NULL OR s.id = ANY(ids)
$$;

CREATE FUNCTION clauses_search_lines_clause(ids bigint[]) RETURNS TABLE (id bigint, line jsonb)
LANGUAGE sql STABLE AS $$
  SELECT c.id, to_jsonb(c) || jsonb_build_object(
    'texts', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM clauses_clausetext AS t
              WHERE t.clause_id = c.id),
    'carried_into', (SELECT coalesce(jsonb_agg(i.agreement_id), '[]')
                     FROM clauses_clause_carried_into AS i WHERE i.clause_id = c.id))
  FROM clauses_clause AS c WHERE ids IS NULL OR c.id = ANY(ids)
$$;

CREATE FUNCTION clauses_search_lines_party(ids bigint[]) RETURNS TABLE (id bigint, line jsonb)
LANGUAGE sql STABLE AS $$
  SELECT p.id, to_jsonb(p) FROM clauses_party AS p WHERE ids IS NULL OR p.id = ANY(ids)
$$;
"""

SAID = r"""
CREATE FUNCTION clauses_search_unions(ids bigint[]) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'slugs', coalesce(jsonb_agg(DISTINCT u.slug ORDER BY u.slug), '[]'),
    'roles', coalesce((SELECT jsonb_agg(DISTINCT role ORDER BY role)
                       FROM clauses_union AS r, unnest(r.represents) AS role
                       WHERE r.id = ANY(ids)), '[]'),
    'names', coalesce((SELECT jsonb_agg(DISTINCT called ORDER BY called)
                       FROM clauses_union AS n, unnest(n.name::text || n.aliases) AS called
                       WHERE n.id = ANY(ids)), '[]'))
  FROM clauses_union AS u WHERE u.id = ANY(ids)
$$;

CREATE FUNCTION clauses_search_term(first date, last date) RETURNS datemultirange
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN first IS NULL OR last < first THEN '{}'::datemultirange
              ELSE datemultirange(daterange(first, last, '[]')) END
$$;

CREATE FUNCTION clauses_search_said_agreement(line jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT clauses_search_texts(line, 'name') || jsonb_build_object(
    'slug', line ->> 'slug',
    'near', unions -> 'names' || to_jsonb(ARRAY[line ->> 'employer_counterpart']),
    'terms', jsonb_build_object('sectors', line -> 'sectors',
                                'places', to_jsonb(ARRAY[line ->> 'country'])),
    'also_roles', unions -> 'roles',
    'visibility', line ->> 'visibility',
    'in_force', clauses_search_term((line ->> 'effective_from')::date,
                                    (line ->> 'effective_to')::date)::text,
    'unions', unions -> 'slugs',
    'agreements', to_jsonb(ARRAY[line ->> 'slug']),
    'evidence_level', line ->> 'evidence_level')
  FROM clauses_search_unions(clauses_search_list(line -> 'unions')::bigint[]) AS unions
$$;

CREATE FUNCTION clauses_search_said_statute(line jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT clauses_search_texts(line, 'name') || jsonb_build_object(
    'slug', line ->> 'slug',
    'names', to_jsonb(ARRAY[line ->> 'citation']),
    'sections', to_jsonb(ARRAY[line ->> 'citation']),
    'near', to_jsonb(ARRAY[line ->> 'penalties']),
    'terms', jsonb_build_object('places', to_jsonb(ARRAY[line ->> 'jurisdiction'])),
    'visibility', line ->> 'visibility',
    'in_force', CASE WHEN line ->> 'stage' = 'bill' THEN '{}' ELSE
      clauses_search_term((line ->> 'effective_from')::date, (line ->> 'effective_to')::date)::text END,
    'agreements', to_jsonb(ARRAY[line ->> 'slug']),
    'evidence_level', line ->> 'evidence_level')
$$;

-- A law's clause goes by the law's name too, because readers meet the law on the clause's page.
CREATE FUNCTION clauses_search_said_clause(line jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT clauses_search_texts(line, 'title') || jsonb_build_object(
    'slug', line ->> 'slug',
    'names', to_jsonb(array_remove(ARRAY[s.name, s.citation]::text[], NULL)),
    'sections', to_jsonb(array_remove(ARRAY[line ->> 'section', s.citation]::text[], NULL)),
    'near', unions -> 'names' || to_jsonb(array_remove(
        a.name::text || a.employer_counterpart::text
        || ARRAY(SELECT title::text FROM clauses_agreementtext WHERE agreement_id = a.id ORDER BY title)
        || ARRAY(SELECT title::text FROM clauses_statutetext WHERE statute_id = s.id ORDER BY title),
        NULL)),
    'terms', jsonb_build_object(
        'uses', to_jsonb(clauses_search_list(line -> 'uses') || clauses_search_list(line -> 'main_uses')),
        'use-modifiers', line -> 'use_modifiers',
        'roles', line -> 'roles',
        'safeguard-types', line -> 'safeguard_types',
        'elements', line -> 'elements',
        'facts', to_jsonb(clauses_search_list(line -> 'required_facts')
                          || clauses_search_list(line -> 'any_facts')),
        'places', to_jsonb(array_remove(ARRAY[s.jurisdiction], NULL))),
    'also_roles', CASE
        WHEN NOT (line ->> 'is_for_everyone')::boolean THEN '[]'::jsonb
        WHEN a.id IS NOT NULL THEN unions -> 'roles'
        ELSE (SELECT coalesce(jsonb_agg(slug ORDER BY slug), '[]') FROM clauses_taxonomyterm
              WHERE vocabulary = 'roles') END,
    'visibility', level,
    'in_force', CASE WHEN s.stage = 'bill' THEN '{}'::datemultirange ELSE
        own + (SELECT coalesce(range_agg(carried), '{}') FROM (
                 SELECT daterange(c.effective_from, c.effective_to, '[]')
                        * daterange(begins, NULL) AS carried
                 FROM clauses_agreement AS c
                 WHERE c.id = ANY(clauses_search_list(line -> 'carried_into')::bigint[])
                   AND c.live AND clauses_search_level(c.visibility, level) = level
                   AND c.effective_from IS NOT NULL AND begins IS NOT NULL) AS carriers) END::text,
    'unions', unions -> 'slugs',
    'agreements', to_jsonb(array_remove(ARRAY[a.slug, s.slug], NULL)),
    'evidence_level', line ->> 'evidence_level')
  FROM (SELECT coalesce(line ->> 'agreement_id', line ->> 'agreement')::bigint AS agreement_id,
               coalesce(line ->> 'statute_id', line ->> 'statute')::bigint AS statute_id,
               (line ->> 'effective_from')::date AS begins) AS held
  CROSS JOIN LATERAL clauses_search_term(begins, (line ->> 'effective_to')::date) AS own
  LEFT JOIN clauses_agreement AS a ON a.id = held.agreement_id
  LEFT JOIN clauses_statute AS s ON s.id = held.statute_id
  CROSS JOIN LATERAL clauses_search_level(
    line ->> 'visibility',
    CASE WHEN coalesce(a.live, s.live) THEN coalesce(a.visibility, s.visibility) END) AS level
  CROSS JOIN LATERAL clauses_search_unions(
    ARRAY(SELECT union_id FROM clauses_agreement_unions WHERE agreement_id = a.id)) AS unions
$$;

CREATE FUNCTION clauses_search_said_party(line jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'slug', line ->> 'slug',
    'titles', jsonb_build_object('en', line ->> 'name')
              || CASE WHEN jsonb_typeof(line -> 'labels') = 'object'
                      THEN (line -> 'labels') - 'en' ELSE '{}' END,
    'names', to_jsonb(clauses_search_list(line -> 'aliases')
                      || clauses_search_list(line -> 'former_names')),
    'terms', jsonb_build_object('party-kinds', to_jsonb(ARRAY[line ->> 'kind']),
                                'places', to_jsonb(ARRAY[line ->> 'country'])),
    'visibility', line ->> 'visibility',
    'evidence_level', line ->> 'evidence_level')
$$;
"""

TRIGGERS = r"""
-- Rows of a record, or of its children, have changed: $1 is the kind, $2 the column with its id.
CREATE FUNCTION clauses_search_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT %I) FROM changed WHERE %1$I IS NOT NULL', TG_ARGV[1])
    INTO ids;
  PERFORM clauses_search_refresh(TG_ARGV[0], coalesce(ids, '{}'));
  RETURN NULL;
END $$;

-- As above, and what its clauses take from it has changed as well: a text or a union of it.
CREATE FUNCTION clauses_search_note_around() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT %I) FROM changed', TG_ARGV[1]) INTO ids;
  IF ids IS NOT NULL THEN
    PERFORM clauses_search_refresh(TG_ARGV[0], ids);
    PERFORM clauses_search_refresh_around(TG_ARGV[0], ids, '{}');
  END IF;
  RETURN NULL;
END $$;

-- An agreement's or a law's own row: its clauses follow only where something of theirs has changed.
CREATE FUNCTION clauses_search_note_holder() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lent CONSTANT text[] := ARRAY['slug', 'name', 'live', 'visibility', 'effective_from',
    'effective_to', 'employer_counterpart', 'citation', 'jurisdiction', 'stage'];
  ids bigint[];
  slugs text[];
BEGIN
  SELECT array_agg(b.id), array_agg(b.slug) || array_agg(c.slug) INTO ids, slugs
    FROM before AS b JOIN changed AS c ON c.id = b.id
    WHERE EXISTS (SELECT FROM unnest(lent) AS name
                  WHERE to_jsonb(b) -> name IS DISTINCT FROM to_jsonb(c) -> name);
  IF ids IS NOT NULL THEN
    PERFORM clauses_search_refresh_around(TG_ARGV[0], ids, slugs);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION clauses_search_note_union() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[];
  slugs varchar[];
  of_agreements bigint[];
BEGIN
  SELECT array_agg(c.id), array_agg(b.slug) || array_agg(c.slug) INTO ids, slugs
    FROM before AS b JOIN changed AS c ON c.id = b.id
    WHERE (b.slug, b.name, b.aliases, b.represents)
          IS DISTINCT FROM (c.slug, c.name, c.aliases, c.represents);
  IF ids IS NOT NULL THEN
    of_agreements := ARRAY(
      SELECT agreement_id FROM clauses_agreement_unions WHERE union_id = ANY(ids)
      UNION SELECT record_id FROM clauses_searchentry
        WHERE record_kind = 'agreement' AND unions && slugs);
    PERFORM clauses_search_refresh('agreement', of_agreements);
    PERFORM clauses_search_refresh_around('agreement', of_agreements, '{}');
  END IF;
  RETURN NULL;
END $$;

-- Values of the vocabulary reach every entry that uses them or something below them.
CREATE FUNCTION clauses_search_refresh_terms(used text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  touched record;
BEGIN
  FOR touched IN
    SELECT record_kind AS kind, array_agg(DISTINCT record_id) AS ids
    FROM clauses_searchentry
    WHERE terms && used
       OR EXISTS (SELECT FROM unnest(used) AS each WHERE each LIKE 'evidence-levels:%')
       OR record_kind = 'clause' AND EXISTS (SELECT FROM unnest(used) AS each WHERE each LIKE 'roles:%')
          AND EXISTS (SELECT FROM clauses_clause AS c WHERE c.id = record_id AND c.is_for_everyone)
    GROUP BY record_kind ORDER BY record_kind
  LOOP
    PERFORM clauses_search_refresh(touched.kind, touched.ids);
  END LOOP;
END $$;

CREATE FUNCTION clauses_search_note_term() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  used text[];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(b.vocabulary || ':' || b.slug) || array_agg(c.vocabulary || ':' || c.slug)
      INTO used FROM before AS b JOIN changed AS c ON c.id = b.id
      WHERE (b.vocabulary, b.slug, b.parent_id, b.labels, b.synonyms, b.properties)
            IS DISTINCT FROM (c.vocabulary, c.slug, c.parent_id, c.labels, c.synonyms, c.properties);
  ELSE
    SELECT array_agg(vocabulary || ':' || slug) INTO used FROM changed;
  END IF;
  IF used IS NOT NULL THEN
    PERFORM clauses_search_refresh_terms(used);
  END IF;
  RETURN NULL;
END $$;
"""

EVENTS = {
    "insert": "INSERT ON {table} REFERENCING NEW TABLE AS changed",
    "update": "UPDATE ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS changed",
    "delete": "DELETE ON {table} REFERENCING OLD TABLE AS changed",
}
ALWAYS = ("insert", "update", "delete")
WATCHED = (
    ("clauses_agreement", "note", ("agreement", "id"), ALWAYS),
    ("clauses_agreement", "note_holder", ("agreement",), ("update",)),
    ("clauses_agreementtext", "note_around", ("agreement", "agreement_id"), ALWAYS),
    ("clauses_agreement_unions", "note_around", ("agreement", "agreement_id"), ALWAYS),
    ("clauses_statute", "note", ("statute", "id"), ALWAYS),
    ("clauses_statute", "note_holder", ("statute",), ("update",)),
    ("clauses_statutetext", "note_around", ("statute", "statute_id"), ALWAYS),
    ("clauses_clause", "note", ("clause", "id"), ALWAYS),
    ("clauses_clausetext", "note", ("clause", "clause_id"), ALWAYS),
    ("clauses_clause_carried_into", "note", ("clause", "clause_id"), ALWAYS),
    ("clauses_party", "note", ("party", "id"), ALWAYS),
    ("clauses_union", "note_union", (), ("update",)),
    ("clauses_taxonomyterm", "note_term", (), ALWAYS),
)


def make(table: str, function: str, arguments: tuple[str, ...], event: str) -> str:
    """Write the trigger that calls a function after one kind of event on a table."""
    listed = ", ".join(f"'{each}'" for each in arguments)
    return (
        f"CREATE TRIGGER search_{function}_on_{event} AFTER {EVENTS[event].format(table=table)}\n"
        f"  FOR EACH STATEMENT EXECUTE FUNCTION clauses_search_{function}({listed});\n"
    )


FORWARD = (
    LINES
    + SAID
    + TRIGGERS
    + "".join(
        make(table, function, arguments, event)
        for table, function, arguments, events in WATCHED
        for event in events
    )
)
BACKWARD = (
    "".join(
        f"DROP TRIGGER search_{function}_on_{event} ON {table};\n"
        for table, function, _arguments, events in WATCHED
        for event in events
    )
    + """
DROP FUNCTION clauses_search_note_term();
DROP FUNCTION clauses_search_refresh_terms(text[]);
DROP FUNCTION clauses_search_note_union();
DROP FUNCTION clauses_search_note_holder();
DROP FUNCTION clauses_search_note_around();
DROP FUNCTION clauses_search_note();
DROP FUNCTION clauses_search_said_party(jsonb);
DROP FUNCTION clauses_search_said_clause(jsonb);
DROP FUNCTION clauses_search_said_statute(jsonb);
DROP FUNCTION clauses_search_said_agreement(jsonb);
DROP FUNCTION clauses_search_term(date, date);
DROP FUNCTION clauses_search_unions(bigint[]);
DROP FUNCTION clauses_search_lines_party(bigint[]);
DROP FUNCTION clauses_search_lines_clause(bigint[]);
DROP FUNCTION clauses_search_lines_statute(bigint[]);
DROP FUNCTION clauses_search_lines_agreement(bigint[]);
"""
)


class Migration(migrations.Migration):
    """Functions and triggers only."""

    dependencies = [("clauses", "0015_search_functions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
