"""Uploaded documents with their text, sections and passages, and the places that clauses cite."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Models only."""

    dependencies = [
        ('clauses', '0008_clause_check_is_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('file_name', models.CharField(max_length=200)),
                ('stored_name', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'DOCX')], max_length=4)),
                ('sha256', models.CharField(max_length=64)),
                ('byte_count', models.PositiveBigIntegerField()),
                ('uploaded_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waits to be read'), ('reading', 'is being read'), ('read', 'read'), ('refused', 'refused'), ('removed', 'removed')], default='waiting', max_length=8)),
                ('due_at', models.DateTimeField(help_text='Whose turn it is among those that wait.')),
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_expires_at', models.DateTimeField(blank=True, null=True)),
                ('attempts_count', models.PositiveSmallIntegerField(default=0, help_text='Attempts since the last page that was kept.')),
                ('has_pages', models.BooleanField(default=True, help_text='No: the file does not say where its pages end.')),
                ('page_count', models.PositiveIntegerField(blank=True, null=True)),
                ('pages_done_count', models.PositiveIntegerField(default=0)),
                ('has_all_pages', models.BooleanField(default=False)),
                ('passage_count', models.PositiveIntegerField(default=0)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('refusal', models.CharField(blank=True, default='', max_length=24)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='clauses.agreement')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['-uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='DocumentSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=60)),
                ('heading', models.CharField(blank=True, default='', max_length=200)),
                ('start', models.PositiveIntegerField()),
                ('page', models.PositiveIntegerField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='clauses.importeddocument')),
            ],
            options={
                'ordering': ['start'],
            },
        ),
        migrations.CreateModel(
            name='DocumentPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveIntegerField(help_text='1 is the most telling.')),
                ('score', models.FloatField()),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('first_page', models.PositiveIntegerField()),
                ('last_page', models.PositiveIntegerField()),
                ('section', models.CharField(blank=True, default='', max_length=120)),
                ('heading', models.CharField(blank=True, default='', max_length=200)),
                ('words', models.JSONField(default=list, help_text='The words that showed it.')),
                ('sha256', models.CharField(max_length=64)),
                ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                ('set_aside_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='clauses.importeddocument')),
            ],
            options={
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='DocumentPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('start', models.PositiveIntegerField(help_text='Characters of the document before this page.')),
                ('text', models.TextField(blank=True)),
                ('is_unreadable', models.BooleanField(default=False)),
                ('has_text', models.BooleanField(default=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='clauses.importeddocument')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ClauseCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(blank=True, default='', max_length=120)),
                ('first_page', models.PositiveIntegerField(blank=True, help_text='Empty where the file does not give pages.', null=True)),
                ('last_page', models.PositiveIntegerField(blank=True, null=True)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('document_sha256', models.CharField(max_length=64)),
                ('passage_sha256', models.CharField(max_length=64)),
                ('cited_at', models.DateTimeField()),
                ('cited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='clauses.clause')),
                ('passage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='citations', to='clauses.documentpassage')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='clauses.importeddocument')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['document', 'start'],
            },
        ),
        migrations.AddIndex(
            model_name='importeddocument',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'reading'])), fields=['due_at'], name='document_due'),
        ),
        migrations.AddConstraint(
            model_name='importeddocument',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'reading', 'read'])), fields=('sha256',), name='document_imported_once'),
        ),
        migrations.AddConstraint(
            model_name='importeddocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_expires_at__isnull', False), ('lease_token__isnull', False), ('state', 'reading')), models.Q(models.Q(('state', 'reading'), _negated=True), ('lease_expires_at__isnull', True), ('lease_token__isnull', True)), _connector='OR'), name='document_read_under_a_lease'),
        ),
        migrations.AddConstraint(
            model_name='importeddocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('refusal', '')), _connector='OR'), name='document_refusal_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='importeddocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'read'), _negated=True), models.Q(('has_all_pages', True), ('read_at__isnull', False)), _connector='OR'), name='document_read_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='importeddocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', False), ('removed_by__isnull', False), ('state', 'removed')), models.Q(models.Q(('state', 'removed'), _negated=True), ('removed_at__isnull', True), ('removed_by__isnull', True)), _connector='OR'), name='document_removal_has_person_and_time'),
        ),
        migrations.AddConstraint(
            model_name='importeddocument',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='document_has_a_digest'),
        ),
        migrations.AddConstraint(
            model_name='documentsection',
            constraint=models.UniqueConstraint(fields=('document', 'start'), name='document_section_once'),
        ),
        migrations.AddConstraint(
            model_name='documentpassage',
            constraint=models.UniqueConstraint(fields=('document', 'rank'), name='passage_rank_once'),
        ),
        migrations.AddConstraint(
            model_name='documentpassage',
            constraint=models.UniqueConstraint(fields=('document', 'start'), name='passage_place_once'),
        ),
        migrations.AddConstraint(
            model_name='documentpassage',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='passage_has_length'),
        ),
        migrations.AddConstraint(
            model_name='documentpassage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at__isnull', True), ('set_aside_by__isnull', True)), models.Q(('set_aside_at__isnull', False), ('set_aside_by__isnull', False)), _connector='OR'), name='passage_set_aside_has_person_and_time'),
        ),
        migrations.AddConstraint(
            model_name='documentpage',
            constraint=models.UniqueConstraint(fields=('document', 'number'), name='document_page_once'),
        ),
        migrations.AddConstraint(
            model_name='clausecitation',
            constraint=models.UniqueConstraint(fields=('clause', 'document', 'start', 'end'), name='citation_once'),
        ),
        migrations.AddConstraint(
            model_name='clausecitation',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='citation_has_length'),
        ),
    ]
