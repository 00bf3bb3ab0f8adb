"""Erasing one's account: asked for, with seven days to think it over, or at once; and what is carried out then."""
