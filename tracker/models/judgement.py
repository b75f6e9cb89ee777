"""What a deployment's proposed links were last judged by, so that they are judged again in time."""

from django.db import models

from clauses.models.publication import Publication
from tracker.models.deployment import Deployment


class Judgement(models.Model):
    """Which words of the deployment and of the library the rules have read."""

    deployment = models.OneToOneField(
        Deployment, on_delete=models.CASCADE, related_name="judgement"
    )
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    library_digest = models.CharField(max_length=64)
    judged_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"judgement of deployment {self.deployment_id}"
