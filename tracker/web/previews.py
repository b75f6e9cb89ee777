"""The public page of a record that is still a draft, for whoever writes or reviews it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from clauses import models as library
from tracker import models
from tracker.web.views import advisories, agreements, clauses, deployments, parties, vendors

PAGES = {
    library.Agreement: agreements.show,
    library.Clause: clauses.show,
    library.Party: parties.show,
    models.Advisory: advisories.show,
    models.Deployment: deployments.show,
    models.Vendor: vendors.show,
}


def show(*, record: Any, request: HttpRequest) -> HttpResponse | None:
    """Answer the page of the draft; None for a record without a page of its own."""
    page = PAGES.get(type(record))
    if page is None:
        return None
    language = (translation.get_language() or "en")[:2]
    if hasattr(record, "texts"):
        record.words_here = [text for text in record.texts.all() if text.language == language]
    if isinstance(record, library.Clause) and record.has_unpublished_changes:
        record.checked_at = None  # the mark is one of the words that are live
    if isinstance(record, library.Agreement):
        visible = library.Clause.objects.visible_to(request.user)
        record.clause_count = visible.filter(agreement_id=record.pk).count()
    return page(request=request, found=record)
