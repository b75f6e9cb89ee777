"""From an upload at the desk to a ranked list of passages, and from one to a cited draft clause."""

import hashlib
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clauses.importing import citing
from clauses.models import Clause, ClauseCitation, DocumentPage, ImportedDocument, Publication
from tests import desk
from tests.agreements import judging, writing

pytestmark = pytest.mark.django_db

FORM = re.compile(r"Page \d+ of the Basic Agreement")


def listed(document):
    """The texts of the passages as they are listed, without the running header and footer."""
    return [
        FORM.sub("", citing.text_of(passage=passage).replace(writing.HEADER, ""))
        for passage in document.passages.all()
    ]


def stored(document):
    return "".join(document.pages.order_by("number").values_list("text", flat=True))


@pytest.mark.parametrize("kind", ["pdf", "docx", "laid-out"])
def test_passages_about_ai_are_found_among_decoys(imported, written, composed, kind):
    document = imported(written[kind].read_bytes(), name=f"agreement.{kind}")

    judged = judging.judge(composed.planted, listed(document))

    assert document.state == "read"
    assert judged.recall >= 0.95, [block.text for block in judged.missed]
    assert judged.precision >= 0.9, judged.wrong


@pytest.mark.parametrize("kind", ["pdf", "docx", "laid-out"])
def test_every_span_is_that_of_the_stored_text(imported, written, kind):
    document = imported(written[kind].read_bytes())

    text = stored(document)

    assert document.passages.exists()
    for passage in document.passages.all():
        words = text[passage.start : passage.end]
        assert citing.text_of(passage=passage) == words
        assert hashlib.sha256(words.encode()).hexdigest() == passage.sha256
        pages = dict(document.pages.values_list("number", "start"))
        assert pages[passage.first_page] <= passage.start
        assert pages[passage.last_page] < passage.end


def test_a_pdf_knows_its_pages_and_a_plain_docx_says_that_it_does_not(imported, written, editor):
    pdf = imported(written["pdf"].read_bytes())
    docx = imported(written["docx"].read_bytes())
    laid_out = imported(written["laid-out"].read_bytes())

    assert (pdf.has_pages, docx.has_pages, laid_out.has_pages) == (True, False, True)
    said = editor.get(docx.get_absolute_url()).content.decode()
    assert "page not given by the file" in said
    assert "page not given by the file" not in editor.get(pdf.get_absolute_url()).content.decode()


def test_the_document_is_parted_by_its_numbers(imported, written, composed):
    document = imported(written["pdf"].read_bytes())

    articles = list(document.sections.filter(level=1).values_list("label", "heading"))
    planned = [block.text for block in composed.blocks if block.kind == "article"]

    assert len(articles) == len(planned)
    for (label, heading), text in zip(articles, planned, strict=True):
        assert text.startswith(label)
        assert text.endswith(heading)


def test_a_passage_names_the_section_it_stands_in(imported, written, composed):
    document = imported(written["pdf"].read_bytes())
    sections = {
        judging.letters(block.planted): block.section.rstrip(".") for block in composed.planted
    }

    named = 0
    for passage, text in zip(document.passages.all(), listed(document), strict=True):
        for planted, section in sections.items():
            if judging.core(planted) in judging.letters(text):
                assert section in passage.section
                named += 1
    assert named >= len(sections) * 0.9


def test_two_clicks_make_a_draft_with_its_citation(imported, short, editor, agreement):
    document = imported(short["pdf"], agreement=str(agreement.pk))
    passage = document.passages.first()

    page = editor.get(f"{reverse(Clause.snippet_viewset.get_url_name('add'))}?passage={passage.pk}")
    data = desk.sent_by_browser(page.context["form"])
    saved = editor.client.post(
        reverse(Clause.snippet_viewset.get_url_name("add")), {**data, "passage": passage.pk}
    )

    assert saved.status_code == 302, saved.context["form"].errors
    clause = Clause.objects.get(citations__passage=passage)
    citation = clause.citations.get()
    assert not clause.live
    assert Publication.objects.filter(slug=clause.slug).count() == 0
    assert clause.agreement == agreement
    assert clause.section == passage.section
    assert clause.summary == ""
    assert (citation.first_page, citation.start, citation.end) == (
        passage.first_page,
        passage.start,
        passage.end,
    )
    assert citation.document_sha256 == hashlib.sha256(short["pdf"]).hexdigest()
    assert citation.passage_sha256 == passage.sha256
    shown = editor.get(desk.edit_address(clause)).content.decode()
    assert passage.sha256 in shown
    assert document.title in shown


