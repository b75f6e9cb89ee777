"""Requests to correct, take off or retract what is published."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ('clauses', '0010_published_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_kind', models.CharField(max_length=12)),
                ('record_id', models.BigIntegerField()),
                ('slug', models.CharField(max_length=80)),
                ('act', models.CharField(choices=[('correct', 'correct it'), ('unpublish', 'take it off the site quietly'), ('retract', 'retract it')], max_length=10)),
                ('reason', models.TextField(max_length=2000)),
                ('reason_texts', models.JSONField(blank=True, default=dict, help_text='The reason in other languages: language to words.')),
                ('requested_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'waits for a decision'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn by who asked')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_note', models.TextField(blank=True, default='', max_length=2000)),
                ('change', models.OneToOneField(blank=True, help_text='The Change that carried it out.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='act_request', to='clauses.change')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publication', models.ForeignKey(help_text='What was live when this was asked.', on_delete=django.db.models.deletion.PROTECT, related_name='act_requests', to='clauses.publication')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request about a publication',
                'verbose_name_plural': 'requests about publications',
                'ordering': ['requested_at', 'id'],
                'indexes': [models.Index(fields=['record_kind', 'record_id'], name='act_request_of_record')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('record_kind', 'record_id'), name='act_request_open_once_a_record'), models.CheckConstraint(condition=models.Q(('act__in', ['correct', 'unpublish', 'retract'])), name='act_request_act_is_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='act_request_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'open')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['approved', 'declined', 'withdrawn'])), _connector='OR'), name='act_request_settled_has_person_and_time'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'declined']), _negated=True), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='act_request_decider_is_not_who_asked'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('decided_by', models.F('requested_by')), _connector='OR'), name='act_request_withdrawn_by_who_asked'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='act_request_declined_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('change__isnull', False), ('state', 'approved')), models.Q(models.Q(('state', 'approved'), _negated=True), ('change__isnull', True)), _connector='OR'), name='act_request_approved_has_change')],
            },
        ),
    ]
