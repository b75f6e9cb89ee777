"""The three groups of staff with what each may do to the library, and the review every draft passes."""

from django.db import migrations

EDITORS, REVIEWERS, ADMINISTRATORS = "Editors", "Reviewers", "Administrators"
RECORDS = ("agreement", "statute", "clause", "party")
# What Wagtail's own migration gives to groups of its own is of no use here.
WAGTAIL_GROUPS = ("Moderators", "Editors")


def make_groups(apps, schema_editor):
    """Make the groups; nobody gets a permission to publish or to delete."""
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=WAGTAIL_GROUPS).delete()
    groups = {
        name: Group.objects.get_or_create(name=name)[0]
        for name in (EDITORS, REVIEWERS, ADMINISTRATORS)
    }
    desk = _permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    for group in groups.values():
        group.permissions.add(desk)
    for model in RECORDS:
        for action in ("add", "change"):
            granted = _permission(
                apps, "clauses", model, f"{action}_{model}", f"Can {action} {model}"
            )
            groups[EDITORS].permissions.add(granted)
            groups[REVIEWERS].permissions.add(granted)
    mistakes = _permission(
        apps,
        "clauses",
        "mistakereport",
        "change_mistakereport",
        "Can change reported mistake",
    )
    groups[EDITORS].permissions.add(mistakes)
    groups[REVIEWERS].permissions.add(mistakes)
    groups[REVIEWERS].permissions.add(
        _permission(
            apps,
            "clauses",
            "reviewtask",
            "approve_record",
            "Can approve what somebody else of the staff wrote",
        )
    )
    groups[ADMINISTRATORS].permissions.add(
        _permission(apps, "clauses", "union", "change_union", "Can change union"),
        _permission(
            apps, "clauses", "staffunion", "manage_staff", "Can manage the accounts of staff"
        ),
    )


def remove_groups(apps, schema_editor):
    """Take the groups away again."""
    names = (EDITORS, REVIEWERS, ADMINISTRATORS)
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()


def make_review(apps, schema_editor):
    """Make the workflow of one step and give it to every record of the library."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    ReviewTask = apps.get_model("clauses", "ReviewTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowContentType = apps.get_model("wagtailcore", "WorkflowContentType")
    Workflow.objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").delete()
    kind, _ = ContentType.objects.get_or_create(app_label="clauses", model="reviewtask")
    task = ReviewTask.objects.create(name="Review", content_type=kind)
    workflow = Workflow.objects.create(name="review")
    WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    for model in RECORDS:
        record, _ = ContentType.objects.get_or_create(app_label="clauses", model=model)
        WorkflowContentType.objects.create(workflow=workflow, content_type=record)


def remove_review(apps, schema_editor):
    """Take the workflow away again."""
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="review").delete()
    apps.get_model("clauses", "ReviewTask").objects.all().delete()


def _permission(apps, app, model, codename, name):
    """Permissions and content types are made after all migrations; here they are needed before."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
    return Permission.objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )[0]


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("clauses", "0004_review"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0002_initial_data"),
        ("wagtailimages", "0002_initial_data"),
    ]

    operations = [
        migrations.RunPython(make_groups, remove_groups),
        migrations.RunPython(make_review, remove_review),
    ]