def test_the_reviewer_reads_the_cited_words_beside_ours(imported, short, editor, reviewer, clause):
    document = imported(short["pdf"])
    passage = document.passages.first()
    citing.cite(clause=clause, passage_id=passage.pk, by=editor.user, now=timezone.now())
    editor.submit(clause, summary="In our own words.")

    shown = reviewer.review(clause).content.decode()

    assert passage.sha256 in shown
    assert "Where it was found" in shown


def test_citing_the_same_place_twice_is_one_citation(imported, short, editor, clause):
    passage = imported(short["pdf"]).passages.first()

    for _ in range(2):
        citing.cite(clause=clause, passage_id=passage.pk, by=editor.user, now=timezone.now())

    assert ClauseCitation.objects.count() == 1


def test_the_same_file_is_imported_once_and_told_so(imported, upload, short, folder):
    first = imported(short["pdf"])

    answer = upload(short["pdf"], title="Another name")

    assert answer.url == first.get_absolute_url()
    assert ImportedDocument.objects.count() == 1
    assert [file.name for file in folder.iterdir()] == [str(first.stored_name)]


def test_the_file_is_for_this_account_alone(imported, short, folder):
    document = imported(short["pdf"])

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / str(document.stored_name)).stat().st_mode & 0o777 == 0o600


def test_a_passage_is_set_aside_and_listed_again(imported, short, editor):
    document = imported(short["pdf"])
    passage = document.passages.first()
    address = reverse("desk_document_settle", args=[document.pk, passage.pk])

    editor.client.post(address, {"act": "aside", "list": "open"})
    passage.refresh_from_db()
    aside = passage.set_aside_by
    editor.client.post(address, {"act": "list", "list": "aside"})
    passage.refresh_from_db()

    assert aside == editor.user
    assert passage.set_aside_at is None


def test_removing_a_document_leaves_neither_file_nor_text(imported, short, editor, folder):
    document = imported(short["pdf"])

    editor.client.post(reverse("desk_document_remove", args=[document.pk]))

    document.refresh_from_db()
    assert document.state == "removed"
    assert document.removed_by == editor.user
    assert DocumentPage.objects.count() == 0
    assert list(folder.iterdir()) == []
    assert imported(short["pdf"]).state == "read"


def test_a_document_that_clauses_cite_stays(imported, short, editor, clause, folder):
    document = imported(short["pdf"])
    passage = document.passages.first()
    citing.cite(clause=clause, passage_id=passage.pk, by=editor.user, now=timezone.now())

    editor.client.post(reverse("desk_document_remove", args=[document.pk]))

    document.refresh_from_db()
    assert document.state == "read"
    assert (folder / str(document.stored_name)).exists()


def test_what_waits_counts_documents_and_passages(imported, short, editor):
    document = imported(short["pdf"])

    said = editor.get(reverse("wagtailadmin_home")).content.decode()

    row = said[: said.index("Passages about AI to decide")].rsplit("desk-count", 1)[1]
    assert f">{document.passage_count}<" in row


def test_pages_of_documents_ask_the_database_a_constant_number_of_times(
    imported, written, short, editor
):
    few = imported(short["pdf"])
    many = imported(written["pdf"].read_bytes())
    editor.get(few.get_absolute_url())

    with CaptureQueriesContext(connection) as for_few:
        editor.get(few.get_absolute_url())
    with CaptureQueriesContext(connection) as for_many:
        editor.get(many.get_absolute_url())

    assert many.passage_count > few.passage_count
    assert len(for_many) <= len(for_few)
