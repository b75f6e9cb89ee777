"""The task type of the review, and the permission to manage accounts of staff."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Models only."""

    dependencies = [
        ('clauses', '0003_append_only'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='staffunion',
            options={'permissions': [('manage_staff', 'Can manage the accounts of staff')], 'verbose_name': "staff member's union", 'verbose_name_plural': "staff members' unions"},
        ),
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
