"""How words become entries of the search index, whatever the kind of record.

A kind brings two functions of its own: clauses_search_lines_KIND(ids), its rows as JSON with their
children, and clauses_search_said_KIND(line), what such a row says, in one shape for all kinds. The
same function reads a row and the content of a revision, so that drafts are found by the same engine.
"""

from django.db import migrations

READING = r"""
CREATE TEXT SEARCH CONFIGURATION search_simple (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION search_simple
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

-- Punctuation inside words apart, so that index and question cut words alike.
CREATE FUNCTION clauses_search_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(left(words, 100000), $q$.-/'’‘_…–—+&@:;,()[]{}<>\$q$, repeat(' ', 40))
$$;

-- What must be the same for two texts to be the same words.
CREATE FUNCTION clauses_search_key(words text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT trim(regexp_replace(lower(unaccent(clauses_search_plain(left(words, 400)))),
                             '[^[:alnum:]]+', ' ', 'g'))
$$;

-- A list as a row or as a revision writes it; a revision writes arrays as a string of JSON.
CREATE FUNCTION clauses_search_list(listed jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(each ORDER BY place), '{}')
  FROM jsonb_array_elements_text(
    CASE WHEN jsonb_typeof(listed) = 'array' THEN listed
         WHEN jsonb_typeof(listed) = 'string' AND (listed #>> '{}') LIKE '[%'
           THEN (listed #>> '{}')::jsonb
         ELSE '[]'::jsonb END) WITH ORDINALITY AS listed(each, place)
$$;

-- "MOA Item 15, A.2.a" is 15, and everything down to A.2.a. Words without a number are no section.
CREATE FUNCTION clauses_search_sections(written text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT lexeme), '{}')
  FROM regexp_split_to_table(lower(unaccent(left(written, 400))), '[^a-z0-9.-]+') AS chunk
  CROSS JOIN LATERAL (
    SELECT array_remove(regexp_split_to_array(chunk, '[.-]+'), '') AS parts) AS cut
  CROSS JOIN LATERAL (
    SELECT '§' || array_to_string(parts[1:depth], '.') AS lexeme
    FROM generate_series(1, cardinality(parts)) AS depth
    WHERE cardinality(parts) > 1 OR parts[1] ~ '^([a-z]|[a-z]?[0-9].*)$'
    UNION SELECT '§' || array_to_string(parts, '') WHERE cardinality(parts) > 1) AS deeper
  WHERE chunk ~ '[0-9]' OR chunk ~ '^[a-z][.]?$'
$$;

-- One word of a question in every language; empty where each takes it for a stop word.
CREATE FUNCTION clauses_search_word(word text, suffix text) RETURNS tsquery LANGUAGE sql STABLE AS $$
  SELECT to_tsquery('search_en', written) || to_tsquery('search_fr', written)
      || to_tsquery('search_es', written) || to_tsquery('search_simple', written)
  FROM (SELECT '''' || replace(replace(word, '\', ''), '''', '') || '''' || suffix AS written) AS w
$$;

-- As above, or as it was typed the beginning of a word; two letters begin too many.
CREATE FUNCTION clauses_search_beginning(word text) RETURNS tsquery LANGUAGE sql STABLE AS $$
  SELECT clauses_search_word(word, '') || CASE WHEN char_length(word) > 2
    THEN to_tsquery('search_simple', '''' || replace(replace(word, '\', ''), '''', '') || ''':*')
    ELSE ''::tsquery END
$$;

CREATE FUNCTION clauses_search_is_common(word text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT char_length(word) = 1 AND word !~ '[0-9]'
      OR numnode(plainto_tsquery('search_en', word)) = 0
      OR numnode(plainto_tsquery('search_fr', word)) = 0
      OR numnode(plainto_tsquery('search_es', word)) = 0
$$;

-- Title, summary and plain words by language. A translation of English words that have changed
-- since is kept apart: it may still lead to the record.
CREATE FUNCTION clauses_search_texts(line jsonb, title_column text) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  WITH english AS (
    SELECT line ->> title_column AS title,
           coalesce(line ->> 'summary', '') AS summary,
           coalesce(line ->> 'plain_language', '') AS plain
  ), digest AS (
    SELECT encode(sha256(convert_to(concat_ws(E'\n\n', title, summary, plain), 'UTF8')), 'hex') AS now
    FROM english
  ), read AS (
    SELECT 'en' AS language, title, plain || E'\n' || summary AS body, false AS is_stale FROM english
    UNION ALL
    SELECT each ->> 'language', each ->> 'title',
           concat_ws(E'\n', each ->> 'plain_language', each ->> 'summary'),
           coalesce(each ->> 'original_digest', '') NOT IN ('', digest.now)
    FROM digest, jsonb_array_elements(coalesce(line -> 'texts', '[]')) AS each
  )
  SELECT jsonb_build_object(
    'titles', coalesce(jsonb_object_agg(language, title) FILTER (WHERE NOT is_stale), '{}'),
    'bodies', coalesce(jsonb_object_agg(language, body) FILTER (WHERE NOT is_stale), '{}'),
    'stale', coalesce(jsonb_object_agg(language, concat_ws(E'\n', title, body))
                      FILTER (WHERE is_stale), '{}'))
  FROM read
$$;

-- A record is as open as the least open of it and what it belongs to.
CREATE FUNCTION clauses_search_level(VARIADIC levels text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN array_position(levels, NULL) IS NOT NULL OR 'nobody' = ANY(levels) THEN 'nobody'
              WHEN 'staff' = ANY(levels) THEN 'staff'
              WHEN 'members' = ANY(levels) THEN 'members'
              ELSE 'public' END
$$;
"""

