"""Clocks, what was done with each, how a clause's limits count, and keys of calendar programs."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables alone; the next migration makes the database keep what was done."""

    dependencies = [
        ('clauses', '0024_rules_ask_again'),
        ('tracker', '0011_link_reopened'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClauseCounting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=40)),
                ('calendar', models.CharField(max_length=12)),
                ('when_closed', models.CharField(choices=[('stands', 'stands'), ('moves', 'moves to a work day, away from the event')], max_length=8)),
                ('chosen_at', models.DateTimeField()),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clause', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='counting', to='clauses.clause')),
            ],
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('request_key', models.UUIDField(help_text='Of the form that started it; the same form starts no second.', unique=True)),
                ('kind', models.CharField(choices=[('clause', 'time limit of a clause'), ('expiry', 'end of an agreement'), ('renegotiation', 'renegotiation of an agreement')], max_length=16)),
                ('number', models.PositiveIntegerField(blank=True, null=True)),
                ('unit', models.CharField(blank=True, choices=[('hours', 'hours'), ('days', 'days'), ('business-days', 'business days'), ('months', 'months'), ('years', 'years')], default='', max_length=16)),
                ('direction', models.CharField(blank=True, choices=[('before', 'before'), ('within', 'within'), ('recurring', 'every')], default='', max_length=12)),
                ('starts_from', models.TextField(blank=True, default='')),
                ('applies_to', models.TextField(blank=True, default='')),
                ('first_day', models.DateField()),
                ('first_time', models.TimeField(blank=True, null=True)),
                ('last_day', models.DateField()),
                ('last_time', models.TimeField(blank=True, null=True)),
                ('occurrence', models.PositiveIntegerField(default=1)),
                ('event_note', models.TextField(help_text='What the start event is, and how it is known.')),
                ('zone', models.CharField(max_length=40)),
                ('calendar', models.CharField(max_length=12)),
                ('when_closed', models.CharField(choices=[('stands', 'stands'), ('moves', 'moves to a work day, away from the event')], max_length=8)),
                ('earliest_at', models.DateTimeField()),
                ('earliest_day', models.DateField()),
                ('latest_at', models.DateTimeField()),
                ('latest_day', models.DateField()),
                ('is_whole_day', models.BooleanField()),
                ('earliest_steps', models.JSONField(default=list)),
                ('latest_steps', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('due', 'due'), ('met', 'met'), ('missed', 'missed'), ('waived', 'waived')], default='due', max_length=8)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('evidence', models.TextField(blank=True, default='')),
                ('visibility', models.CharField(choices=[('public', 'everyone'), ('members', 'members and staff'), ('staff', 'staff only')], default='staff', max_length=10)),
                ('sequence', models.PositiveIntegerField(default=0, help_text='Rises with every change, for calendar programs.')),
                ('started_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='clauses.agreement')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='clauses.clause')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='tracker.link')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'clock',
                'verbose_name_plural': 'clocks',
                'ordering': ['earliest_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ClockAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('started', 'started'), ('recounted', 'counted anew'), ('met', 'met'), ('missed', 'missed'), ('waived', 'waived'), ('reopened', 'opened again')], max_length=10)),
                ('at', models.DateTimeField()),
                ('note', models.TextField()),
                ('earliest_day', models.DateField()),
                ('latest_day', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='tracker.clock')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CalendarKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('user',), name='calendar_key_open_once_a_person')],
            },
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('state', 'due')), fields=['earliest_at', 'id'], name='clock_due'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreement__isnull', True), ('clause__isnull', False), ('kind', 'clause'), ('number__isnull', False)), models.Q(('agreement__isnull', False), ('clause__isnull', True), ('kind', 'expiry'), ('link__isnull', True), ('number__isnull', True)), models.Q(('agreement__isnull', False), ('clause__isnull', True), ('kind', 'renegotiation'), ('link__isnull', True), ('number__isnull', False)), _connector='OR'), name='clock_belongs_to_what_starts_it'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('latest_at__gte', models.F('earliest_at')), ('last_day__gte', models.F('first_day'))), name='clock_latest_is_not_before_earliest'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidence', ''), ('settled_at__isnull', True), ('settled_by__isnull', True), ('state', 'due')), models.Q(('state__in', ['met', 'missed', 'waived']), ('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('evidence', ''), _negated=True)), _connector='OR'), name='clock_settled_has_person_time_and_evidence'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['public', 'members', 'staff'])), name='clock_visibility_is_known'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('event_note', ''), _negated=True), name='clock_says_what_started_it'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'due')), fields=('kind', 'clause', 'link', 'agreement', 'number', 'unit', 'direction', 'applies_to', 'first_day', 'first_time', 'last_day', 'last_time', 'occurrence'), name='clock_runs_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='clockact',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='clock_act_says_why'),
        ),
    ]
