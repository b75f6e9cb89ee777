"""The task type of the review."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One model."""

    dependencies = [
        ('clauses', '0003_append_only'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'review by a second person',
                'verbose_name_plural': 'reviews by a second person',
                'permissions': [('approve_record', 'Can approve what somebody else of the staff wrote')],
            },
            bases=('wagtailcore.task',),
        ),
    ]
