"""Decisions on links, each from when to when it held."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table; the next migration makes the database fill it."""

    dependencies = [
        ('tracker', '0004_advisory_staff'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('suggested', 'proposed, not yet reviewed by staff'), ('confirmed', 'confirmed'), ('rejected', 'rejected')], max_length=10)),
                ('standing', models.CharField(choices=[('binding', 'binding'), ('conditional', 'conditional'), ('possible', 'possible'), ('upcoming', 'upcoming'), ('lapsed', 'lapsed')], max_length=12)),
                ('bearing', models.CharField(choices=[('main', 'its own subject'), ('also', 'also applies')], max_length=4)),
                ('score', models.FloatField()),
                ('includes', models.JSONField(default=list)),
                ('reasons', models.JSONField(default=list)),
                ('missing_facts', models.JSONField(default=list)),
                ('judged_on', models.DateField()),
                ('decided_at', models.DateTimeField()),
                ('note', models.TextField(blank=True, default='')),
                ('held_from', models.DateTimeField()),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='states', to='tracker.link')),
            ],
            options={
                'ordering': ['-held_from', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'rejected'])), name='link_state_is_settled'), models.CheckConstraint(condition=models.Q(('held_until__isnull', True), ('held_until__gte', models.F('held_from')), _connector='OR'), name='link_state_ends_after_it_starts'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('link', '='), (models.Func('held_from', 'held_until', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='link_state_one_at_a_time')],
            },
        ),
    ]
