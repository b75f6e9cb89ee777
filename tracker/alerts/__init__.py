"""From a change to the members who are told: subscriptions, fan-out, deliveries, channels."""
