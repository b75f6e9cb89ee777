"""Files of clauses and of agreements."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from clauses import models as library
from clauses.exchange import uploads
from clauses.importing.reading import finding
from tests.clauses.desk.plays import drafts
from tests.clauses.desk.plays.stage import NEW, Play, by_each, own


def uploading(name, content):
    def upload(world, who):
        return Play(
            address=reverse("desk_import"),
            data={"file": SimpleUploadedFile(name, content)},
            is_done=library.ClauseUpload.objects.exists,
        )

    return upload


def confirming(*, is_own):
    def confirm(world, who):
        uploader = own(world, who) if is_own else world.colleague
        kept = uploads.keep(
            content=NEW, file_name="a.yaml", kind="yaml", by=uploader, now=timezone.now()
        )
        plan = uploads.preview(upload=kept, by=uploader).plan
        return Play(
            address=reverse("desk_import_preview", args=[kept.pk]),
            data={"expected": plan.digest, "is_submitted": "on"},
            is_done=library.Clause.objects.filter(slug="from-a-file", live=False).exists,
        )

    return by_each(confirm) if is_own else confirm


def import_a_document(world, who):
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n" + b" " * 2048)
    return Play(
        address=reverse("desk_document_add"),
        data={"title": "An agreement", "file": file},
        is_done=library.ImportedDocument.objects.exists,
    )


def document(world):
    """An agreement that was read, with one passage."""
    made = library.ImportedDocument.objects.create(
        title="An agreement", file_name="a.pdf", kind="pdf", sha256="1" * 64, byte_count=1,
        uploaded_by=world.author, uploaded_at=timezone.now(), due_at=timezone.now(),
        state="read", read_at=timezone.now(), has_all_pages=True, agreement=world.agreement,
    )  # fmt: skip
    text = "AI needs consent."
    library.DocumentPage.objects.create(document=made, number=1, start=0, text=text)
    library.DocumentPassage.objects.create(
        document=made, rank=1, score=1, start=0, end=len(text), first_page=1, last_page=1,
        sha256=finding.digest(text),
    )  # fmt: skip
    return made


def set_a_passage_aside(world, who):
    passage = document(world).passages.get()
    return Play(
        address=reverse("desk_document_settle", args=[passage.document_id, passage.pk]),
        is_done=library.DocumentPassage.objects.filter(set_aside_at__isnull=False).exists,
    )


def make_a_clause_from_a_passage(world, who):
    play = drafts.create(world, who)
    play.data["passage"] = str(document(world).passages.get().pk)
    return play


def remove_a_document(world, who):
    return Play(
        address=reverse("desk_document_remove", args=[document(world).pk]),
        is_done=library.ImportedDocument.objects.filter(state="removed").exists,
    )
