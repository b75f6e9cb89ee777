"""Uploaded documents are for editors and reviewers; never for anybody else."""

import pytest
from django.test import Client
from django.urls import reverse

from clauses.models import ImportedDocument
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(imported, short):
    return imported(short["pdf"])


@pytest.fixture
def cast(editor, reviewer, stranger, administrator):
    member = Client()
    member.force_login(people.UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    return {
        "editor": editor.client,
        "reviewer": reviewer.client,
        "another union": stranger.client,
        "administrator": administrator.client,
        "member": member,
        "nobody": Client(),
    }


@pytest.mark.parametrize("role", ["editor", "reviewer", "another union"])
def test_writers_of_every_union_read_documents(cast, document, role):
    for name in ("", "_sections", "_progress", "_download"):
        answer = cast[role].get(reverse(f"desk_document{name}", args=[document.pk]))
        assert answer.status_code == 200
        assert not answer.streaming or b"".join(answer.streaming_content)
    for name in ("desk_documents", "desk_document_add"):
        assert cast[role].get(reverse(name)).status_code == 200


@pytest.mark.parametrize("role", ["administrator", "member", "nobody"])
def test_nobody_else_sees_or_changes_anything(cast, document, short, role):
    passage = document.passages.first()
    for name in ("", "_sections", "_progress", "_download"):
        answer = cast[role].get(reverse(f"desk_document{name}", args=[document.pk]))
        assert answer.status_code in {302, 403}
        assert document.title not in answer.content.decode()
    for address in (
        reverse("desk_document_add"),
        reverse("desk_document_remove", args=[document.pk]),
        reverse("desk_document_settle", args=[document.pk, passage.pk]),
    ):
        assert cast[role].post(address, {"title": "x"}).status_code in {302, 403}

    document.refresh_from_db()
    passage.refresh_from_db()
    assert document.state == "read"
    assert passage.set_aside_at is None
    assert ImportedDocument.objects.count() == 1


def test_the_file_is_handed_out_to_be_kept_and_not_to_be_shown(editor, document, short):
    answer = editor.get(reverse("desk_document_download", args=[document.pk]))

    assert b"".join(answer.streaming_content) == short["pdf"]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
