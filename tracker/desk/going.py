"""What of the tracker goes from view with a record that is taken off: links, products, events."""

from typing import Any

from clauses.desk import going
from clauses.models import Agreement, Clause, Statute
from tracker.models import Deployment, Link, Product, Vendor


def with_record(*, subject: Any) -> list[going.Going | None]:
    """Return live products and deployments, and confirmed links between live records."""
    links = _links(subject)
    found = [
        going.going(
            rows=links.filter(clause__live=True, deployment__live=True)
            .select_related("clause", "deployment")
            .order_by("pk"),
            one="%(count)d confirmed link to a deployment",
            many="%(count)d confirmed links to deployments",
            shown=lambda link: link.clause if isinstance(subject, Deployment) else link.deployment,
        )
    ]
    if isinstance(subject, Vendor):
        found.append(
            going.going(
                rows=subject.products.filter(live=True).order_by("name"),
                one="%(count)d live product",
                many="%(count)d live products",
            )
        )
    if isinstance(subject, Vendor | Product):
        of = {"product__vendor" if isinstance(subject, Vendor) else "product": subject}
        found.append(
            going.going(
                rows=Deployment.objects.filter(live=True, **of).order_by("event_date", "slug"),
                one="%(count)d live deployment",
                many="%(count)d live deployments",
            )
        )
    return found


def _links(subject: Any) -> Any:
    confirmed = Link.objects.confirmed()
    match subject:
        case Agreement():
            return confirmed.filter(clause__agreement=subject)
        case Statute():
            return confirmed.filter(clause__statute=subject)
        case Clause():
            return confirmed.filter(clause=subject)
        case Deployment():
            return confirmed.filter(deployment=subject)
        case Product():
            return confirmed.filter(deployment__product=subject)
        case Vendor():
            return confirmed.filter(deployment__product__vendor=subject)
    return confirmed.none()
