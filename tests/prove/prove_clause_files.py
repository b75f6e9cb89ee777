"""Files of clauses at full size: 10,000 rows seen, 500 of them new, in bounded time and memory."""

import csv
import io
import resource
import time

import pytest
from django.utils import timezone

from clauses.exchange import drafts, files, plans, uploads
from clauses.models import Clause
from tests.factories import library, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
OTHERS = 9_800
MOST_SECONDS, MOST_MEGABYTES = 120, 600


def peak():
    """The most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def prove_ten_thousand_clauses_go_out_and_come_back(kind, capsys):
    guild = library.UnionFactory(slug="guild")
    editor = people.EditorFactory(unions=[guild])
    crowd = library.AgreementFactory(slug="crowd", unions=[guild])
    Clause.objects.bulk_create(
        Clause(
            slug=f"one-of-many-{number}", agreement=crowd, title="A title", summary="Said. " * 40
        )
        for number in range(OTHERS)
    )
    ids = list(Clause.objects.order_by("slug").values_list("pk", flat=True))
    before, started = peak(), time.perf_counter()
    write = {"csv": files.write_csv, "yaml": files.write_yaml}[kind]

    content = b"".join(write(found=drafts.of(ids=ids, known=drafts.slugs())))
    out = time.perf_counter() - started
    document = files.read(content=content, file="clauses", kind=kind)
    plan = plans.make(document=document, by=editor)
    seen = time.perf_counter() - started - out

    assert len(plan.of(plans.Act.UNCHANGED)) == len(ids) == len(plan.steps)
    grown = peak() - before
    assert out + seen < MOST_SECONDS
    assert grown < MOST_MEGABYTES
    with capsys.disabled():
        print(
            f"\n  {len(ids)} clauses as {kind}: {len(content) / 1e6:.1f} MB, out in {out:.0f} s,"
            f" seen in {seen:.0f} s, memory + {grown:.0f} MB"
        )


def prove_five_hundred_changes_are_written(capsys):
    guild = library.UnionFactory(slug="guild")
    editor = people.EditorFactory(unions=[guild])
    crowd = library.AgreementFactory(slug="crowd", unions=[guild])
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(["slug", "agreement", "title", "summary", "effective_from", "effective_to"])
    for number in range(plans.MOST_CHANGES):
        term = [str(crowd.effective_from), str(crowd.effective_to)]
        table.writerow([f"new-{number}", "crowd", "New", "It says so.", *term])
    now, started = timezone.now(), time.perf_counter()
    upload = uploads.keep(
        content=stream.getvalue().encode(), file_name="new.csv", kind="csv", by=editor, now=now
    )
    expected = uploads.preview(upload=upload, by=editor).plan.digest
    shown = time.perf_counter() - started

    outcome = uploads.confirm(
        upload=upload, expected=expected, by=editor, now=now, is_submitted=True
    )

    taken = time.perf_counter() - started - shown
    assert outcome.created == plans.MOST_CHANGES
    assert taken < MOST_SECONDS
    with capsys.disabled():
        print(
            f"\n  {outcome.created} new clauses: shown in {shown:.0f} s, written in {taken:.0f} s,"
            f" {outcome.submitted} submitted"
        )
