"""A person's own settings at the desk: name, language, time zone, look. No pictures are kept."""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account

UNWANTED = frozenset({"avatar", "notifications"})


class AccountView(account.AccountView):
    """Wagtail's page without pictures, and without mails that it does not send."""

    def get_panels(self) -> list[Any]:
        """Keep what has an effect here."""
        return [panel for panel in super().get_panels() if panel.name not in UNWANTED]


own_settings = require_admin_access(AccountView.as_view())
