"""Who makes AI tools, what happened with them on which day, and which clauses reach that."""

from tracker.models.advisory import Advisory, AdvisorySource, AdvisoryText
from tracker.models.clock import CalendarKey, ClauseCounting, Clock, ClockAct
from tracker.models.deployment import (
    Deployer,
    Deployment,
    DeploymentSource,
    DeploymentText,
    UnionResponse,
)
from tracker.models.judgement import Judgement
from tracker.models.link import Link
from tracker.models.link_state import LinkState
from tracker.models.vendor import Product, Vendor

__all__ = [
    "Advisory",
    "AdvisorySource",
    "AdvisoryText",
    "CalendarKey",
    "ClauseCounting",
    "Clock",
    "ClockAct",
    "Deployer",
    "Deployment",
    "DeploymentSource",
    "DeploymentText",
    "Judgement",
    "Link",
    "LinkState",
    "Product",
    "UnionResponse",
    "Vendor",
]
