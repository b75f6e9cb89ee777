"""What the groups of staff may do to advisories, and their review."""

from django.db import migrations

RECORDS = ("advisory",)


def grant(apps, schema_editor):
    """Let editors and reviewers write them, and let every draft pass the review."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    WorkflowContentType = apps.get_model("wagtailcore", "WorkflowContentType")
    groups = apps.get_model("auth", "Group").objects.filter(name__in=("Editors", "Reviewers"))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.get(name="review")
    for model in RECORDS:
        kind, _ = ContentType.objects.get_or_create(app_label="tracker", model=model)
        WorkflowContentType.objects.create(workflow=workflow, content_type=kind)
        for action in ("add", "change"):
            permission, _ = Permission.objects.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            for group in groups:
                group.permissions.add(permission)


def revoke(apps, schema_editor):
    """Take both away again."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    kinds = ContentType.objects.filter(app_label="tracker", model__in=RECORDS)
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(
        content_type__in=kinds
    ).delete()
    for group in apps.get_model("auth", "Group").objects.filter(name__in=("Editors", "Reviewers")):
        group.permissions.remove(*group.permissions.filter(content_type__in=kinds))


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("tracker", "0003_advisory"),
        ("clauses", "0005_staff_groups"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
