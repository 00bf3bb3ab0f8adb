"""API errors as problem details (RFC 9457). Placeholder until the API is wired."""
