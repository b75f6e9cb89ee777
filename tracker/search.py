"""Search for vendors and deployments with the library's search service."""

from clauses import search
from tracker.models import deployment

VENDOR = search.Shape(title="name", weighted=(("name", "A"),))
DEPLOYMENT = search.Shape(
    title="title",
    weighted=(
        ("title", "A"),
        ("product__name", "A"),
        ("vendor__name", "B"),
        ("version", "B"),
        ("summary", "C"),
    ),
    texts=deployment.DeploymentText,
    parent="deployment_id",
)
