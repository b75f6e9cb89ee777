"""What vendors, products, deployments and notes say to the search index, and the triggers that keep it."""

from django.db import migrations

SAID = r"""
CREATE FUNCTION clauses_search_lines_vendor(ids bigint[]) RETURNS TABLE (id bigint, line jsonb)
LANGUAGE sql STABLE AS $$
  SELECT v.id, to_jsonb(v) FROM tracker_vendor AS v WHERE ids IS NULL OR v.id = ANY(ids)
$$;

CREATE FUNCTION clauses_search_lines_product(ids bigint[]) RETURNS TABLE (id bigint, line jsonb)
LANGUAGE sql STABLE AS $$
  SELECT p.id, to_jsonb(p) FROM tracker_product AS p WHERE ids IS NULL OR p.id = ANY(ids)
$$;

CREATE FUNCTION clauses_search_lines_deployment(ids bigint[]) RETURNS TABLE (id bigint, line jsonb)
LANGUAGE sql STABLE AS $$
  SELECT d.id, to_jsonb(d) || jsonb_build_object(
    'texts', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM tracker_deploymenttext AS t
              WHERE t.deployment_id = d.id),
    'deployers', (SELECT coalesce(jsonb_agg(to_jsonb(w) ORDER BY w.sort_order, w.id), '[]')
                  FROM tracker_deployer AS w WHERE w.deployment_id = d.id),
    'union_responses', (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.sort_order, r.id), '[]')
                        FROM tracker_unionresponse AS r WHERE r.deployment_id = d.id))
  FROM tracker_deployment AS d WHERE ids IS NULL OR d.id = ANY(ids)
$$;

CREATE FUNCTION clauses_search_lines_advisory(ids bigint[]) RETURNS TABLE (id bigint, line jsonb)
LANGUAGE sql STABLE AS $$
  SELECT a.id, to_jsonb(a) || jsonb_build_object(
    'texts', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM tracker_advisorytext AS t
              WHERE t.advisory_id = a.id),
    'unions', (SELECT coalesce(jsonb_agg(u.union_id ORDER BY u.union_id), '[]')
               FROM tracker_advisory_unions AS u WHERE u.advisory_id = a.id))
  FROM tracker_advisory AS a WHERE ids IS NULL OR a.id = ANY(ids)
$$;

CREATE FUNCTION clauses_search_said_advisory(line jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT clauses_search_texts(line || jsonb_build_object('summary', line -> 'body'), 'title')
    || jsonb_build_object(
    'slug', line ->> 'slug',
    'near', unions -> 'names',
    'terms', '{}'::jsonb,
    'visibility', line ->> 'visibility',
    'unions', unions -> 'slugs',
    'agreements', to_jsonb(clauses_search_list(line -> 'agreements')),
    'evidence_level', line ->> 'evidence_level')
  FROM clauses_search_unions(clauses_search_list(line -> 'unions')::bigint[]) AS unions
$$;

CREATE FUNCTION clauses_search_said_vendor(line jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'slug', line ->> 'slug',
    'titles', jsonb_build_object('en', line ->> 'name'),
    'terms', jsonb_build_object('places', to_jsonb(ARRAY[line ->> 'country'])),
    'visibility', line ->> 'visibility',
    'evidence_level', line ->> 'evidence_level')
$$;

CREATE FUNCTION clauses_search_said_product(line jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'slug', line ->> 'slug',
    'titles', jsonb_build_object('en', line ->> 'name'),
    'near', to_jsonb(array_remove(ARRAY[v.name], NULL)),
    'terms', '{}'::jsonb,
    'visibility', clauses_search_level(line ->> 'visibility',
                                       CASE WHEN v.live THEN v.visibility END),
    'evidence_level', line ->> 'evidence_level')
  FROM (SELECT coalesce(line ->> 'vendor_id', line ->> 'vendor')::bigint AS vendor_id) AS held
  LEFT JOIN tracker_vendor AS v ON v.id = held.vendor_id
$$;

CREATE FUNCTION clauses_search_said_deployment(line jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT clauses_search_texts(line, 'title') || jsonb_build_object(
    'slug', line ->> 'slug',
    'names', to_jsonb(array_remove(ARRAY[p.name, v.name, line ->> 'version']::text[], NULL)
                      || clauses_search_list(line -> 'works')),
    'near', to_jsonb(
        ARRAY(SELECT each ->> 'name' FROM jsonb_array_elements(line -> 'deployers') AS each)
        || ARRAY(SELECT each ->> 'union_name'
                 FROM jsonb_array_elements(line -> 'union_responses') AS each)
        || ARRAY(SELECT each ->> 'summary'
                 FROM jsonb_array_elements(line -> 'union_responses') AS each)),
    'terms', jsonb_build_object(
        'uses', line -> 'uses',
        'use-modifiers', line -> 'use_modifiers',
        'capabilities', to_jsonb(clauses_search_list(line -> 'capabilities')
                                 || clauses_search_list(line -> 'extra_capabilities')),
        'roles', line -> 'roles',
        'sectors', line -> 'sectors',
        'production-stages', line -> 'production_stages',
        'phases', to_jsonb(ARRAY[line ->> 'phase']),
        'event-kinds', to_jsonb(ARRAY[line ->> 'kind'])),
    'visibility', clauses_search_level(
        line ->> 'visibility', CASE WHEN p.live THEN p.visibility END,
        CASE WHEN pv.live THEN pv.visibility END),
    'happened_on', line ->> 'event_date',
    'unions', (SELECT coalesce(jsonb_agg(DISTINCT slug ORDER BY slug), '[]')
               FROM jsonb_array_elements(line -> 'union_responses') AS each,
                    unnest(clauses_search_list(each -> 'unions')) AS slug),
    'evidence_level', line ->> 'evidence_level')
  FROM (SELECT coalesce(line ->> 'vendor_id', line ->> 'vendor')::bigint AS vendor_id,
               coalesce(line ->> 'product_id', line ->> 'product')::bigint AS product_id) AS held
  LEFT JOIN tracker_vendor AS v ON v.id = held.vendor_id
  LEFT JOIN tracker_product AS p ON p.id = held.product_id
  LEFT JOIN tracker_vendor AS pv ON pv.id = p.vendor_id
$$;

-- A vendor's products and deployments, and a product's deployments, take name and level from it.
CREATE FUNCTION tracker_search_note_maker() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[];
BEGIN
  SELECT array_agg(c.id) INTO ids FROM before AS b JOIN changed AS c ON c.id = b.id
    WHERE (b.name, b.live, b.visibility) IS DISTINCT FROM (c.name, c.live, c.visibility)
       OR to_jsonb(b) -> 'vendor_id' IS DISTINCT FROM to_jsonb(c) -> 'vendor_id';
  IF ids IS NULL THEN
    RETURN NULL;
  END IF;
  IF TG_ARGV[0] = 'vendor' THEN
    PERFORM clauses_search_refresh('product', ARRAY(
      SELECT id FROM tracker_product WHERE vendor_id = ANY(ids)));
  END IF;
  PERFORM clauses_search_refresh('deployment', ARRAY(
    SELECT d.id FROM tracker_deployment AS d JOIN tracker_product AS p ON p.id = d.product_id
    WHERE CASE TG_ARGV[0] WHEN 'vendor' THEN d.vendor_id = ANY(ids) OR p.vendor_id = ANY(ids)
               ELSE d.product_id = ANY(ids) END));
  RETURN NULL;
END $$;

-- A note is found by the names of its unions.
CREATE FUNCTION tracker_search_note_union() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  slugs varchar[];
BEGIN
  SELECT array_agg(b.slug) || array_agg(c.slug) INTO slugs
    FROM before AS b JOIN changed AS c ON c.id = b.id
    WHERE (b.slug, b.name, b.aliases) IS DISTINCT FROM (c.slug, c.name, c.aliases);
  IF slugs IS NOT NULL THEN
    PERFORM clauses_search_refresh('advisory', ARRAY(
      SELECT record_id FROM clauses_searchentry
      WHERE record_kind = 'advisory' AND unions && slugs));
  END IF;
  RETURN NULL;
END $$;
"""

