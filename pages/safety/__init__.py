"""What protects one of the two from the other, and what cannot: as a page, and at the head of docs/safety.md."""
