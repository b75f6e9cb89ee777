"""Entrance for vendors: their products and the deployments of each."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from clauses import vocabulary
from tracker.models import deployment as deployments
from tracker.models import vendor as vendors
from tracker.web import days, deployment_rows, finding, refusals


@refusals.page(parameters=("as_of",))
def vendor(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one vendor and what happened with its products up to the day."""
    found = finding.one(
        queryset=vendors.Vendor.objects.visible_to(request.user).prefetch_related(
            models.Prefetch("products", queryset=vendors.Product.objects.visible_to(request.user))
        ),
        slug=slug,
        viewer=request.user,
    )
    return show(request=request, found=found)


def show(*, request: HttpRequest, found: vendors.Vendor) -> HttpResponse:
    """Answer the page of a vendor, also of one that is still a draft."""
    day = days.of_request(request=request)
    words = vocabulary.current(language=translation.get_language() or "en")
    events = deployment_rows.rows(
        queryset=deployments.Deployment.objects.visible_to(request.user)
        .happened_by(on=day.on)
        .filter(vendor=found),
        words=words,
    )
    products = [
        {"product": product, "rows": [row for row in events if row.product == product.name]}
        for product in found.products.all()
    ]
    context = {
        "section": "deployments",
        "day": day,
        "vendor": found,
        "country": words.label("places", found.country) if found.country else "",
        "products": products,
        "record_kind": found.record_kind,
    }
    return render(request, "web/vendor.html", context)
