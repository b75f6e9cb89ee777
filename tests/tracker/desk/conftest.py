"""People at the desk."""

from tests.people_at_desk import administrator, editor, guild, other_guild, reviewer, stranger

__all__ = ["administrator", "editor", "guild", "other_guild", "reviewer", "stranger"]
