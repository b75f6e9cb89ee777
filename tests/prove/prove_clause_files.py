"""Files of clauses at full size: 10,000 rows seen, 200 of them new, in bounded time and memory."""

import csv
import io
import resource
import time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from clauses.exchange import drafts, files, plans, uploads
from clauses.models import Clause
from tests.factories import library, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
OTHERS = 9_800
MOST_SECONDS, MOST_MEGABYTES = 60, 1000
"""Of this process alone, so that what else the machine does settles nothing."""


def peak():
    """The most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def a_crowd_of_drafts(*, agreement):
    """Clauses with a draft each, as every clause of the desk has one."""
    rows = Clause.objects.bulk_create(
        Clause(slug=f"one-of-many-{number}", agreement=agreement, title="A", summary="Said. " * 40)
        for number in range(OTHERS)
    )
    kind = ContentType.objects.get_for_model(Clause)
    content = rows[0].serializable_data()
    Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(row.pk),
            created_at=timezone.now(),
            content=content | {"pk": row.pk, "slug": row.slug},
        )
        for row in rows
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clauses_clause SET latest_revision_id = wagtailcore_revision.id"
            " FROM wagtailcore_revision WHERE latest_revision_id IS NULL"
            " AND object_id = clauses_clause.id::text AND content_type_id = %s",
            [kind.pk],
        )


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def prove_ten_thousand_clauses_go_out_and_come_back(kind, capsys):
    guild = library.UnionFactory(slug="guild")
    editor = people.EditorFactory(unions=[guild])
    crowd = library.AgreementFactory(slug="crowd", unions=[guild])
    a_crowd_of_drafts(agreement=crowd)
    ids = list(Clause.objects.order_by("slug").values_list("pk", flat=True))
    started = time.process_time()
    write = {"csv": files.write_csv, "yaml": files.write_yaml}[kind]

    content = b"".join(write(found=drafts.of(ids=ids, known=drafts.slugs())))
    out = time.process_time() - started
    document = files.read(content=content, file="clauses", kind=kind)
    plan = plans.make(document=document, by=editor)
    seen = time.process_time() - started - out

    assert len(plan.of(plans.Act.UNCHANGED)) == len(ids) == len(plan.steps)
    assert out + seen < MOST_SECONDS
    assert peak() < MOST_MEGABYTES
    with capsys.disabled():
        print(
            f"\n  {len(ids)} clauses as {kind}: {len(content) / 1e6:.1f} MB,"
            f" out in {out:.0f} s of work, seen in {seen:.0f} s,"
            f" at most {peak():.0f} MB with the proof's own data"
        )


def prove_as_many_changes_as_one_file_may_hold_are_written(capsys):
    guild = library.UnionFactory(slug="guild")
    editor = people.EditorFactory(unions=[guild])
    crowd = library.AgreementFactory(slug="crowd", unions=[guild])
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(["slug", "agreement", "title", "summary", "effective_from", "effective_to"])
    for number in range(plans.MOST_CHANGES):
        term = [str(crowd.effective_from), str(crowd.effective_to)]
        table.writerow([f"new-{number}", "crowd", "New", "It says so.", *term])
    now, started = timezone.now(), time.process_time()
    upload = uploads.keep(
        content=stream.getvalue().encode(), file_name="new.csv", kind="csv", by=editor, now=now
    )
    expected = uploads.preview(upload=upload, by=editor).plan.digest
    shown = time.process_time() - started

    outcome = uploads.confirm(
        upload=upload, expected=expected, by=editor, now=now, is_submitted=True
    )

    taken = time.process_time() - started - shown
    assert outcome.created == plans.MOST_CHANGES
    assert taken < MOST_SECONDS
    with capsys.disabled():
        print(
            f"\n  {outcome.created} new clauses: shown in {shown:.0f} s, written in {taken:.0f} s,"
            f" {outcome.submitted} submitted"
        )
