"""Decisions on links that are asked for again, and a standing that a person chose."""

from django.db import migrations, models

STANDINGS = [
    ("binding", "binding"),
    ("conditional", "conditional"),
    ("possible", "possible"),
    ("upcoming", "upcoming"),
    ("lapsed", "lapsed"),
]
REMEMBERED = (
    "clause_id",
    "deployment_id",
    "state",
    "standing",
    "bearing",
    "score",
    "includes",
    "reasons",
    "missing_facts",
    "judged_on",
    "decided_by_id",
    "decided_at",
    "note",
)


def remember(compared: str) -> str:
    """Write the function of 0006 with another question of whether anything has changed."""
    return f"""
CREATE OR REPLACE FUNCTION tracker_remember_link() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF (OLD.state = 'suggested' AND NEW.state = 'suggested') OR {compared} THEN
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
"""


OLD, NEW = (", ".join(f"{row}.{name}" for name in REMEMBERED) for row in ("OLD", "NEW"))
FORWARD = remember(f"({OLD}) IS NOT DISTINCT FROM ({NEW})")
BACKWARD = remember("to_jsonb(OLD) = to_jsonb(NEW)")


class Migration(migrations.Migration):
    """What every link was proposed with is what it stands with, until a person says otherwise."""

    dependencies = [("tracker", "0010_search_held_first")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddField(
            model_name="link",
            name="proposed_standing",
            field=models.CharField(
                blank=True,
                choices=STANDINGS,
                default="",
                help_text="What the rules said; a person may settle it with another. Empty: linked by hand.",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="reopened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="link",
            name="reopened_because",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunSQL(
            "UPDATE tracker_link SET proposed_standing = standing; SET CONSTRAINTS ALL IMMEDIATE;",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    ("proposed_standing", ""),
                    ("standing", models.F("proposed_standing")),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="link_other_standing_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopened_at__isnull", True), ("state", "suggested"), _connector="OR"
                ),
                name="link_reopened_waits",
            ),
        ),
    ]
