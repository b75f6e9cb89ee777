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
NEVER_SAVED = 0
"""The id of a record that was never saved: no row points at it."""


def show(*, record: Any, request: HttpRequest) -> HttpResponse | None:
    """Answer the page of the draft; None for a record without a page.

    A law is read on the page of its clause, a product on its vendor's.
    """
    if record.pk is None:
        record.pk = NEVER_SAVED
    if isinstance(record, library.Statute):
        return _law(record, request)
    if isinstance(record, models.Product):
        return _product(record, request)
    page = PAGES.get(type(record))
    if page is None:
        return None
    _in_this_language(record)
    if isinstance(record, library.Clause) and record.has_unpublished_changes:
        record.checked_at = None  # the mark is one of the words that are live
    if isinstance(record, library.Agreement):
        visible = library.Clause.objects.visible_to(request.user)
        record.clause_count = visible.filter(agreement_id=record.pk).count()
    return page(request=request, found=record)


def _law(statute: library.Statute, request: HttpRequest) -> HttpResponse | None:
    """The page of the law's clause, as its latest draft has it, with these words of the law."""
    clause = library.Clause.objects.filter(slug=statute.slug, statute_id=statute.pk).first()
    if clause is None:
        return None
    draft = clause.get_latest_revision_as_object()
    draft.statute = statute
    _in_this_language(statute)
    return show(record=draft, request=request)


def _product(product: models.Product, request: HttpRequest) -> HttpResponse:
    """The page of the product's vendor, with this product among the others."""
    vendor = product.vendor
    others = models.Product.objects.visible_to(request.user).filter(vendor=vendor)
    shown = [product, *others.exclude(pk=product.pk)]
    shown.sort(key=lambda each: each.name)
    vendor._prefetched_objects_cache = {"products": shown}
    return vendors.show(request=request, found=vendor)


def _in_this_language(record: Any) -> None:
    """Give the page the texts of the draft itself, not those of what is live."""
    if hasattr(record, "texts"):
        language = (translation.get_language() or "en")[:2]
        record.words_here = [text for text in record.texts.all() if text.language == language]
