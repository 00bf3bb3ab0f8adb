"""Short lists of one's own: lines for oneself, and what feeds one. Nobody else ever reads them."""
