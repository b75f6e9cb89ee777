"""One record by its slug, or a refusal that names the nearest ones."""

from typing import Any

from django.utils.translation import gettext as _

from clauses import acts, search, visibility
from tracker.web import refusals


def one(*, queryset: Any, slug: str, viewer: visibility.Viewer | None) -> Any:
    """Return the record of `slug` from a queryset that `viewer` may see.

    Raises TakenBack for what was retracted, and NoSuchRecord with suggestions.
    """
    found = queryset.filter(slug=slug).first() if "\x00" not in slug else None
    if found is not None:
        return found
    if "\x00" not in slug:
        retraction = acts.retraction_of(model=queryset.model, slug=slug, viewer=viewer)
        if retraction is not None:
            raise refusals.TakenBack(retraction)
    near = search.nearest_slugs(
        queryset=queryset.model.objects.filter(pk__in=queryset.order_by().values("pk")), slug=slug
    )
    raise refusals.NoSuchRecord(
        sentence=_("We have no record named “%(slug)s”.") % {"slug": slug[:80]},
        nearest=[
            refusals.Suggestion(title=str(row), slug=row.slug, address=row.get_absolute_url())
            for row in near
        ],
    )
