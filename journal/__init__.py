"""What each notices."""
