"""A quarter of two people, looked back at together."""
