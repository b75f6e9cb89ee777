"""Who compared a clause with its agreement, where in it, and until when that held."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Models only."""

    dependencies = [
        ('clauses', '0006_rereading'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='clause',
            name='checked_page',
            field=models.CharField(blank=True, default='', editable=False, max_length=60),
        ),
        migrations.AlterField(
            model_name='clause',
            name='checked_document',
            field=models.CharField(blank=True, default='', editable=False, max_length=300),
        ),
        migrations.AlterField(
            model_name='clause',
            name='checked_section',
            field=models.CharField(blank=True, default='', editable=False, max_length=120),
        ),
        migrations.CreateModel(
            name='ClauseCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.CharField(max_length=300)),
                ('page', models.CharField(blank=True, default='', max_length=60)),
                ('section', models.CharField(blank=True, default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('cleared', models.CharField(blank=True, choices=[('', 'it holds'), ('words-changed', 'other words went live'), ('taken-back', 'taken back by staff')], default='', max_length=14)),
                ('cleared_at', models.DateTimeField(blank=True, null=True)),
                ('cleared_reason', models.TextField(blank=True, default='')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='clauses.clause')),
                ('cleared_by', models.ForeignKey(blank=True, help_text="Empty where the catalogue's loader brought the new words.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cleared_publication', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clauses.publication')),
                ('publication', models.ForeignKey(help_text='The words that were compared.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clauses.publication')),
            ],
            options={
                'verbose_name': 'check of a clause',
                'verbose_name_plural': 'checks of clauses',
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_at__isnull', True)), fields=('clause',), name='clause_check_one_holds'), models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='clause_check_names_a_document'), models.CheckConstraint(condition=models.Q(('page', ''), ('section', ''), _negated=True), name='clause_check_names_a_place'), models.CheckConstraint(condition=models.Q(('cleared_at__gte', models.F('at'))), name='clause_check_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('cleared', ''), ('cleared_at__isnull', True), ('cleared_by__isnull', True), ('cleared_publication__isnull', True), ('cleared_reason', '')), models.Q(('cleared', 'words-changed'), ('cleared_at__isnull', False), ('cleared_publication__isnull', False)), models.Q(('cleared', 'taken-back'), ('cleared_at__isnull', False), ('cleared_by__isnull', False), ('cleared_publication__isnull', True), models.Q(('cleared_reason', ''), _negated=True)), _connector='OR'), name='clause_check_end_says_why')],
            },
        ),
    ]
