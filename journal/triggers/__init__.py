"""What sets somebody off, as their own entries say it: cards, a drafted agreement, and whether it has eased."""
