"""Reading in the background: one at a time, under a lease, on from where a killed one stopped."""

import datetime
import os
import signal
import subprocess
import sys
import time

import pytest
from django.utils import timezone

from clauses.importing import documents, storing, working
from clauses.importing.reading import pages
from clauses.models import DocumentPage, ImportedDocument
from config.services import processes
from tests.clauses.importing import hostile

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def page(number: int) -> tuple[pages.Page, bool]:
    return pages.Page(number=number, text="Some words.\n"), True


@pytest.fixture
def waiting(upload):
    upload(hostile.pdf(5))
    return ImportedDocument.objects.get()


@pytest.mark.django_db
def test_only_one_document_is_read_at_a_time(upload, waiting):
    upload(hostile.pdf(6))

    first = documents.claim(now=NOW)
    second = documents.claim(now=NOW + datetime.timedelta(seconds=10))

    assert first.document == waiting
    assert second is None


@pytest.mark.django_db
def test_an_expired_lease_is_taken_over_and_the_old_worker_writes_nothing(waiting):
    old = documents.claim(now=NOW)
    documents.keep_pages(held=old, read=[page(1)], now=NOW)
    later = NOW + datetime.timedelta(minutes=5)

    new = documents.claim(now=later)

    assert new.document == waiting
    assert new.document.pages_done_count == 1
    with pytest.raises(documents.LeaseLost):
        documents.keep_pages(held=old, read=[page(2)], now=later)
    with pytest.raises(documents.LeaseLost):
        documents.refuse(held=old, reason=documents.Reason.DAMAGED)
    assert DocumentPage.objects.count() == 1


@pytest.mark.django_db
def test_a_page_that_comes_twice_is_kept_once(waiting):
    held = documents.claim(now=NOW)

    documents.keep_pages(held=held, read=[page(1), page(2)], now=NOW)
    documents.keep_pages(held=held, read=[page(2), page(3)], now=NOW)

    kept = list(DocumentPage.objects.values_list("number", "start", "text"))
    assert kept == [(1, 0, "Some words.\n"), (2, 12, "Some words.\n"), (3, 24, "Some words.\n")]


@pytest.mark.django_db
def test_a_turn_that_ends_is_gone_on_with_from_the_next_page(waiting):
    assert working.work(now=timezone.now(), turn=0.0)
    waiting.refresh_from_db()
    after_one = (waiting.state, waiting.pages_done_count)

    working.work_through(now=timezone.now())
    waiting.refresh_from_db()

    assert after_one == ("waiting", 1)
    assert (waiting.state, waiting.pages_done_count) == ("read", 5)
    assert list(waiting.pages.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    starts = [page.start for page in waiting.pages.all()]
    lengths = [len(page.text) for page in waiting.pages.all()]
    assert starts == [sum(lengths[:place]) for place in range(5)]


@pytest.mark.django_db
def test_a_file_at_which_every_attempt_dies_is_given_up(waiting, folder):
    now = NOW
    for _ in range(documents.MOST_ATTEMPTS):
        assert documents.claim(now=now) is not None
        now += datetime.timedelta(minutes=5)

    assert documents.claim(now=now) is None

    waiting.refresh_from_db()
    assert (waiting.state, waiting.refusal) == ("refused", "gave-up")
    assert storing.sweep() == 1
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_an_upload_that_was_broken_off_is_swept_away(folder):
    abandoned = storing.Incoming()
    abandoned.write(hostile.pdf())
    abandoned.finish()
    running = storing.Incoming()
    an_hour_ago = time.time() - 4_000
    os.utime(abandoned.place, (an_hour_ago, an_hour_ago))

    assert storing.sweep() == 1

    assert [file.name for file in folder.iterdir()] == [running.place.name]
    running.discard()


@pytest.mark.django_db
def test_a_document_that_is_removed_while_it_is_read_stays_removed(waiting, editor, folder):
    held = documents.claim(now=NOW)
    documents.remove(document_id=waiting.pk, by=editor.user, now=NOW)

    with pytest.raises(documents.LeaseLost):
        documents.keep_pages(held=held, read=[page(1)], now=NOW)

    assert DocumentPage.objects.count() == 0
    assert list(folder.iterdir()) == []


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_no_child_and_its_successor_goes_on(
    upload, written, process_environment, folder, eventually
):
    upload(written["pdf"].read_bytes())
    environment = process_environment | {"IMPORT_FOLDER": str(folder)}
    slow = (
        "import django; django.setup();"
        "from django.utils import timezone;"
        "from clauses.importing import working, documents, child;"
        "import time; keep = documents.keep_pages\n"
        "def slowly(**given):\n    keep(**given); time.sleep(60)\n"
        "documents.keep_pages = slowly\n"
        "working.BATCH = 3\n"
        "working.work(now=timezone.now())"
    )
    worker = subprocess.Popen([sys.executable, "-c", slow], env=environment)
    document = ImportedDocument.objects.get()
    eventually(lambda: DocumentPage.objects.exists(), within=60, what="the first pages")
    children = _children_of(worker.pid)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    for pid in children:
        eventually(lambda pid=pid: not processes.is_alive(pid=pid), what="the end of the child")

    document.refresh_from_db()
    kept = document.pages_done_count
    assert children
    assert (document.state, kept) == ("reading", 3)
    assert not working.work(now=timezone.now())
    working.work_through(now=timezone.now() + documents.LEASE)

    document.refresh_from_db()
    assert document.state == "read"
    assert document.pages.count() == document.page_count == document.pages_done_count
    assert [file.name for file in folder.iterdir()] == [str(document.stored_name)]


def _children_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as listed:
        return [int(each) for each in listed.read().split()]
