"""Approvals that are carried out at a later moment."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ('clauses', '0019_search_held_first'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ScheduledPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_kind', models.CharField(max_length=12)),
                ('record_id', models.BigIntegerField()),
                ('slug', models.CharField(max_length=80)),
                ('author_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('approved_at', models.DateTimeField()),
                ('publish_at', models.DateTimeField()),
                ('tells', models.BooleanField()),
                ('silence_reason', models.TextField(blank=True, default='')),
                ('note', models.TextField(blank=True, default='')),
                ('ticked', models.JSONField(blank=True, default=dict, help_text="What the reviewer ticked: done with the publication, by the review's parts.")),
                ('state', models.CharField(choices=[('waiting', 'approved, not live yet'), ('published', 'published'), ('cancelled', 'cancelled'), ('refused', 'not published')], default='waiting', max_length=10)),
                ('why', models.TextField(blank=True, default='', help_text='Why it was not published.')),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('put_aside_at', models.DateTimeField(blank=True, null=True)),
                ('approver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scheduled_publications', to=settings.AUTH_USER_MODEL)),
                ('finished_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publication', models.OneToOneField(blank=True, help_text='What carried it out.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scheduled', to='clauses.publication')),
                ('put_aside_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scheduled_publications', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'scheduled publication',
                'verbose_name_plural': 'scheduled publications',
                'ordering': ['publish_at', 'id'],
                'indexes': [models.Index(fields=['record_kind', 'record_id'], name='scheduled_of_record'), models.Index(condition=models.Q(('state', 'waiting')), fields=['publish_at'], name='scheduled_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('record_kind', 'record_id'), name='scheduled_waits_once_a_record'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'published', 'cancelled', 'refused'])), name='scheduled_state_is_known'), models.CheckConstraint(condition=models.Q(('author_ids__contains', [models.F('approver_id')]), _negated=True), name='scheduled_approver_is_no_author'), models.CheckConstraint(condition=models.Q(('publish_at__gt', models.F('approved_at'))), name='scheduled_after_its_approval'), models.CheckConstraint(condition=models.Q(('tells', True), models.Q(('silence_reason', ''), _negated=True), _connector='OR'), name='scheduled_silence_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='scheduled_finished_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('finished_by__isnull', False), ('state', 'cancelled')), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('finished_by__isnull', True)), _connector='OR'), name='scheduled_cancelled_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('publication__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('publication__isnull', True)), _connector='OR'), name='scheduled_published_has_publication'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='scheduled_refused_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('put_aside_at__isnull', True), ('put_aside_by__isnull', True)), models.Q(('put_aside_at__isnull', False), ('put_aside_by__isnull', False), ('state', 'refused')), _connector='OR'), name='scheduled_put_aside_by_somebody')],
            },
        ),
    ]
