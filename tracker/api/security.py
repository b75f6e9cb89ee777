"""Tells the OpenAPI document how a partner's key is sent."""

from typing import Any

from drf_spectacular import extensions


class BearerScheme(extensions.OpenApiAuthenticationExtension):
    """`Authorization: Bearer ast_…`, which nothing here requires."""

    target_class = "tracker.api.authentication.BearerAuthentication"
    name = "partner_key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "ast_…",
            "description": "A partner's key. Reading needs none; with one the rate is higher.",
        }
