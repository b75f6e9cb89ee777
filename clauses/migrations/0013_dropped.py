"""A later agreement does not keep a clause: said by a person with a source."""

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION clauses_kept_or_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM clauses_dropped d
    JOIN clauses_clause_carried_into c ON c.clause_id = d.clause_id AND c.agreement_id = d.agreement_id
    WHERE d.clause_id = NEW.clause_id
  ) THEN
    RAISE EXCEPTION 'An agreement keeps a clause or drops it, never both.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER kept_or_dropped AFTER INSERT OR UPDATE ON clauses_dropped
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clauses_kept_or_dropped();
CREATE CONSTRAINT TRIGGER kept_or_dropped AFTER INSERT OR UPDATE ON clauses_clause_carried_into
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clauses_kept_or_dropped();
"""

BACKWARD = """
DROP TRIGGER kept_or_dropped ON clauses_clause_carried_into;
DROP TRIGGER kept_or_dropped ON clauses_dropped;
DROP FUNCTION clauses_kept_or_dropped();
"""


class Migration(migrations.Migration):
    """Model and trigger: a clause is not both kept and dropped by one agreement."""

    dependencies = [
        ('clauses', '0012_acts_are_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dropped',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_title', models.CharField(max_length=400, verbose_name='source')),
                ('source_url', models.CharField(blank=True, default='', max_length=1000, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('reason', models.TextField(blank=True, default='', verbose_name='what the source says')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dropped_clauses', to='clauses.agreement')),
                ('clause', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='dropped_by', to='clauses.clause')),
            ],
            options={
                'verbose_name': 'dropped clause',
                'verbose_name_plural': 'dropped clauses',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('clause', 'agreement'), name='dropped_once_by_an_agreement'), models.CheckConstraint(condition=models.Q(('source_title', ''), _negated=True), name='dropped_names_its_source')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
