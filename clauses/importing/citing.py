"""Service: from a passage of a document to a draft clause that cites it; nothing is published."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clauses.importing.reading import finding
from clauses.models import (
    Clause,
    ClauseCitation,
    DocumentPage,
    DocumentPassage,
    ImportedDocument,
)

LONGEST_SLUG = 70


class PassageGone(ValueError):
    """The document was removed or is read anew; there is nothing to cite any more."""


class PassageSettled(ValueError):
    """Somebody else set the passage aside, or took it back, first."""


def text_of(*, passage: DocumentPassage) -> str:
    """Return the stored text of a passage, exactly as its characters and digest are counted."""
    held = DocumentPage.objects.filter(
        document_id=passage.document_id,
        number__gte=passage.first_page,
        number__lte=passage.last_page,
    ).order_by("number")
    pieces = [
        page.text[max(0, passage.start - page.start) : max(0, passage.end - page.start)]
        for page in held
    ]
    return "".join(pieces)


def suggest(*, passage: DocumentPassage) -> Clause:
    """Return an unsaved clause with what the passage tells: agreement, term, section, a title.

    The summary stays empty: it is written in our own words.
    """
    document = passage.document
    named = passage.heading or document.title
    title = f"{named} ({passage.section})" if passage.section else named
    parent = document.agreement
    return Clause(
        agreement=parent,
        effective_from=parent.effective_from if parent else None,
        effective_to=parent.effective_to if parent else None,
        section=passage.section,
        title=title[:300],
        slug=_free_slug(document=document, section=passage.section),
    )


def cite(*, clause: Clause, passage_id: int, by: Any, now: datetime.datetime) -> ClauseCitation:
    """Record where a draft clause was found; the same place twice is recorded once.

    Raises PassageGone.
    """
    with transaction.atomic():
        passage = (
            DocumentPassage.objects.select_for_update()
            .select_related("document")
            .filter(pk=passage_id, document__state=ImportedDocument.State.READ)
            .first()
        )
        if passage is None or finding.digest(text_of(passage=passage)) != passage.sha256:
            raise PassageGone(_("The passage is no longer there. Its document was removed."))
        has_pages = passage.document.has_pages
        citation, _made = ClauseCitation.objects.get_or_create(
            clause=clause,
            document=passage.document,
            start=passage.start,
            end=passage.end,
            defaults={
                "passage": passage,
                "section": passage.section,
                "first_page": passage.first_page if has_pages else None,
                "last_page": passage.last_page if has_pages else None,
                "document_sha256": passage.document.sha256,
                "passage_sha256": passage.sha256,
                "cited_by": by,
                "cited_at": now,
            },
        )
        return citation


def set_aside(*, passage_id: int, by: Any, now: datetime.datetime) -> None:
    """Say that a passage is no safeguard to be drafted. Raises PassageSettled."""
    waiting = DocumentPassage.objects.filter(pk=passage_id, set_aside_at__isnull=True)
    if waiting.update(set_aside_by=by, set_aside_at=now) != 1:
        raise PassageSettled(_("Somebody else set this passage aside first."))


def take_back(*, passage_id: int) -> None:
    """List a passage again that was set aside. Raises PassageSettled."""
    aside = DocumentPassage.objects.filter(pk=passage_id, set_aside_at__isnull=False)
    if aside.update(set_aside_by=None, set_aside_at=None) != 1:
        raise PassageSettled(_("Somebody else listed this passage again first."))


def _free_slug(*, document: ImportedDocument, section: str) -> str:
    begins = document.agreement.slug if document.agreement else slugify(document.title)
    slug = slugify(f"{begins} {section}")[:LONGEST_SLUG].strip("-") or "clause"
    taken = set(Clause.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(
        f"{slug}-{number}" for number in range(2, len(taken) + 3) if f"{slug}-{number}" not in taken
    )