WEIGHING = r"""
CREATE FUNCTION clauses_search_vector(language text, words text, weight "char") RETURNS tsvector
LANGUAGE sql STABLE AS $$
  SELECT setweight(to_tsvector(('search_' || language)::regconfig,
                               coalesce(clauses_search_plain(words), '')), weight)
$$;

-- What a record says, weighted: A its titles, names and sections; B the labels of its terms;
-- C its text and the labels above; D where it stands, and translations out of date.
CREATE FUNCTION clauses_search_entry(of_kind text, of_id bigint, of_scope text, said jsonb)
RETURNS TABLE (record_kind varchar, record_id bigint, scope varchar, slug varchar,
               visibility varchar, title text, keys text[], words tsvector, terms text[],
               in_force datemultirange, happened_on date, unions varchar[], agreements varchar[],
               roles varchar[], uses varchar[], types varchar[], grade varchar,
               spelling text[])
LANGUAGE plpgsql STABLE AS $$
DECLARE
  names text := array_to_string(clauses_search_list(said -> 'names'), E'\n');
  near text := array_to_string(clauses_search_list(said -> 'near'), E'\n');
  sections text[] := clauses_search_list(said -> 'sections');
  own text[];
  found bigint[];
  every_word text := concat_ws(E'\n', names, near);
  said_in record;
BEGIN
  SELECT coalesce(array_agg(vocabulary.key || ':' || each), '{}') INTO own
    FROM jsonb_each(said -> 'terms') AS vocabulary, unnest(clauses_search_list(vocabulary.value)) AS each;
  WITH RECURSIVE above AS (
    SELECT t.id, t.vocabulary, t.slug, t.parent_id FROM clauses_taxonomyterm AS t
      JOIN unnest(own) AS each
        ON t.vocabulary = split_part(each, ':', 1) AND t.slug = split_part(each, ':', 2)
    UNION
    SELECT t.id, t.vocabulary, t.slug, t.parent_id FROM clauses_taxonomyterm AS t
      JOIN above ON t.id = above.parent_id
  )
  SELECT array_agg(above.id),
         ARRAY(SELECT DISTINCT each FROM unnest(
                 own || array_agg(above.vocabulary || ':' || above.slug)) AS each ORDER BY each)
    INTO found, terms FROM above;

  words := ''::tsvector;
  FOR said_in IN
    SELECT language,
           string_agg(label, E'\n' ORDER BY id) FILTER (WHERE is_own) AS labels,
           string_agg(label, E'\n' ORDER BY id) FILTER (WHERE NOT is_own) AS above
    FROM unnest(ARRAY['en', 'fr', 'es']) WITH ORDINALITY AS spoken(language, place)
    LEFT JOIN LATERAL (
      SELECT t.id, t.vocabulary || ':' || t.slug = ANY(own) AS is_own,
             concat_ws(E'\n', t.labels ->> language,
                       t.synonyms ->> language) AS label
      FROM clauses_taxonomyterm AS t WHERE t.id = ANY(found)) AS labelled ON true
    GROUP BY language, place ORDER BY place
  LOOP
    words := words
      || clauses_search_vector(said_in.language, said #>> ARRAY['titles', said_in.language], 'A')
      || clauses_search_vector('simple', said #>> ARRAY['titles', said_in.language], 'A')
      || clauses_search_vector(said_in.language, said_in.labels, 'B')
      || clauses_search_vector(said_in.language,
           concat_ws(E'\n', said #>> ARRAY['bodies', said_in.language], said_in.above), 'C')
      || clauses_search_vector(said_in.language, said #>> ARRAY['stale', said_in.language], 'D');
    every_word := concat_ws(E'\n', every_word, said #>> ARRAY['titles', said_in.language],
                            said_in.labels, said_in.above, said #>> ARRAY['bodies', said_in.language]);
  END LOOP;
  words := words
    || clauses_search_vector('simple', names, 'A')
    || clauses_search_vector('en', names, 'A')
    || (SELECT coalesce(string_agg(DISTINCT quote_literal(lexeme) || ':1A', ' '), '')::tsvector
          FROM unnest(sections) AS each, unnest(clauses_search_sections(each)) AS lexeme)
    || clauses_search_vector('simple', near, 'D')
    || clauses_search_vector('en', near, 'D');

  keys := ARRAY(
    SELECT DISTINCT key
    FROM (SELECT unnest(clauses_search_list(said -> 'names') || sections || ARRAY[said ->> 'slug'])
          UNION ALL SELECT value FROM jsonb_each_text(said -> 'titles')
          UNION ALL SELECT chunk
            FROM unnest(sections) AS each, regexp_split_to_table(each, '[^[:alnum:].-]+') AS chunk
            WHERE chunk ~ '[0-9]') AS named(words)
    CROSS JOIN LATERAL clauses_search_key(named.words) AS key
    WHERE key <> '' ORDER BY key);

  record_kind := of_kind;
  record_id := of_id;
  scope := of_scope;
  slug := said ->> 'slug';
  visibility := CASE WHEN scope = 'draft' THEN 'nobody' ELSE said ->> 'visibility' END;
  title := coalesce(said #>> '{titles,en}', '');
  in_force := (said ->> 'in_force')::datemultirange;
  happened_on := (said ->> 'happened_on')::date;
  unions := clauses_search_list(said -> 'unions');
  agreements := clauses_search_list(said -> 'agreements');
  roles := ARRAY(SELECT DISTINCT each FROM (
      SELECT substr(used, 7) AS each FROM unnest(terms) AS used WHERE used LIKE 'roles:%'
      UNION SELECT unnest(clauses_search_list(said -> 'also_roles'))) AS both_ ORDER BY each);
  uses := ARRAY(SELECT substr(used, 6) FROM unnest(terms) AS used WHERE used LIKE 'uses:%' ORDER BY 1);
  types := ARRAY(SELECT substr(used, 17) FROM unnest(terms) AS used
                 WHERE used LIKE 'safeguard-types:%' ORDER BY 1);
  grade := coalesce((SELECT t.properties ->> 'grade' FROM clauses_taxonomyterm AS t
                     WHERE t.vocabulary = 'evidence-levels' AND t.slug = said ->> 'evidence_level'),
                    '');
  spelling := '{}';
  IF scope = 'live' THEN
    spelling := ARRAY(
      SELECT lexeme
      FROM unnest(tsvector_to_array(
        to_tsvector('pg_catalog.simple', clauses_search_plain(every_word)))) AS lexeme
      WHERE char_length(lexeme) BETWEEN 3 AND 40 AND lexeme !~ '[0-9\\]');
  END IF;
  RETURN NEXT;
END $$;
"""

