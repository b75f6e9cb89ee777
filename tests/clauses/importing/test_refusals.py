"""What cannot be read is refused in words, in bounded time, and leaves nothing behind."""

import time

import pytest
from django.urls import reverse
from django.utils import timezone

from clauses.importing import refused, working
from clauses.importing.reading.refusals import Reason
from clauses.models import DocumentPage, ImportedDocument
from tests.clauses.importing import hostile

pytestmark = pytest.mark.django_db

WHILE_READ = {
    "locked": (lambda: hostile.encrypted(password="secret"), {"encrypted"}),
    "cut-off": (lambda: hostile.pdf(40)[:-900], {"damaged"}),
    "pictures": (hostile.pictures, {"no-text"}),
    "page-tree-loop": (hostile.page_tree_loop, {"damaged", "hostile", "no-text"}),
    "millions-of-pages": (hostile.millions_of_pages, {"too-many-pages"}),
    "doubling-tree": (hostile.doubling_tree, {"hostile"}),
    "bomb": (hostile.bomb, {"hostile"}),
    "deep-nesting": (hostile.deep_nesting, {"hostile", "damaged"}),
    "form-loop": (hostile.form_loop, {"hostile", "no-text"}),
    "garbage-after-head": (lambda: b"%PDF-1.7\n" + bytes(5000) + b"%%EOF", {"damaged"}),
    "zip-bomb": (hostile.zip_bomb, {"unpacks-too-far"}),
    "text-bomb": (hostile.text_bomb, {"too-much-text"}),
    "billion-laughs": (hostile.billion_laughs, {"hostile"}),
    "outside-entity": (hostile.outside_entity, {"hostile"}),
    "deep-word": (hostile.deep_word, {"hostile"}),
    "cut-off-word": (lambda: hostile.word_file()[:-600], {"damaged"}),
    "broken-word": (lambda: hostile.packed("<w:document"), {"damaged"}),
    "spreadsheet": (hostile.spreadsheet, {"neither-pdf-nor-docx"}),
}


@pytest.mark.parametrize("name", list(WHILE_READ))
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_left(imported, editor, folder, name):
    make, reasons = WHILE_READ[name]
    content = make()
    began = time.monotonic()

    document = imported(content)

    assert document.state == "refused"
    assert document.refusal in reasons
    assert time.monotonic() - began < 60
    assert list(folder.iterdir()) == []
    assert DocumentPage.objects.count() == 0
    assert refused.words(document.refusal) in editor.get(
        document.get_absolute_url()
    ).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"GIF89a" + bytes(3000), Reason.NEITHER, id="picture"),
        pytest.param(b"plain words", Reason.NEITHER, id="words"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), Reason.OLD_WORD, id="old"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused_at_once(upload, folder, content, reason):
    answer = upload(content, name="agreement.pdf")

    assert answer.status_code == 422
    assert refused.words(reason) in answer.context["form"].errors["file"]
    assert ImportedDocument.objects.count() == 0
    assert list(folder.iterdir()) == []


def test_a_file_that_is_too_large_is_refused_while_it_comes(upload, folder, settings):
    settings.IMPORT_LARGEST_BYTES = 300_000

    answer = upload(hostile.pdf() + bytes(400_000))

    assert answer.status_code == 413
    assert refused.words(Reason.TOO_LARGE) in answer.context["form"].errors["file"]
    assert ImportedDocument.objects.count() == 0
    assert list(folder.iterdir()) == []


def test_a_file_that_says_it_is_too_large_is_not_even_begun(upload, folder, settings):
    settings.IMPORT_LARGEST_BYTES = 300_000

    answer = upload(hostile.pdf() + bytes(2_000_000))

    assert answer.status_code == 413
    assert refused.words(Reason.TOO_LARGE) in answer.content.decode()
    assert not folder.exists()


def test_no_file_is_a_fault_of_the_form(editor, folder):
    answer = editor.client.post(reverse("desk_document_add"), {"title": "Nothing"})

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_an_upload_without_a_title_leaves_nothing(upload, folder):
    answer = upload(hostile.pdf(), title="")

    assert answer.status_code == 422
    assert list(folder.iterdir()) == []


def test_a_forged_form_is_refused_and_leaves_nothing(editor, folder):
    editor.get(reverse("desk_document_add"))
    editor.client.handler.enforce_csrf_checks = True
    with hostile.io.BytesIO(hostile.pdf()) as file:
        file.name = "agreement.pdf"
        answer = editor.client.post(
            reverse("desk_document_add"),
            {"csrfmiddlewaretoken": "x" * 64, "title": "Forged", "file": file},
        )

    assert answer.status_code == 403
    assert ImportedDocument.objects.count() == 0
    assert list(folder.iterdir()) == []


def test_a_pdf_that_anybody_can_open_is_read_though_it_is_encrypted(imported):
    document = imported(hostile.encrypted(password=""))

    assert document.state == "read"
    assert document.page_count == 3


def test_a_refused_file_may_be_uploaded_again(imported):
    first = imported(hostile.pictures())
    content = hostile.pdf()
    second = imported(content)

    assert first.state == "refused"
    assert second.state == "read"
    assert imported(hostile.pictures()).state == "refused"


def test_a_refusal_has_words_for_every_reason():
    assert set(refused.WORDS) == set(Reason)


def test_a_file_that_vanished_is_said_to_be_lost(upload, folder):
    upload(hostile.pdf())
    next(folder.iterdir()).unlink()

    working.work_through(now=timezone.now())

    document = ImportedDocument.objects.get()
    assert (document.state, document.refusal) == ("refused", "lost")
