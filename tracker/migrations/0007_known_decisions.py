"""Decisions on links that were made before they were remembered, as far as they are known.

The last decision on a link stands in its row, and its Change says when it was made. Of earlier
decisions the log has the moment alone; what the standing was is not on record, so none is invented.
"""

from django.db import migrations

FORWARD = """
INSERT INTO tracker_linkstate (
  link_id, state, standing, bearing, score, includes, reasons, missing_facts, judged_on,
  decided_by_id, decided_at, note, held_from)
SELECT
  id, state, standing, bearing, score, includes, reasons, missing_facts, judged_on,
  decided_by_id, decided_at, note,
  coalesce((
    SELECT max(at) FROM clauses_change
    WHERE record_kind = 'link' AND record_id = link.id AND kind = 'link.' || link.state
  ), decided_at)
FROM tracker_link AS link
WHERE state <> 'suggested'
  AND NOT EXISTS (SELECT FROM tracker_linkstate WHERE link_id = link.id);
"""


class Migration(migrations.Migration):
    """Data alone; going back leaves it to the migration that drops the table."""

    dependencies = [("tracker", "0006_links_are_remembered")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
