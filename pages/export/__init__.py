"""What a person takes with them: one file of all that is theirs and all that they may read, made when they ask."""
