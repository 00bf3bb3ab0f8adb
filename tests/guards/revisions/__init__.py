"""Whose open pages move with what is done: for every verb those who may see what has changed, and nobody else's."""
