"""Not there: structlog would load it at each start, and it comes with what the checks need alone."""

raise ImportError("as in the image")
