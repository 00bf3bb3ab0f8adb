"""The one page from which everything of one's own is reached."""
