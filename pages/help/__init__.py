"""Help: whom to call, two questions about the last two weeks, and what is safe here. Visits leave nothing behind."""
