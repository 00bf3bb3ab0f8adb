"""Open pages notice by themselves what has changed: a revision a person, and the question that a page asks."""
