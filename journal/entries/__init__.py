"""What somebody felt, noticed in three taps. Theirs alone."""
