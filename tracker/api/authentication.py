"""Who asks: a partner by `Authorization: Bearer …`, or anybody. A session: `exposure/` alone."""

from django.contrib.auth import models as auth_models
from django.utils import timezone
from rest_framework import authentication, exceptions, request

from tracker.api import keys, models


class BearerAuthentication(authentication.BaseAuthentication):
    """Finds the partner's key of a request."""

    def authenticate(
        self, request: request.Request
    ) -> tuple[auth_models.AnonymousUser, models.PartnerKey] | None:
        """Return the key as `request.auth`. Raises AuthenticationFailed for one that is no good."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = keys.find(token=token.strip(), now=timezone.now())
        if key is None:
            raise exceptions.AuthenticationFailed(
                "This key is not known here, has expired, or was revoked."
            )
        return auth_models.AnonymousUser(), key

    def authenticate_header(self, request: request.Request) -> str:
        """Return the challenge of a 401."""
        return 'Bearer realm="api", error="invalid_token"'
