"""Check-ins: when two people talk; the rhythm, private answers, opening together."""
