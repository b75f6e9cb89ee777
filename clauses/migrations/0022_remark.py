"""Remarks of reviewers on drafts that went back: models only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clauses', '0021_scheduled_are_kept'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_kind', models.CharField(max_length=12)),
                ('record_id', models.BigIntegerField()),
                ('field', models.CharField(blank=True, default='', help_text='Empty: the draft as a whole, and so the reason why it went back.', max_length=80)),
                ('text', models.TextField(max_length=4000)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(help_text='The text that was read.', on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='wagtailcore.revision')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task_state', models.ForeignKey(help_text='The review in which the draft went back.', on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='wagtailcore.taskstate')),
            ],
            options={
                'verbose_name': 'remark on a draft',
                'verbose_name_plural': 'remarks on drafts',
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['record_kind', 'record_id'], name='remark_of_record')],
                'constraints': [models.UniqueConstraint(fields=('task_state', 'field'), name='remark_once_a_field_and_review'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='remark_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='remark_settled_has_person_and_time'), models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), ('settled_at__gte', models.F('at')), _connector='OR'), name='remark_settled_after_it_was_made')],
            },
        ),
    ]
