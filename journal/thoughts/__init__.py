"""A thought that weighs on somebody, looked at in four short steps. Theirs alone."""
