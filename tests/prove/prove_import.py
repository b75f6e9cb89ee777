"""An agreement of 700 pages with 60 passages about AI among decoys, as PDF and as DOCX.

The passages and decoys are invented (tests/agreements). The finder's words were weighed on other
seeds, and on the second half of the passages only: the first half is counted apart. Summaries of
the catalogue's own clauses, which were written for something else, are counted as well.
"""

import pathlib
import re
import resource
import statistics
import subprocess
import sys
import time

import pytest
from django.core.files import uploadedfile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clauses.importing import citing, working
from clauses.importing.reading import finding
from clauses.models import Clause, ClauseText, ImportedDocument
from tests import desk
from tests.agreements import composing, judging, planted, writing
from tests.factories import library, people

SEED, PAGES, PASSAGES, DECOYS = 31415, 700, 60, 600
# Summaries are short and lean on their agreement; a third of some speak of "it" alone.
LEAST = {"en": 0.75, "fr": 0.6, "es": 0.7}
FOOTER = re.compile(r"Page \d+ of the Basic Agreement")


@pytest.fixture(scope="module")
def composed():
    return composing.compose(seed=SEED, pages=PAGES, passages=PASSAGES, decoys_count=DECOYS)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def prove_seven_hundred_pages_are_read_in_minutes_with_flat_memory(
    composed, kind, tmp_path, settings, capsys
):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    file = tmp_path / kind
    page_count = (writing.as_pdf if kind == "pdf" else writing.as_docx)(composed, file)
    upload(file.read_bytes())

    began = time.monotonic()
    working.work_through(now=timezone.now())
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024

    document = ImportedDocument.objects.get()
    texts = [
        FOOTER.sub("", citing.text_of(passage=each).replace(writing.HEADER, ""))
        for each in document.passages.all()
    ]
    judged = judging.judge(composed.planted, texts)
    held = [block for block in composed.planted if block.template in planted.HELD_OUT]
    held_found = [block for block in judged.found if block.template in planted.HELD_OUT]
    with capsys.disabled():
        print(
            f"\n  {kind}: {document.page_count} pages or parts,"
            f" {document.sections.count()} sections,"
            f" {seconds:.1f} s, the largest child {peak} MB; {len(texts)} passages listed,"
            f" recall {judged.recall:.3f} (of those never looked at {len(held_found)}/{len(held)}),"
            f" precision {judged.precision:.3f}, {DECOYS} decoys"
        )
        for block in judged.missed:
            print(f"    missed: {block.planted[:110]}")
        for text in judged.wrong:
            print(f"    wrong: {' '.join(text.split())[:110]}")
    assert document.state == "read"
    assert page_count in (None, document.page_count)
    assert seconds < 300
    assert peak < 300
    assert judged.recall >= 0.95
    assert judged.precision >= 0.9


def prove_memory_does_not_grow_with_the_pages(tmp_path, capsys):
    """Ten times the pages; what reads them takes hardly more memory."""
    peaks = {}
    for pages in (70, 700):
        made = composing.compose(seed=SEED, pages=pages, passages=6, decoys_count=20)
        file = tmp_path / f"{pages}.pdf"
        writing.as_pdf(made, file)
        peaks[pages] = peak_of_reading(file)

    with capsys.disabled():
        print(f"\n  reading takes {peaks[70]} MB at 70 pages, {peaks[700]} MB at 700")
    assert peaks[700] - peaks[70] < 25


@pytest.mark.django_db
def prove_the_catalogues_own_summaries_are_found(catalogue, capsys):
    """Words that nobody wrote for the finder: titles and summaries of real clauses. English was
    read when words were weighed, French and Spanish only counted.
    """
    live = Clause.objects.filter(live=True).values_list("title", "summary")
    words = {"en": [". ".join(both) for both in live]}
    for language in ("fr", "es"):
        texts = ClauseText.objects.filter(language=language, clause__live=True).exclude(summary="")
        words[language] = [". ".join(both) for both in texts.values_list("title", "summary")]

    found = {
        language: sum(finding.weigh(text)[0] >= finding.ENOUGH for text in texts)
        for language, texts in words.items()
    }

    with capsys.disabled():
        for language, texts in words.items():
            print(f"\n  {language}: {found[language]}/{len(texts)} of the catalogue's summaries")
            if language == "en":
                missed = [each for each in texts if finding.weigh(each)[0] < finding.ENOUGH]
                for text in missed[:12]:
                    print(f"    missed: {text[:110]}")
    assert connection.vendor == "postgresql"
    for language, texts in words.items():
        assert found[language] >= LEAST[language] * len(texts), language


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def prove_the_site_answers_while_the_real_worker_reads(
    catalogue, composed, tmp_path, settings, process_environment, capsys
):
    """Readers' pages, again and again, before and while 700 pages are read by worker and beat."""
    settings.IMPORT_FOLDER = tmp_path / "imports"
    file = tmp_path / "agreement.pdf"
    writing.as_pdf(composed, file)
    quiet = [seconds_of_a_page() for _number in range(40)]
    upload(file.read_bytes())
    environment = process_environment | {"IMPORT_FOLDER": str(settings.IMPORT_FOLDER)}
    pathlib.Path(environment["RUN_FOLDER"]).mkdir(parents=True, exist_ok=True)
    celery = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet"]
    worker = [*celery, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--schedule", f"{environment['RUN_FOLDER']}/beat"]
    running = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for command in (worker, beat)
    ]
    busy: list[float] = []
    began = time.monotonic()
    try:
        while not ImportedDocument.objects.filter(state="read").exists():
            assert time.monotonic() - began < 600, ImportedDocument.objects.get().state
            if ImportedDocument.objects.filter(state="reading").exists():
                busy.append(seconds_of_a_page())
            time.sleep(0.2)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)

    slow, was = statistics.quantiles(busy, n=20)[-1], statistics.quantiles(quiet, n=20)[-1]
    with capsys.disabled():
        print(
            f"\n  while 700 pages were read ({time.monotonic() - began:.0f} s) {len(busy)} pages of"
            f" the site: median {statistics.median(busy) * 1000:.0f} ms, p95 {slow * 1000:.0f} ms;"
            f" before: median {statistics.median(quiet) * 1000:.0f} ms, p95 {was * 1000:.0f} ms"
        )
    assert len(busy) > 50
    assert slow < max(4 * was, 1.0)


def seconds_of_a_page() -> float:
    """How long a reader waits for the list of clauses and then for one of them."""
    began = time.monotonic()
    for path in ("/en/clauses/", "/en/clauses/sag23-48-hour-notice/"):
        assert Client().get(path).status_code == 200
    return time.monotonic() - began


def upload(content: bytes) -> None:
    """Upload a file at the desk."""
    editor = desk.Desk(people.EditorFactory(unions=[library.UnionFactory()]))
    file = uploadedfile.SimpleUploadedFile("agreement", content)
    data = {"title": "The Basic Agreement", "agreement": "", "file": file}
    assert editor.client.post(reverse("desk_document_add"), data).status_code == 302


def peak_of_reading(file) -> int:
    """The largest resident size, in MB, of the process that reads a file."""
    ask = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-m', 'clauses.importing.reading', 'read', '1', '600'],"
        " stdin=open(sys.argv[1], 'rb'), stdout=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", ask, str(file)], capture_output=True, text=True, check=True
    )
    return int(ran.stdout)
