"""A quarter of one's own, looked back at on a page of its own."""
