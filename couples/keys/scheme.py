"""How the API's description names our keys."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description names our keys."""

    target_class = "couples.keys.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """Describe a key as a bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "A key made on the settings page."}
