"""A small agreement as PDF and DOCX, a private folder, and people at the desk."""

import pathlib

import pytest
from django.core.files import uploadedfile
from django.urls import reverse
from django.utils import timezone

from clauses.importing import working
from clauses.models import ImportedDocument
from tests.agreements import composing, writing
from tests.clauses.desk.conftest import (  # noqa: F401 - fixtures for this folder
    administrator,
    agreement,
    clause,
    editor,
    guild,
    other_guild,
    reviewer,
    stranger,
    words,
)

SEED, PAGES, PASSAGES, DECOYS = 2026, 40, 20, 40


@pytest.fixture(scope="session")
def composed() -> composing.Agreement:
    return composing.compose(seed=SEED, pages=PAGES, passages=PASSAGES, decoys_count=DECOYS)


@pytest.fixture(scope="session")
def written(composed, tmp_path_factory) -> dict[str, pathlib.Path]:
    """The agreement as files; "laid-out" is a DOCX that Word has laid out in pages."""
    folder = tmp_path_factory.mktemp("agreements")
    files = {name: folder / name for name in ("pdf", "docx", "laid-out")}
    writing.as_pdf(composed, files["pdf"])
    writing.as_docx(composed, files["docx"])
    writing.as_docx(composed, files["laid-out"], with_page_breaks=True)
    return files


@pytest.fixture(scope="session")
def short(tmp_path_factory) -> dict[str, bytes]:
    """A few pages with a few passages, as they are uploaded."""
    folder = tmp_path_factory.mktemp("short")
    made = composing.compose(seed=7, pages=4, passages=3, decoys_count=4)
    writing.as_pdf(made, folder / "pdf")
    writing.as_docx(made, folder / "docx")
    return {name: (folder / name).read_bytes() for name in ("pdf", "docx")}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> pathlib.Path:
    """The private folder of this test."""
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@pytest.fixture
def upload(editor):  # noqa: F811 - the fixture
    """Upload bytes at the desk as the editor does; the answer."""

    def send(content: bytes, *, name="agreement.pdf", by=editor, **fields):
        file = uploadedfile.SimpleUploadedFile(name, content)
        data = {"title": "The Basic Agreement", "agreement": "", **fields, "file": file}
        return by.client.post(reverse("desk_document_add"), data)

    return send


@pytest.fixture
def imported(upload):
    """Upload bytes and read them through; the document."""

    def send(content: bytes, **fields):
        answer = upload(content, **fields)
        assert answer.status_code == 302, answer.context["form"].errors
        working.work_through(now=timezone.now())
        return ImportedDocument.objects.latest("pk")

    return send
