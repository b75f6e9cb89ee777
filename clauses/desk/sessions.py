"""What a form says when somebody else saved meanwhile: nothing is written over here."""

from wagtail.admin.ui import editing_sessions


def say_what_happens() -> None:
    """Let Wagtail's list of who else has the form open be rendered with our words."""
    editing_sessions.EditingSessionsList.template_name = "desk/editing_sessions.html"