KEEPING = r"""
-- What the entries of a kind should be; of all its records where `ids` is null.
CREATE FUNCTION clauses_search_expected(kind text, ids bigint[])
RETURNS TABLE (record_kind varchar, record_id bigint, scope varchar, slug varchar,
               visibility varchar, title text, keys text[], words tsvector, terms text[],
               in_force datemultirange, happened_on date, unions varchar[], agreements varchar[],
               roles varchar[], uses varchar[], types varchar[], grade varchar,
               spelling text[])
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT entry.*
     FROM clauses_search_lines_%1$s($1) AS row_
     CROSS JOIN LATERAL (
       SELECT ''live'', row_.line WHERE (row_.line ->> ''live'')::boolean
       UNION ALL
       SELECT ''draft'', coalesce(
         (SELECT content FROM wagtailcore_revision WHERE id = (row_.line ->> ''latest_revision_id'')::int),
         row_.line)
       WHERE (row_.line ->> ''has_unpublished_changes'')::boolean
          OR NOT (row_.line ->> ''live'')::boolean) AS made(scope, line)
     CROSS JOIN LATERAL clauses_search_said_%1$s(made.line) AS said
     CROSS JOIN LATERAL clauses_search_entry(%1$L, row_.id, made.scope, said) AS entry', kind)
  USING ids;
END $$;

-- Nobody else writes entries until this transaction ends. Whoever comes next reads what was
-- committed here, so that no entry is ever made of half of two acts.
CREATE FUNCTION clauses_search_hold() RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(7316402120)
$$;

CREATE FUNCTION clauses_search_refresh(kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF ids IS NOT NULL AND cardinality(ids) = 0 THEN
    RETURN;
  END IF;
  PERFORM clauses_search_hold();
  WITH expected AS MATERIALIZED (
    SELECT * FROM clauses_search_expected(kind, ids)
  ), gone AS (
    DELETE FROM clauses_searchentry AS entry
    WHERE entry.record_kind = kind AND (ids IS NULL OR entry.record_id = ANY(ids))
      AND NOT EXISTS (SELECT FROM expected
                      WHERE expected.record_id = entry.record_id AND expected.scope = entry.scope)
  ), learned AS (
    INSERT INTO clauses_searchword (word, plain)
    SELECT DISTINCT word, left(unaccent(word), 40) FROM expected, unnest(spelling) AS word
    ON CONFLICT (word) DO NOTHING
  )
  INSERT INTO clauses_searchentry (record_kind, record_id, scope, slug, visibility, title, keys, words, terms, in_force,
    happened_on, unions, agreements, roles, uses, types, grade)
  SELECT record_kind, record_id, scope, slug, visibility, title, keys, words, terms, in_force,
    happened_on, unions, agreements, roles, uses, types, grade FROM expected
  ON CONFLICT (record_kind, record_id, scope) DO UPDATE SET
    slug = EXCLUDED.slug, visibility = EXCLUDED.visibility, title = EXCLUDED.title,
    keys = EXCLUDED.keys, words = EXCLUDED.words, terms = EXCLUDED.terms,
    in_force = EXCLUDED.in_force, happened_on = EXCLUDED.happened_on, unions = EXCLUDED.unions,
    agreements = EXCLUDED.agreements, roles = EXCLUDED.roles, uses = EXCLUDED.uses,
    types = EXCLUDED.types, grade = EXCLUDED.grade;
END $$;

-- Entries made from an agreement's or a law's words: its own and those of its clauses.
CREATE FUNCTION clauses_search_refresh_around(kind text, ids bigint[], slugs text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM clauses_search_refresh('clause', ARRAY(
    SELECT id FROM clauses_clause
      WHERE CASE kind WHEN 'agreement' THEN agreement_id ELSE statute_id END = ANY(ids)
    UNION SELECT clause_id FROM clauses_clause_carried_into
      WHERE kind = 'agreement' AND agreement_id = ANY(ids)
    UNION SELECT record_id FROM clauses_searchentry
      WHERE record_kind = 'clause' AND agreements && slugs::varchar[]));
END $$;
"""

BACKWARD = """
DROP FUNCTION clauses_search_refresh_around(text, bigint[], text[]);
DROP FUNCTION clauses_search_refresh(text, bigint[]);
DROP FUNCTION clauses_search_hold();
DROP FUNCTION clauses_search_expected(text, bigint[]);
DROP FUNCTION clauses_search_entry(text, bigint, text, jsonb);
DROP FUNCTION clauses_search_vector(text, text, "char");
DROP FUNCTION clauses_search_level(text[]);
DROP FUNCTION clauses_search_texts(jsonb, text);
DROP FUNCTION clauses_search_is_common(text);
DROP FUNCTION clauses_search_beginning(text);
DROP FUNCTION clauses_search_word(text, text);
DROP FUNCTION clauses_search_sections(text);
DROP FUNCTION clauses_search_list(jsonb);
DROP FUNCTION clauses_search_key(text);
DROP FUNCTION clauses_search_plain(text);
DROP TEXT SEARCH CONFIGURATION search_simple;
"""


class Migration(migrations.Migration):
    """Functions only; the triggers that call them come with the kinds."""

    dependencies = [("clauses", "0014_search_tables"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunSQL(READING + WEIGHING + KEEPING, BACKWARD)]
