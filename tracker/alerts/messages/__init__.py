"""What an alert says, in the member's language: neutral outside, plain words inside."""

from tracker.alerts.messages.letters import CannotBeBuilt, NoAddress, build

__all__ = ["CannotBeBuilt", "NoAddress", "build"]
