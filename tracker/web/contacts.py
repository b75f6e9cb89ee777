"""How to reach the unions of an agreement: what their staff wrote, never anything invented."""

import dataclasses
from collections.abc import Iterable

from clauses.models import agreement as agreements
from clauses.models import union as union_models


@dataclasses.dataclass(frozen=True, kw_only=True)
class Contact:
    """A union and how to reach it; without any way, the page says "contact your union"."""

    union: str
    name: str
    url: str
    email: str
    phone: str

    @property
    def is_empty(self) -> bool:
        """Tell whether staff have written nothing yet."""
        return not (self.url or self.email or self.phone)


def of_agreement(*, agreement: agreements.Agreement | None) -> list[Contact]:
    """Return the contacts of the agreement's unions, which must have been prefetched."""
    return of_unions(unions=agreement.unions.all()) if agreement else []


def of_unions(*, unions: Iterable[union_models.Union]) -> list[Contact]:
    """Return the contacts of these unions."""
    return [
        Contact(
            union=union.name,
            name=union.contact_name,
            url=union.contact_url,
            email=union.contact_email,
            phone=union.contact_phone,
        )
        for union in unions
    ]
