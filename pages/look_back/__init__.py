"""A quarter, looked back at: what is the two's, and, on a page of its own, what is one's own."""
