"""Being asked once a day to notice: only who wants it, at their own time."""
