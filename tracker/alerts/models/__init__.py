"""What members want to hear of, and what is owed to each of them."""

from tracker.alerts.models.attempt import Attempt
from tracker.alerts.models.delivery import Delivery
from tracker.alerts.models.fan_out import FanOut
from tracker.alerts.models.subscription import Subscription

__all__ = ["Attempt", "Delivery", "FanOut", "Subscription"]
