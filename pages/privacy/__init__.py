"""What is stored of a person, why and for how long: as a page, and as a document."""