EVENTS = {
    "insert": "INSERT ON {table} REFERENCING NEW TABLE AS changed",
    "update": "UPDATE ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS changed",
    "delete": "DELETE ON {table} REFERENCING OLD TABLE AS changed",
}
WATCHED = (
    ("tracker_vendor", ("vendor", "id")),
    ("tracker_product", ("product", "id")),
    ("tracker_deployment", ("deployment", "id")),
    ("tracker_deploymenttext", ("deployment", "deployment_id")),
    ("tracker_deployer", ("deployment", "deployment_id")),
    ("tracker_unionresponse", ("deployment", "deployment_id")),
    ("tracker_advisory", ("advisory", "id")),
    ("tracker_advisorytext", ("advisory", "advisory_id")),
    ("tracker_advisory_unions", ("advisory", "advisory_id")),
)
MAKERS = (("tracker_vendor", "vendor"), ("tracker_product", "product"))

FORWARD = (
    SAID
    + "".join(
        f"CREATE TRIGGER search_note_on_{event} AFTER {written.format(table=table)}\n"
        f"  FOR EACH STATEMENT EXECUTE FUNCTION clauses_search_note('{kind}', '{column}');\n"
        for table, (kind, column) in WATCHED
        for event, written in EVENTS.items()
    )
    + "".join(
        f"CREATE TRIGGER search_note_maker_on_update AFTER {EVENTS['update'].format(table=table)}\n"
        f"  FOR EACH STATEMENT EXECUTE FUNCTION tracker_search_note_maker('{kind}');\n"
        for table, kind in MAKERS
    )
    + f"CREATE TRIGGER search_note_of_union AFTER {EVENTS['update'].format(table='clauses_union')}\n"
    "  FOR EACH STATEMENT EXECUTE FUNCTION tracker_search_note_union();\n"
)
BACKWARD = (
    "".join(
        f"DROP TRIGGER search_note_on_{event} ON {table};\n"
        for table, _arguments in WATCHED
        for event in EVENTS
    )
    + "".join(f"DROP TRIGGER search_note_maker_on_update ON {table};\n" for table, _kind in MAKERS)
    + """
DROP TRIGGER search_note_of_union ON clauses_union;
DROP FUNCTION tracker_search_note_union();
DROP FUNCTION tracker_search_note_maker();
DROP FUNCTION clauses_search_said_advisory(jsonb);
DROP FUNCTION clauses_search_lines_advisory(bigint[]);
DROP FUNCTION clauses_search_said_deployment(jsonb);
DROP FUNCTION clauses_search_said_product(jsonb);
DROP FUNCTION clauses_search_said_vendor(jsonb);
DROP FUNCTION clauses_search_lines_deployment(bigint[]);
DROP FUNCTION clauses_search_lines_product(bigint[]);
DROP FUNCTION clauses_search_lines_vendor(bigint[]);
"""
)


class Migration(migrations.Migration):
    """Functions and triggers only."""

    dependencies = [("tracker", "0007_known_decisions"), ("clauses", "0016_search_library")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
